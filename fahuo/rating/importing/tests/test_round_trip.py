"""A sheet written as a table and read again is the same sheet: the samples, random ones, and each layout."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fahuo.kit.files.arrival import open_file
from fahuo.rating import queries, sheet_codec
from fahuo.rating.domain.sheet import (
    Band,
    Basis,
    Discount,
    Insurance,
    Oversize,
    Peak,
    PostcodeFee,
    PostcodeRange,
    PostcodeZone,
    RateSheet,
    Rebate,
    ReturnLabel,
    Tariff,
)
from fahuo.rating.importing import grids, writing
from fahuo.rating.importing.mapping import GridLayout, as_json, from_json
from fahuo.rating.importing.reading import read_sheet
from fahuo.rating.importing.tests import price_files
from fahuo.rating.importing.tests.test_layouts import sheet_of

DAY = date(2026, 1, 1)


def again(sheet: RateSheet, folder: Path) -> RateSheet:
    """Return the sheet written and read."""
    path = folder / "sheet.csv"
    path.write_bytes(writing.as_csv(sheet))
    mapping = from_json(as_json(writing.mapping_of(sheet)))
    reading = read_sheet(grids.read(open_file(path, limit_mb=20)), mapping)
    assert reading.errors == (), [fault.sentence("en") for fault in reading.errors]
    assert reading.sheet is not None
    return reading.sheet


def same(left: RateSheet, right: RateSheet) -> bool:
    """Tell whether two sheets price alike; a premium of nothing is left out of what is written."""
    premiums = left.premiums and {cargo: one for cargo, one in left.premiums.items() if one.percent or one.fixed}
    named = replace(left, name=right.name, sample=False, premiums=premiums)
    return sheet_codec.encode(named) == sheet_codec.encode(right)


@pytest.mark.parametrize("sheet", queries.sheets(), ids=lambda sheet: sheet.name)
def test_every_sample(sheet: RateSheet, tmp_path: Path) -> None:
    assert same(sheet, again(sheet, tmp_path))


def test_every_part_of_a_sheet(tmp_path: Path) -> None:
    sample = next(sheet for sheet in queries.sheets() if sheet.service_key == "yunexpress/THZXR")
    whole = replace(
        sample,
        valid_until=date(2027, 1, 1),
        tariffs={
            **sample.tariffs,
            "ISLES": Tariff((Band(2000, Decimal(30), 500, 500, Decimal(8)),), 0, Decimal(35), (9, 14)),
        },
        postcode_zones=(
            PostcodeZone(PostcodeRange("US", "006", "009"), "ISLES"),
            PostcodeZone(PostcodeRange("CA", "X0A", "X0G"), None),
        ),
        postcode_fees=(PostcodeFee(PostcodeRange("US", "99501", "99950"), "Alaska", Decimal("22.50")),),
        oversize=(Oversize(Decimal(50), over_side_mm=1200), Oversize(Decimal(80), over_weight_g=20_000)),
        peak=(Peak(date(2026, 11, 1), date(2027, 1, 1), Decimal(10), Decimal(2), frozenset({"US"})),),
        insurance=Insurance(Decimal(100), Decimal("1.5"), Decimal(3), Decimal(5000)),
        return_label=ReturnLabel(Decimal(20), always=True),
        discount=Discount(Decimal(5), Basis.FREIGHT),
        rebate=Rebate(((5000, Decimal("3.5")), (10_000, Decimal(5)))),
    )
    assert same(whole, again(whole, tmp_path))


@pytest.mark.parametrize("seed", range(8))
def test_random_prices_in_each_layout(seed: int) -> None:
    chance = random.Random(seed)
    countries = chance.sample(["US", "GB", "DE", "FR", "ES", "PL", "KR", "BR", "CA", "AU", "JP"], 4)
    tops = sorted(chance.sample(range(100, 30_000, 50), chance.randint(1, 5)))
    prices = {code: [Decimal(chance.randint(100, 90_000)).scaleb(-2) for _ in tops] for code in countries}
    labels = [f"{start}-{end}g" for start, end in zip([0, *tops], tops, strict=False)]
    expected = {
        code: Tariff(tuple(Band(top, price, 0, 1, Decimal(0)) for top, price in zip(tops, row, strict=True)))
        for code, row in prices.items()
    }
    tables: dict[GridLayout, price_files.Table] = {
        GridLayout.ZONES_ACROSS: [
            ("重量", *countries),
            *((label, *(prices[code][at] for code in countries)) for at, label in enumerate(labels)),
        ],
        GridLayout.WEIGHTS_ACROSS: [("国家", *labels), *((code, *prices[code]) for code in countries)],
        GridLayout.ROWS: [
            ("国家", "重量段", "运费"),
            *((code, label, prices[code][at]) for code in countries for at, label in enumerate(labels)),
        ],
    }  # fmt: skip
    for layout, table in tables.items():
        sheet = sheet_of((price_files.grid(table),))
        assert sheet.tariffs == expected, layout
