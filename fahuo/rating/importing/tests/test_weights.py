"""Weight bands: strict ends, units that somebody must name, two numbers in one cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from fahuo.rating.importing.amounts import amount
from fahuo.rating.importing.suggesting import suggest
from fahuo.rating.importing.tests import price_files
from fahuo.rating.importing.tests.test_layouts import sheet_of, taken
from fahuo.rating.importing.weights import BandKind, WeightBand, names_unit, weight_band, weight_g


@pytest.mark.parametrize(
    ("text", "low", "high", "begins"),
    [
        ("0-0.3", 0, 300, None),
        ("(0-0.3)", 0, 300, None),
        ("0<W<0.3", 0, 299, 1),
        ("0.3≤W<1", 300, 999, 300),
        ("1≤W≤2", 1000, 2000, 1000),
        ("0.3<W≤1", 300, 1000, 301),
        ("<0.3", None, 299, None),
        ("W＜2", None, 1999, None),
        ("W<300g", None, 299, None),
        ("≤2kg", None, 2000, None),
        ("under 2kg", None, 1999, None),
        (">2", 2000, None, 2001),
        ("≥2", 2000, None, 2000),
        ("2KG以上", 2000, None, None),
        ("[0.3,1)", 300, 999, 300),
        ("（0，0.3］", 0, 300, 1),
    ],
)
def test_ends_are_whole_grams_and_strict_ones_do_not_count(
    text: str, low: int | None, high: int | None, begins: int | None
) -> None:
    assert weight_band(text, "kg") == WeightBand(BandKind.RANGE, low, high, begins)


@pytest.mark.parametrize("text", ["0 300", "0\n300", "0.1 0.3", "0,5", "0,5-1,5", "0,3"])
def test_two_weights_or_a_decimal_comma_are_none(text: str) -> None:
    assert weight_band(text, "kg") is None
    assert weight_band(text, "g") is None


def bands(*texts: str) -> tuple[tuple[Any, ...], ...]:
    return (("国家", "重量(KG)", "运费(元)"), *(("美国", text, 10 + at) for at, text in enumerate(texts)))


@pytest.mark.parametrize(
    ("texts", "tops"),
    [
        (("0<W<0.3", "0.3≤W<1", "1≤W≤2"), [299, 999, 2000]),  # 300 g costs as the second band
        (("<0.3", "0.3-1"), [299, 1000]),
        (("0-0.3", "0.3<W≤1"), [300, 1000]),
        (("0≤W≤0.3", "0.301-1"), [300, 1000]),
    ],
)
def test_strict_ends_meet_without_a_gap(texts: tuple[str, ...], tops: list[int]) -> None:
    sheet = sheet_of((price_files.grid(bands(*texts)),))
    assert [band.up_to_g for band in sheet.tariffs["US"].bands] == tops


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("0<W<0.3", "0.3<W<1"), "SHEET_BAND_GAP"),  # 300 g has no price
        (("0<W<0.3", "0.301-1"), "SHEET_BAND_GAP"),
        (("0<W≤0.3", "0.3≤W≤1"), "SHEET_BAND_OVERLAP"),  # 300 g has two
        (("0-0.3", "0.3≤W≤1"), "SHEET_BAND_OVERLAP"),
        (("0-0.3", "0.3<W<0.301"), "SHEET_BAND_ORDER"),  # no gram lies between
    ],
)
def test_strict_ends_that_do_not_meet(texts: tuple[str, ...], code: str) -> None:
    assert [fault.code for fault in taken((price_files.grid(bands(*texts)),)).errors] == [code]


NAMELESS = (("国家", "重量段", "运费"), ("美国", "0-300", 10), ("美国", "300-2000", 20), ("德国", "0-2000", 20))


def test_the_unit_is_asked_for_once_a_table_and_never_assumed() -> None:
    grids = (price_files.grid(NAMELESS),)
    assert suggest(grids).weight_unit == ""
    reading = taken(grids)
    assert reading.sheet is None
    assert [(fault.field, fault.code) for fault in reading.errors] == [("weight_unit", "SHEET_WEIGHT_UNIT")]


def test_the_unit_is_asked_for_beside_the_other_faults() -> None:
    rows = (*NAMELESS, ("法国", "0-2000", "call"))
    codes = {fault.code for fault in taken((price_files.grid(rows),)).errors}
    assert codes == {"SHEET_WEIGHT_UNIT", "SHEET_CELL_NUMBER"}


@pytest.mark.parametrize(("unit", "top"), [("g", 2000), ("kg", 2_000_000)])
def test_the_unit_that_was_chosen_is_taken(unit: str, top: int) -> None:
    sheet = sheet_of((price_files.grid(NAMELESS),), weight_unit=unit)
    assert sheet.tariffs["US"].bands[-1].up_to_g == top


@pytest.mark.parametrize("last", ["300-2000g", "300-2000克"])
def test_one_cell_that_names_the_unit_is_enough(last: str) -> None:
    rows = (NAMELESS[0], ("美国", "0-300", 10), ("美国", last, 20))
    assert sheet_of((price_files.grid(rows),)).tariffs["US"].bands[-1].up_to_g == 2000


def test_two_units_in_a_column_settle_nothing() -> None:
    rows = (NAMELESS[0], ("美国", "0-300g", 10), ("美国", "0.3-2kg", 20), ("美国", "2-5", 30))
    assert [fault.code for fault in taken((price_files.grid(rows),)).errors] == ["SHEET_WEIGHT_UNIT"]


def test_across_the_unit_of_a_price_is_none_of_weight() -> None:
    assert names_unit("运费(元/KG)") == ""
    assert names_unit("计费重/KG") == "kg"
    grid = price_files.grid((("国家", "0-1", "1-2", "燃油(元/KG)"), ("美国", 10, 20, 1)))
    assert "SHEET_WEIGHT_UNIT" in [fault.code for fault in taken((grid,)).errors]


@pytest.mark.parametrize(
    "text", ["12\n13", "12 13", "12 50", "1 234", "12\u00a0345", "12\u2009345", "12 . 5", "12元13", "12 e3", "1, 234"]
)
def test_two_numbers_in_one_cell_are_no_amount(text: str) -> None:
    assert amount(text) is None
    rows = (("国家", "重量(KG)", "运费"), ("美国", "0-2", text))
    found = taken((price_files.grid(rows),), columns=taken_columns()).errors
    assert [(fault.cell, fault.code) for fault in found] == [("C2", "SHEET_CELL_NUMBER")]


def taken_columns() -> Any:
    return suggest((price_files.grid((("国家", "重量(KG)", "运费"), ("美国", "0-2", 1))),)).columns


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("￥ 12.50", "12.50"),
        ("12.50 元 / KG", "12.50"),
        ("12.50元/ 1 kg", "12.50"),
        ("1,234.50", "1234.50"),
        ("EUR 12", "12"),
    ],
)
def test_blanks_beside_signs_and_units_do_not_matter(text: str, number: str) -> None:
    found = amount(text)
    assert found is not None
    assert found.number == Decimal(number)


def test_nothing_weighs_the_same_in_every_unit() -> None:
    assert weight_g("0", "") == 0
    assert weight_g("5", "") is None
