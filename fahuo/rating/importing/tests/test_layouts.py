"""Files of each layout become the sheet that they mean, from Excel and from CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fahuo.rating.domain.sheet import Band, RateSheet, Tariff
from fahuo.rating.importing.grids import Grid
from fahuo.rating.importing.mapping import (
    FuelStep,
    Gaps,
    GridLayout,
    Mapping,
    PriceUnit,
    Terms,
    as_json,
    from_json,
)
from fahuo.rating.importing.reading import Reading, read_sheet
from fahuo.rating.importing.suggesting import suggest
from fahuo.rating.importing.tests import price_files

CONTRACT = Terms(
    fuel=(FuelStep(Decimal("10.5")),),
    unnamed_countries="NOT_SERVED",
    other_remote_areas="NOT_SERVED",
    premiums="RULE_BOOK",
)
ZERO = Decimal(0)


def confirmed(grids: Sequence[Grid], **parts: Any) -> Mapping:
    """What the headers suggest, with what a clerk adds."""
    known: dict[str, Any] = {
        "service": "yunexpress/THZXR", "currency": "CNY", "valid_from": date(2026, 5, 1), "terms": CONTRACT,
    }  # fmt: skip
    mapping = msgspec.structs.replace(suggest(grids), **{**known, **parts})
    return from_json(as_json(mapping))  # as it comes back from the database


def taken(grids: Sequence[Grid], **parts: Any) -> Reading:
    return read_sheet(grids, confirmed(grids, **parts), areas={"US_AK": "US"})


def sheet_of(grids: Sequence[Grid], **parts: Any) -> RateSheet:
    reading = taken(grids, **parts)
    assert reading.errors == (), [fault.sentence("en") for fault in reading.errors]
    assert reading.sheet is not None
    return reading.sheet


def flat(up_to_g: int, price: str, registered: str = "0") -> Band:
    return Band(up_to_g, Decimal(price), 0, 1, ZERO, Decimal(registered))


def per_kg(up_to_g: int, price: str, registered: str = "0", step_g: int = 1) -> Band:
    amount = Decimal(price)
    return Band(up_to_g, ZERO, 0, step_g, amount * step_g / 1000, Decimal(registered), amount)


def places(sheet: RateSheet) -> dict[str, str]:
    return dict(sorted(sheet.zone_of.items()))


@pytest.mark.parametrize("kind", ["xlsx", "utf-8-sig", "gb18030", "utf-16", "semicolons"])
def test_countries_across(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        merges = {"报价": ["A1:E1", "A7:E7"]}
        path = price_files.workbook(tmp_path, {"报价": price_files.ZONES_ACROSS}, merges=merges)
    elif kind == "semicolons":
        path = price_files.csv_file(tmp_path, price_files.ZONES_ACROSS, delimiter=";")
    else:
        path = price_files.csv_file(tmp_path, price_files.ZONES_ACROSS, encoding=kind)
    sheet = sheet_of(price_files.opened(path))
    assert places(sheet) == {"AU": "AU", "DE": "DE FR", "FR": "DE FR", "GB": "GB", "US": "US"}
    assert sheet.tariffs["US"].bands == (flat(100, "12.50"), flat(500, "25"), flat(2000, "1080.00"))
    assert sheet.tariffs["AU"].bands == (flat(100, "14.5"), flat(500, "28"))  # “-” at the end: not beyond 500 g


def test_weights_across_with_a_zone_table(tmp_path: Path) -> None:
    sheets = {"报价": price_files.WEIGHTS_ACROSS, "分区表": price_files.ZONE_TABLE}
    path = price_files.workbook(tmp_path, sheets, merges={"报价": ["A1:E1"]})
    sheet = sheet_of(price_files.opened(path))
    assert places(sheet) == {"AU": "3区", "DE": "2区", "FR": "2区", "GB": "2区", "NZ": "3区", "US": "1区"}
    assert sheet.tariffs["1区"] == Tariff((flat(100, "12.5"), flat(500, "25"), flat(2000, "80")), days=(8, 12))
    assert sheet.tariffs["3区"] == Tariff((flat(100, "20"), flat(500, "40")), days=(15, 15))


def test_first_and_step_weight_as_headers() -> None:
    sheet = sheet_of((price_files.grid(price_files.FIRST_STEP_ACROSS),), max_weight_g=30_000)
    assert sheet.tariffs["CA"].bands == (Band(30_000, Decimal("40.5"), 500, 500, Decimal(14)),)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_one_row_for_each_country_and_band(tmp_path: Path, kind: str) -> None:
    """In Excel the country's cell is merged over its rows; saved as CSV the rows below it are empty."""
    if kind == "xlsx":
        merges = {"报价": price_files.ROWS_MERGES}
        path = price_files.workbook(tmp_path, {"报价": price_files.ROWS}, merges=merges)
    else:
        path = price_files.csv_file(tmp_path, price_files.ROWS)
    sheet = sheet_of(price_files.opened(path))
    bands = (per_kg(300, "62", "19.2"), per_kg(2000, "58.5", "18.00"))
    assert sheet.tariffs["US"] == Tariff(bands, min_g=50, days=(8, 12))
    assert sheet.tariffs["DE"] == Tariff((per_kg(2000, "55.68", "19.7"),), min_g=50, days=(7, 10))
    assert sheet.fuel == ((date(2026, 5, 1), Decimal("10.5")),)
    assert sheet.remote_fees == {"US_AK": None}


