"""The worked tables of docs/algorithms/rating.md, row by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fahuo.rating import queries
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.services.rate import rate
from fahuo.trade.cargo import CargoClass
from fahuo.trade.charge import ChargeKind, Rate
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "rating.md"
TODAY = date(2026, 11, 22)
SMALL = Size.of(10, 10, 10)


def table(*, last_column: str) -> list[dict[str, str]]:
    """Return the rows of the one table whose last column has this name."""
    blocks = PAGE.read_text("utf-8").split("\n\n")
    found = [block for block in blocks if block.splitlines()[0].endswith(f"| {last_column} |")]
    assert len(found) == 1, f"{len(found)} tables end with {last_column!r}"
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in found[0].splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def parcel(weight_g: int, cargo: str = "GENERAL", value: str = "10.00", hs: str = "630260") -> Parcel:
    """Return a parcel with one line for each cargo class or HS code; the first line carries the value."""
    classes, codes = cargo.split(), hs.split()
    lines = tuple(
        GoodsLine(
            sku=f"X{place}",
            title_en="Goods",
            title_zh="商品",
            quantity=1,
            unit_weight_g=1,
            unit_size=SMALL,
            unit_value=Money(Decimal(value if place == 0 else "0.00"), "USD"),
            cargo_class=CargoClass(classes[min(place, len(classes) - 1)]),
            hs_code=codes[min(place, len(codes) - 1)],
            origin="CN",
        )
        for place in range(max(len(classes), len(codes)))
    )
    return Parcel(lines=lines, weight_g=weight_g, size=SMALL)


def priced(row: dict[str, str], goods: Parcel, on: date = TODAY) -> Rate | Problem:
    service = next(service for service in queries.services() if service.key == row["service"])
    return rate(RateRequest(row["to"], row.get("area", ""), goods), service, on=on)


@pytest.mark.parametrize("row", table(last_column="counts g"), ids=lambda row: "{size mm} {divisor}".format(**row))
def test_volumetric_weight(row: dict[str, str]) -> None:
    size = Size.of(*(int(side) for side in row["size mm"].split(" × ")))
    volumetric_g = size.volumetric_weight_g(int(row["divisor"]))
    assert volumetric_g == int(row["volumetric g"])
    assert max(volumetric_g, int(row["actual g"])) == int(row["counts g"])


@pytest.mark.parametrize("row", table(last_column="sum"), ids=lambda row: "{service} {to} {weight g} g".format(**row))
def test_base_freight(row: dict[str, str]) -> None:
    found = priced(row, parcel(int(row["weight g"])))
    assert isinstance(found, Rate)
    base = found.charges[0]
    assert base.kind is ChargeKind.BASE
    assert base.amount.amount == Decimal(row["BASE"])
    assert row["sum"].startswith(base.working)
    assert found.chargeable_weight_g == int(row["chargeable g"])


@pytest.mark.parametrize("row", table(last_column="total"), ids=lambda row: "{service} {to} {cargo} {on}".format(**row))
def test_whole_rates(row: dict[str, str]) -> None:
    goods = parcel(int(row["weight g"]), row["cargo"], row["value USD"], row["HS"])
    found = priced(row, goods, date.fromisoformat(row["on"]))
    assert isinstance(found, Rate)
    shown = " + ".join(f"{charge.kind} {charge.amount.amount}" for charge in found.charges)
    assert shown == row["charges"]
    assert str(found.total) == row["total"]
    assert all(charge.working for charge in found.charges)


@pytest.mark.parametrize(
    "row", table(last_column="problem"), ids=lambda row: "{to} {area} {weight g} {on}".format(**row)
)
def test_no_price(row: dict[str, str]) -> None:
    found = priced(row, parcel(int(row["weight g"])), date.fromisoformat(row["on"]))
    assert isinstance(found, Problem)
    assert found.code == row["problem"]
    assert found.detail
