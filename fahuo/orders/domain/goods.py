"""The goods of an order against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fahuo.compliance.case import Ordered
from fahuo.compliance.kept import Kept
from fahuo.orders.domain import codes
from fahuo.trade.goods import GoodsLine
from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line to ship as ordered: its place among the order's lines (from 0), SKU and number of units."""

    position: int
    sku: str
    quantity: int


def ordered(wanted: Sequence[Wanted], catalogue: Mapping[str, GoodsLine]) -> tuple[Ordered, ...]:
    """Return each line with what customs sees of it. `catalogue`: SKU → goods line of one unit."""
    return tuple(
        Ordered(line.position, line.sku, _of(catalogue[line.sku], line.quantity) if line.sku in catalogue else None)
        for line in wanted
    )


def unknown(lines: Sequence[Ordered]) -> Iterator[Problem]:
    """Yield the SKUs that the catalogue does not have."""
    return (Problem(codes.SKU_UNKNOWN, f"lines[{line.position}].sku", line.sku) for line in lines if not line.goods)


_several: Kept[GoodsLine] = Kept(20_000)  # the same object again, so that what is known of it is found again


def _of(unit: GoodsLine, quantity: int) -> GoodsLine:
    return unit if quantity == 1 else _several.get((unit,), quantity, lambda: replace(unit, quantity=quantity))