def test_first_and_step_weight_in_columns() -> None:
    sheet = sheet_of((price_files.grid(price_files.STEPS),), max_weight_g=30_000)
    assert sheet.tariffs["US"] == Tariff((Band(30_000, Decimal(15), 1000, 1000, Decimal(8)),), days=(10, 15))
    assert sheet.tariffs["GB"].bands == (Band(30_000, Decimal("20.50"), 500, 500, Decimal("7.25")),)


def test_price_and_fee_below_each_country() -> None:
    grid = price_files.grid(
        (
            ("重量段(KG)", "美国", "美国", "英国", "英国"),
            ("", "运费(元/KG)", "挂号费(元/票)", "运费(元/KG)", "挂号费(元/票)"),
            ("0-0.5", 60, 18, 55, 17),
            ("0.5-2", 58, 19, 53, 18),
        )
    )
    sheet = sheet_of((grid,))
    assert sheet.tariffs["US"].bands == (per_kg(500, "60", "18"), per_kg(2000, "58", "19"))
    assert sheet.tariffs["GB"].bands == (per_kg(500, "55", "17"), per_kg(2000, "53", "18"))


def test_headers_in_two_rows(tmp_path: Path) -> None:
    rows = (
        ("报价表", None, None, None),
        ("国家", "重量段(KG)", "报价(人民币)", None),
        (None, None, "运费(元/KG)", "挂号费(元/票)"),
        ("美国", "0-2", 60, 18),
    )
    merges = ["A1:D1", "A2:A3", "B2:B3", "C2:D2"]
    merged = price_files.workbook(tmp_path, {"报价": rows}, merges={"报价": merges})
    for grids in (price_files.opened(merged), (price_files.grid(rows),)):  # merged, and as CSV keeps it
        assert sheet_of(grids).tariffs["US"].bands == (per_kg(2000, "60", "18"),)


def test_weights_from_and_to_in_columns() -> None:
    rows = (("国家", "起始重量(G)", "截止重量(G)", "运费(元/KG)"), ("美国", 0, 500, 60), ("美国", 501, 2000, 59))
    assert sheet_of((price_files.grid(rows),)).tariffs["US"].bands == (per_kg(500, "60"), per_kg(2000, "59"))


def test_first_and_step_weight_said_by_the_headers() -> None:
    rows = (("国家", "首重价(0.5KG)", "续重价(0.5KG)", "时效"), ("美国", 35, 12, "8-12天"))
    sheet = sheet_of((price_files.grid(rows),), max_weight_g=20_000)
    assert sheet.tariffs["US"].bands == (Band(20_000, Decimal(35), 500, 500, Decimal(12)),)


def test_zones_and_their_countries_in_two_columns() -> None:
    rows = (("分区", "国家", "0-1kg", "1-2kg"), ("A区", "美国", 10, 20), ("B区", "英国、德国", 12, 24))
    sheet = sheet_of((price_files.grid(rows),))
    assert places(sheet) == {"DE": "B区", "GB": "B区", "US": "A区"}


