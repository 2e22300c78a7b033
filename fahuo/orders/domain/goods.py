"""The goods of an order against the catalogue: customs elements and papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fahuo.orders.domain import codes
from fahuo.trade.cargo import BATTERIES, CargoClass, Paper
from fahuo.trade.goods import GoodsLine
from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line to ship as ordered: its place among the order's lines (from 0), SKU and number of units."""

    position: int
    sku: str
    quantity: int


def goods_lines(wanted: Sequence[Wanted], catalogue: Mapping[str, GoodsLine]) -> tuple[GoodsLine, ...]:
    """Return what customs sees. `catalogue`: SKU → goods line of one unit; unknown SKUs are left out."""
    return tuple(_of(catalogue[line.sku], line.quantity) for line in wanted if line.sku in catalogue)


def problems(
    wanted: Sequence[Wanted],
    catalogue: Mapping[str, GoodsLine],
    *,
    value_usd: Decimal,
    origin_above_usd: Decimal,
    papers: Mapping[CargoClass, frozenset[Paper]],
) -> Iterator[Problem]:
    """Yield what is missing for each line. `papers`: cargo class → the documents that must be on file."""
    for line in wanted:
        field, unit = f"lines[{line.position}]", catalogue.get(line.sku)
        if unit is None:
            yield Problem(codes.SKU_UNKNOWN, f"{field}.sku", line.sku)
            continue
        if not unit.hs_code:
            yield Problem(codes.HS_CODE_MISSING, f"{field}.hs_code", line.sku)
        if not unit.origin and value_usd > origin_above_usd:
            yield Problem(codes.ORIGIN_MISSING_OVER_50_USD, f"{field}.origin", f"{line.sku}, {value_usd} USD")
        missing = papers.get(unit.cargo_class, frozenset()) - unit.papers if unit.cargo_class in BATTERIES else ()
        if missing:
            named = ", ".join(sorted(paper.value for paper in missing))
            yield Problem(codes.BATTERY_DOCUMENT_MISSING, f"{field}.papers", f"{line.sku}: {named}")


def _of(unit: GoodsLine, quantity: int) -> GoodsLine:
    return unit if quantity == 1 else replace(unit, quantity=quantity)
