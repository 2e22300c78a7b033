"""The worked tables of docs/algorithms/rating.md, row by row. What a table does not say is said in `UNSAID`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from fahuo.rating import queries
from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import KINDS, breakdown, columns
from fahuo.rating.domain.case import case
from fahuo.rating.domain.rules import MonthVolume, RateRequest
from fahuo.rating.domain.sheet import Band, Tariff
from fahuo.rating.domain.table import compile_table
from fahuo.rating.services.rate import rate
from fahuo.trade.cargo import CargoClass
from fahuo.trade.charge import ChargeKind, Rate
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "rating.md"
Row = dict[str, str]
UNSAID = {
    "area": "", "postcode": "", "size mm": "10 × 10 × 10", "weight g": "500", "cargo": "GENERAL", "value USD": "10.00",
    "HS": "630260", "asks": "", "on": "2026-11-22", "so far": "0", "expected": "0",
}  # fmt: skip


def tables(*, last_column: str) -> list[Row]:
    """Return the rows of all tables whose last column has this name."""
    found: list[Row] = []
    for block in PAGE.read_text("utf-8").split("\n\n"):
        head, *lines = block.splitlines()
        if head.endswith(f"| {last_column} |"):
            names, _, *rows = (_cells(line) for line in (head, *lines))
            found.extend(UNSAID | dict(zip(names, row, strict=True)) for row in rows)
    assert found, f"no table ends with {last_column!r}"
    return found


def _cells(line: str) -> list[str]:
    """Stars mark the rows whose figures the sources name."""
    return [cell.replace("★", "").strip() for cell in line.strip("|").split("|")]


def name(row: Row) -> str:
    """Return what a row is called in the test run."""
    kept = ("service", "to", "area", "postcode", "weight g", "cargo", "asks", "on", "so far", "expected")
    return " ".join(row[key] for key in kept if row.get(key))


def parcel(row: Row) -> Parcel:
    """Return a parcel with one line for each cargo class, HS code or value, whichever are most."""
    classes, codes, values = row["cargo"].split(), row["HS"].split(), row["value USD"].split()
    lines = tuple(
        GoodsLine(
            sku=f"X{place}",
            title_en="Goods",
            title_zh="商品",
            quantity=1,
            unit_weight_g=1,
            unit_size=Size.of(10, 10, 10),
            unit_value=Money(Decimal(values[place]) if place < len(values) else Decimal("0.00"), "USD"),
            cargo_class=CargoClass(classes[min(place, len(classes) - 1)]),
            hs_code=codes[min(place, len(codes) - 1)],
            origin="CN",
        )
        for place in range(max(len(classes), len(codes), len(values)))
    )
    return Parcel(lines, int(row["weight g"]), size(row))


def size(row: Row) -> Size:
    return Size.of(*(int(side) for side in row["size mm"].split(" × ")))


def priced(row: Row) -> Rate | Problem:
    service = next(service for service in queries.services() if service.key == row["service"])
    asked = RateRequest(
        row["to"], row["area"], parcel(row), row["postcode"], "insurance" in row["asks"], "label" in row["asks"]
    )
    volume = MonthVolume(int(row["so far"].replace(",", "")), int(row["expected"].replace(",", "")))
    return rate(asked, service, on=date.fromisoformat(row["on"]), volume=volume)


@pytest.mark.parametrize("row", tables(last_column="counts g"), ids=lambda row: f"{row['size mm']} {row['divisor']}")
def test_volumetric_weight(row: Row) -> None:
    volumetric_g = size(row).volumetric_weight_g(int(row["divisor"]))
    assert volumetric_g == int(row["volumetric g"])
    assert max(volumetric_g, int(row["actual g"])) == int(row["counts g"])


@pytest.mark.parametrize("row", tables(last_column="sum"), ids=name)
def test_base_freight(row: Row) -> None:
    found = priced(row)
    assert isinstance(found, Rate)
    base = found.charges[0]
    assert base.kind is ChargeKind.BASE
    assert base.amount.amount == Decimal(row["BASE"])
    assert row["sum"].startswith(base.working)
    assert found.chargeable_weight_g == int(row["chargeable g"])


@pytest.mark.parametrize("row", tables(last_column="working"), ids=lambda row: row["counts g"])
def test_the_minimum_weight_chooses_the_band(row: Row) -> None:
    bands = (per_kg(200, "40.00"), per_kg(2000, "30.00"))
    sheet = queries.sheets_in_force(on=date(2026, 11, 22))["cainiao/CAINIAO_STANDARD"]
    sheet = replace(sheet, tariffs=dict.fromkeys(sheet.tariffs, Tariff(bands, min_g=250)))
    service = next(service for service in queries.services() if service.key == sheet.service_key)
    asked = RateRequest("KR", "", parcel(row | {"weight g": row["counts g"]}))
    table = compile_table(
        [service], {service.key: sheet}, queries.price_rules(on=date(2026, 11, 22)), on=date(2026, 11, 22)
    )
    one = case(asked, table.rules)
    found = single.rate(service, sheet, one, on=table.on, ddp=False)
    assert isinstance(found, Rate)
    base = found.charges[0]
    assert (str(base.amount.amount), base.working) == (row["BASE of the band"], row["working"])
    assert found.chargeable_weight_g == int(row["chargeable g"])
    assert sheet.tariffs["US"].band(max(250, int(row["counts g"]))) == bands[row["band up to g"] == "2000"]
    charges = breakdown(columns([one], table), table, np.zeros(1, dtype=np.int64))
    assert charges[KINDS.index(ChargeKind.BASE), 0] == base.amount.amount * 100


def per_kg(up_to_g: int, price: str) -> Band:
    each = Decimal(price)
    return Band(up_to_g, Decimal(0), 0, 1, each.scaleb(-3), per_kg=each)


@pytest.mark.parametrize("row", tables(last_column="total"), ids=name)
def test_whole_rates(row: Row) -> None:
    found = priced(row)
    assert isinstance(found, Rate)
    assert " + ".join(f"{charge.kind} {charge.amount.amount}" for charge in found.charges) == row["charges"]
    assert str(found.total) == row["total"]
    assert all(charge.working for charge in found.charges)


@pytest.mark.parametrize("row", tables(last_column="net"), ids=name)
def test_rebates(row: Row) -> None:
    found = priced(row)
    assert isinstance(found, Rate)
    assert str(found.total.amount) == row["total"]
    assert (f"{found.rebate.amount.amount}, {found.rebate.working}" if found.rebate else "none") == row["rebate"]
    assert str(found.net) == row["net"]


@pytest.mark.parametrize("row", tables(last_column="zone"), ids=name)
def test_zones_by_postcode(row: Row) -> None:
    found = priced(row)
    assert (found.zone if isinstance(found, Rate) else found.code) == row["zone"]


@pytest.mark.parametrize("row", tables(last_column="problem"), ids=name)
def test_no_price(row: Row) -> None:
    found = priced(row)
    assert isinstance(found, Problem)
    assert found.code == row["problem"]
    assert found.detail