def test_postcodes_on_worksheets_of_their_own() -> None:
    grids = (
        price_files.grid(price_files.FIRST_STEP_ACROSS),
        price_files.grid(
            (("国家", "邮编起", "邮编止", "偏远费", "地区"), ("美国", "99501", "99950", "￥22.50", "Alaska")), "偏远"
        ),
        price_files.grid(
            (("国家", "邮编起", "邮编止", "分区"), ("CA", "X0A", "X0G", "不通"), ("US", "006", "009", "加拿大")), "邮编"
        ),
    )
    sheet = sheet_of(grids, max_weight_g=30_000)
    (fee,) = sheet.postcode_fees
    assert (fee.postcodes.first, fee.postcodes.last) == ("99501", "99950")
    assert (fee.area, fee.fee) == ("Alaska", Decimal("22.50"))
    zones = [(one.postcodes.country, one.postcodes.first, one.zone) for one in sheet.postcode_zones]
    assert zones == [("CA", "X0A", None), ("US", "006", "CA")]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("0.11-0.2", 100, 200), ("0.12–0.2", 100, 200)],
)
def test_a_gap_is_charged_as_the_next_band_only_when_that_was_chosen(text: str, low: int, high: int) -> None:
    rows = (("国家", "重量(KG)", "运费(元/KG)"), ("美国", "0-0.1", 60), ("美国", text, 58))
    grids = (price_files.grid(rows),)
    assert [fault.code for fault in taken(grids).errors] == ["SHEET_BAND_GAP"]
    bands = sheet_of(grids, gaps=Gaps.NEXT_BAND).tariffs["US"].bands
    assert [band.up_to_g for band in bands] == [low, high]


def test_a_step_of_per_kg_prices() -> None:
    rows = (("国家", "重量(KG)", "运费(元/KG)"), ("美国", "0-2", 60))
    assert sheet_of((price_files.grid(rows),), step_g=100).tariffs["US"].bands == (per_kg(2000, "60", step_g=100),)


def test_unnamed_countries_go_where_was_chosen() -> None:
    rows = (("国家", "重量(KG)", "运费(元/KG)"), ("美国", "0-2", 60), ("巴西", "0-2", 90))
    terms = msgspec.structs.replace(CONTRACT, unnamed_countries="ZONE:BR")
    sheet = sheet_of((price_files.grid(rows),), terms=terms)
    assert (sheet.zone_of["PE"], sheet.zone_of["US"], len(sheet.not_served)) == ("BR", "US", 0)


def test_a_zone_that_the_file_closes_is_not_served() -> None:
    rows = (("国家", "重量(KG)", "运费(元/KG)"), ("美国", "0-2", 60), ("俄罗斯", "0-2", "暂停"))
    sheet = sheet_of((price_files.grid(rows),))
    assert "RU" in sheet.not_served


def test_a_word_of_the_mapping_names_countries_or_leaves_a_row_out() -> None:
    rows = (("国家", "重量(KG)", "运费(元/KG)"), ("英国（含北爱）", "0-2", 60), ("美国(阿拉斯加)", "0-2", 90))
    sheet = sheet_of((price_files.grid(rows),), aliases={"英国(含北爱)": "GB", "美国(阿拉斯加)": ""})
    assert places(sheet) == {"GB": "GB"}


def test_what_headers_suggest_says_nothing_about_money() -> None:
    mapping = suggest((price_files.grid(price_files.ROWS),))
    assert (mapping.layout, mapping.header_row, mapping.price_unit) == (GridLayout.ROWS, 2, PriceUnit.PER_KG)
    assert (mapping.service, mapping.valid_from, mapping.terms) == ("", None, Terms())


def test_fifty_thousand_rows_are_read_in_seconds() -> None:
    """Postcodes make files long; the limit of CPU time is generous, the work must stay linear."""
    from time import process_time

    fees = [("美国", f"{number:05}", f"{number:05}", 20) for number in range(49_000)]
    grids = (
        price_files.grid(price_files.FIRST_STEP_ACROSS),
        price_files.grid((("国家", "邮编起", "邮编止", "偏远费"), *fees), "偏远"),
    )
    begun = process_time()
    assert len(sheet_of(grids, max_weight_g=30_000).postcode_fees) == 49_000
    assert process_time() - begun < 8
