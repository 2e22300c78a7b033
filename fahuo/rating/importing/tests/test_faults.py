"""Bad files are refused cell by cell: every fault at once, none silently mended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook

from fahuo.kit.files import FileRefused
from fahuo.rating.importing.faults import Severity
from fahuo.rating.importing.mapping import (
    DiscountTerm,
    Listing,
    MappingRefused,
    PremiumTerm,
    Terms,
    from_json,
    from_text,
)
from fahuo.rating.importing.tests import price_files
from fahuo.rating.importing.tests.test_layouts import CONTRACT, taken

HEADER = ("国家", "重量段(KG)", "运费(元/KG)", "挂号费(元/票)", "最低计费重(KG)", "时效")


def faults(*rows: Any, **parts: Any) -> list[tuple[str, str]]:
    found = taken((price_files.grid((HEADER, *rows)),), **parts)
    assert found.sheet is None or not found.errors
    return [(fault.cell or fault.field, fault.code) for fault in found.faults]


GOOD = ("德国", "0-2", 55, 18, 0.05, "7-10")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("美国", "0-2", "call", 18, "", ""), [("C3", "SHEET_CELL_NUMBER")]),
        (("美国", "0-2", "1.2.3", 18, "", ""), [("C3", "SHEET_CELL_NUMBER")]),
        (("美国", "0-2", "12,50", 18, "", ""), [("C3", "SHEET_CELL_NUMBER")]),
        (("美国", "0-2", "NaN", 18, "", ""), [("C3", "SHEET_CELL_NUMBER")]),
        (("美国", "0-2", -60, 18, "", ""), [("C3", "SHEET_CELL_NEGATIVE")]),
        (("美国", "0-2", "60.005", 18, "", ""), [("C3", "SHEET_CELL_DECIMALS")]),
        (("美国", "0-2", "$60", 18, "", ""), [("C3", "SHEET_CELL_CURRENCY")]),
        (("美国", "0-2", "60元/票", 18, "", ""), [("C3", "SHEET_CELL_UNIT")]),
        (("美国", "0-2", "", 18, "", ""), [("C3", "SHEET_CELL_EMPTY")]),
        (("美国", "0-2", 60, "", "", ""), [("D3", "SHEET_CELL_EMPTY")]),
        (("美国", "", 60, 18, "", ""), [("B3", "SHEET_CELL_EMPTY")]),
        (("", "0-2", 60, 18, "", ""), [("A3", "SHEET_CELL_EMPTY")]),
        (("美国", "2026-01-02", 60, 18, "", ""), [("B3", "SHEET_BAND_TEXT")]),
        (("美国", "2-1", 60, 18, "", ""), [("B3", "SHEET_BAND_ORDER")]),
        (("德国", "2以上", 60, 18, 0.05, ""), [("B3", "SHEET_BAND_OPEN")]),
        (("美国", "0.5-2", 60, 18, "", ""), [("B3", "SHEET_BAND_GAP")]),
        (("美国", "0-2", 60, 18, "light", ""), [("E3", "SHEET_BAND_TEXT")]),
        (("美国", "0-2", 60, 18, "", "soon"), [("F3", "SHEET_DAYS")]),
        (("Atlantis", "0-2", 60, 18, "", ""), [("A3", "SHEET_COUNTRY_UNKNOWN")]),
        (("美国(阿拉斯加)", "0-2", 60, 18, "", ""), [("A3", "SHEET_COUNTRY_UNKNOWN")]),
        (("美国、火星", "0-2", 60, 18, "", ""), [("A3", "SHEET_COUNTRY_UNKNOWN")]),
        (("德国、法国", "0-2", 60, 18, "", ""), [("A3", "SHEET_COUNTRY_TWICE")]),
        (("德国", "0-2", 60, 18, 0.05, ""), [("B3", "SHEET_BAND_OVERLAP")]),
        (("德国", "1.5-3", 60, 18, 0.05, ""), [("B3", "SHEET_BAND_OVERLAP")]),
        (("德国", "0-1", 60, 18, 0.05, ""), [("B3", "SHEET_BAND_ORDER")]),
        (("德国", "3-5", 60, 18, 0.05, ""), [("B3", "SHEET_BAND_GAP")]),
        (("德国", "2-5", 40, 18, 0.05, ""), [("C3", "SHEET_PRICE_FALLS")]),  # 2 kg 110 + 18, 2.001 kg 80.04 + 18
    ],
)
def test_each_bad_cell_is_named(row: tuple[Any, ...], expected: list[tuple[str, str]]) -> None:
    assert faults(GOOD, row, repeat_labels=False) == expected


def test_all_are_found_at_once_and_a_good_row_saves_nothing() -> None:
    found = faults(
        GOOD, ("美国", "0-2", "call", "", 0, ""), ("Atlantis", "0-2", -1, 18, "", ""), ("法国", "x", 60, 18, "", "soon")
    )
    assert {cell for cell, _ in found} == {"C3", "D3", "A4", "B5", "F5"}


def test_a_falling_price_is_worth_a_look_and_no_more() -> None:
    reading = taken((price_files.grid((HEADER, GOOD, ("德国", "2-5", 40, 18, 0.05, ""))),))
    assert reading.sheet is not None
    assert [fault.severity for fault in reading.faults] == [Severity.WARNING]


def test_a_country_twice_across() -> None:
    grid = price_files.grid((("重量(KG)", "美国", "英国", "US"), ("0-2", 60, 55, 60)))
    found = taken((grid,))
    assert [(fault.cell, fault.code) for fault in found.errors] == [("D1", "SHEET_COUNTRY_TWICE")]


def test_a_country_twice_down() -> None:
    grid = price_files.grid((("国家", "0-1kg", "1-2kg"), ("美国", 10, 20), ("德国", 10, 20), ("USA", 10, 20)))
    assert [(fault.cell, fault.code) for fault in taken((grid,)).errors] == [("A4", "SHEET_COUNTRY_TWICE")]


def test_an_empty_price_between_two_and_a_closed_one() -> None:
    grid = price_files.grid((("国家", "0-1kg", "1-2kg", "2-5kg"), ("美国", 10, None, 30), ("德国", 10, "-", 30)))
    found = [(fault.cell, fault.code) for fault in taken((grid,)).errors]
    assert found == [("C2", "SHEET_CELL_EMPTY"), ("C3", "SHEET_BAND_GAP")]


def test_a_merged_cell_over_price_and_fee_hides_one(tmp_path: Path) -> None:
    path = price_files.workbook(
        tmp_path, {"报价": (HEADER, ("美国", "0-2", 60, None, 0.05, "8"))}, merges={"报价": ["C2:D2"]}
    )
    found = taken(price_files.opened(path)).errors
    assert [(fault.cell, fault.code) for fault in found] == [("D2", "SHEET_CELL_MERGED")]


def test_a_formula_is_no_price(tmp_path: Path) -> None:
    path = price_files.workbook(tmp_path, {"报价": (HEADER, ("美国", "0-2", 60, 18, 0.05, "8"))})
    book = load_workbook(path)
    book["报价"]["D2"] = "=C2/3"
    book.save(path)
    found = taken(price_files.opened(path)).errors
    assert ("D2", "SHEET_CELL_FORMULA") in [(fault.cell, fault.code) for fault in found]


def test_numbers_are_read_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    """62.65 is stored as 62.650000000000006; a spreadsheet program shows fifteen digits."""
    path = price_files.workbook(tmp_path, {"报价": (HEADER, ("美国", "0-2", 62.650000000000006, 18, 0.05, "8"))})
    sheet = taken(price_files.opened(path)).sheet
    assert sheet is not None
    assert str(sheet.tariffs["US"].bands[0].per_kg) == "62.65"


def test_a_new_column_is_not_lost_unseen() -> None:
    grid = price_files.grid((("重量(KG)", "美国", "英国", "法国"), ("0-2", 60, 55, 50)))
    found = taken((grid,), columns=msgspec.convert({"weight": "A", "prices": "B:C"}, type(CONTRACT_COLUMNS)))
    assert [(fault.cell, fault.code, fault.severity) for fault in found.faults] == [
        ("D1", "SHEET_COLUMN_LEFT_OUT", Severity.WARNING)
    ]


CONTRACT_COLUMNS = from_json({"columns": {}}).columns


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("美国", "99501", "995"),), [("C2", "SHEET_POSTCODE")]),
        ((("美国", "99999", "99501"),), [("C2", "SHEET_POSTCODE")]),
        ((("德国", "01067", "01069"), ("德国", "1070", "1099")), [("B3", "SHEET_POSTCODE_SHORT")]),  # worth a look
        ((("Atlantis", "99501", "99502"),), [("A2", "SHEET_COUNTRY_UNKNOWN")]),
    ],
)
def test_bad_postcodes(rows: tuple[tuple[str, ...], ...], expected: list[tuple[str, str]]) -> None:
    main = price_files.grid((("国家", "重量(KG)", "运费(元/KG)"), ("美国、德国", "0-2", 60)))
    listed = price_files.grid((("国家", "邮编起", "邮编止", "偏远费"), *((*row, 20) for row in rows)), "偏远")
    found = taken((main, listed)).faults
    assert [(fault.cell, fault.code) for fault in found] == expected


def test_a_postcode_that_a_workbook_made_a_number_lost_its_zero(tmp_path: Path) -> None:
    main = (("国家", "重量(KG)", "运费(元/KG)"), ("德国", "0-2", 60))
    listed = (("国家", "邮编起", "邮编止", "偏远费"), ("德国", 1067, 1069, 20), ("德国", "10115", "10119", 20))
    found = taken(price_files.opened(price_files.workbook(tmp_path, {"报价": main, "偏远": listed}))).errors
    assert [(fault.cell, fault.code) for fault in found] == [("B2", "SHEET_POSTCODE_SHORT")]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"service": ""}, ("service", "SHEET_CHOICE")),
        ({"service": "THZXR"}, ("service", "SHEET_TERM")),
        ({"currency": ""}, ("currency", "SHEET_CHOICE")),
        ({"valid_from": None}, ("valid_from", "SHEET_CHOICE")),
        ({"valid_until": date(2026, 5, 1)}, ("valid_until", "SHEET_TERM")),
        ({"worksheet": "Sheet9"}, ("worksheet", "SHEET_WORKSHEET_MISSING")),
        ({"header_row": 99}, ("header_row", "SHEET_COLUMN_MISSING")),
        ({"zones": Listing("Sheet9")}, ("zones.worksheet", "SHEET_WORKSHEET_MISSING")),
    ],
)
def test_what_the_mapping_must_say(parts: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in faults(GOOD, **parts)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"fuel": ()}, ("terms.fuel", "SHEET_CHOICE")),
        ({"unnamed_countries": ""}, ("terms.unnamed_countries", "SHEET_CHOICE")),
        ({"unnamed_countries": "ZONE:9"}, ("terms.unnamed_countries", "SHEET_TERM")),
        ({"premiums": ""}, ("terms.premiums", "SHEET_CHOICE")),
        ({"premiums": {"PLUTONIUM": PremiumTerm()}}, ("terms.premiums.PLUTONIUM", "SHEET_TERM")),
        ({"discount": DiscountTerm(Decimal(5), "NET")}, ("terms.discount.of", "SHEET_TERM")),
    ],
)
def test_terms_are_chosen_never_assumed(terms: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in faults(GOOD, terms=msgspec.structs.replace(CONTRACT, **terms))


def test_remote_areas_are_chosen() -> None:
    terms = msgspec.structs.replace(CONTRACT, other_remote_areas="")
    row = ("美国", "0-2", 60, 18, 0.05, "8")
    assert faults(row, terms=terms) == [("terms.other_remote_areas", "SHEET_CHOICE")]
    assert faults(row, terms=msgspec.structs.replace(terms, remote_areas={"US_AK": "22.50"})) == []


@pytest.mark.parametrize(
    "stored", [{"layuot": "ROWS"}, {"layout": "DIAGONAL"}, {"terms": {"fuel": [{"percent": "much"}]}}, 7]
)
def test_a_mapping_with_a_slip_is_refused(stored: Any) -> None:
    with pytest.raises(MappingRefused):
        from_json(stored)


def test_a_mapping_file_that_is_no_json_is_refused() -> None:
    with pytest.raises(MappingRefused):
        from_text("{not json")
    assert from_text("{}").terms == Terms()


@pytest.mark.parametrize("cells", [60_000])
def test_a_file_with_too_many_rows_is_refused(tmp_path: Path, cells: int) -> None:
    path = price_files.csv_file(tmp_path, [("美国", "0-2", number) for number in range(cells)])
    with pytest.raises(FileRefused, match="FILE_TOO_LONG"):
        price_files.opened(path)


def test_a_fault_speaks_both_languages() -> None:
    (fault,) = taken((price_files.grid((HEADER, GOOD, ("美国", "0-2", "call", 18, 0.05, "8"))),)).faults
    assert fault.sentence("en").startswith("报价!C3 'call': Not an amount. ")
    assert "不是金额" in fault.sentence("zh-hans")
