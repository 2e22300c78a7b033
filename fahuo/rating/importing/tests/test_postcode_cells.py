"""Postcodes in a cell: one, a range, a list, and what could be either and is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from fahuo.rating.importing.faults import Severity
from fahuo.rating.importing.postcode_cells import Span, spans
from fahuo.rating.importing.tests import price_files
from fahuo.rating.importing.tests.test_layouts import sheet_of, taken

MAIN = price_files.grid((("国家", "重量(KG)", "运费(元/KG)"), ("美国、德国、英国", "0-2", 60)))


@pytest.mark.parametrize(
    ("country", "text", "expected"),
    [
        ("US", "995", [("995", "995")]),
        ("US", "995-999", [("995", "999")]),
        ("US", "９９５－９９９", [("995", "999")]),
        ("US", "995~999", [("995", "999")]),
        ("US", "995～999", [("995", "999")]),
        ("US", "995–999", [("995", "999")]),
        ("US", "995至999", [("995", "999")]),
        ("US", "995 to 999", [("995", "999")]),
        ("US", "995to999", [("995", "999")]),
        ("US", "995、996", [("995", "995"), ("996", "996")]),
        ("US", "995\n996", [("995", "995"), ("996", "996")]),
        ("US", "995-997，999", [("995", "997"), ("999", "999")]),
        ("US", "99501-99950", [("99501", "99950")]),
        ("US", "99501-1234", [("995011234", "995011234")]),
        ("US", "99501 1234", [("995011234", "995011234")]),
        ("GB", "BT1 - BT9", [("BT1", "BT9")]),
        ("GB", "BT1-BT9", [("BT1", "BT9")]),
        ("GB", "bt1 5gs", [("BT15GS", "BT15GS")]),
        ("GB", "BT1 5", [("BT15", "BT15")]),
        ("GB", "AB10 1AA-AB10 9ZZ", [("AB101AA", "AB109ZZ")]),
        ("GB", "IM,JE；GY", [("IM", "IM"), ("JE", "JE"), ("GY", "GY")]),
        ("CA", "K1A 0B1", [("K1A0B1", "K1A0B1")]),
        ("CA", "K1A-0B1", [("K1A0B1", "K1A0B1")]),
        ("CA", "X0A-X0G", [("X0A", "X0G")]),
        ("NL", "1012 AB", [("1012AB", "1012AB")]),
        ("NL", "1012 TO", [("1012TO", "1012TO")]),
        ("SE", "114 55", [("11455", "11455")]),
        ("JP", "100-0001", [("1000001", "1000001")]),
        ("PT", "1000-001 - 1099-999", [("1000001", "1099999")]),
        ("IE", "D02 AF30", [("D02AF30", "D02AF30")]),
        ("AR", "C1425TOA", [("C1425TOA", "C1425TOA")]),
    ],
)
def test_what_a_cell_means(country: str, text: str, expected: list[Span]) -> None:
    assert spans(text, "", country) == expected


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("US", "995 996"),  # a list, or six figures
        ("US", "995-9999"),
        ("US", "99501–1234"),  # the dash of a range, the lengths of ZIP+4
        ("US", "99501-99505-99510"),
        ("US", "999-995"),
        ("US", "995*"),
        ("US", "995xx"),
        ("US", "995及996"),
        ("US", "2026-01-02"),  # a date that a spreadsheet made of it
        ("DE", "101 15"),
        ("GB", "BT1-BT10"),
        ("US", "、"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(country: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"postcode"):
        spans(text, "", country)


@pytest.mark.parametrize(("first", "last"), [("995-997", "999"), ("995、996", "999"), ("995", "996-999")])
def test_a_range_beside_a_column_of_ends_is_refused(first: str, last: str) -> None:
    with pytest.raises(ValueError, match="not one postcode"):
        spans(first, last, "US")


def test_a_range_in_one_cell_is_charged() -> None:
    """It was read as the one postcode 995999, and no parcel to Alaska paid the fee."""
    listed = price_files.grid(
        (("国家", "邮编起", "邮编止", "偏远费"), ("US", "995-999", None, 20), ("GB", "BT1、BT2", None, 15)), "偏远"
    )
    fees = sheet_of((MAIN, listed)).postcode_fees
    assert [(fee.postcodes.first, fee.postcodes.last, str(fee.fee)) for fee in fees] == [
        ("995", "999", "20"), ("BT1", "BT1", "15"), ("BT2", "BT2", "15"),
    ]  # fmt: skip
    assert fees[0].postcodes.holds("US", "99501")


def test_a_doubtful_cell_is_named_and_says_how_to_write_it() -> None:
    listed = price_files.grid((("国家", "邮编", "偏远费"), ("US", "995 996", 20)), "偏远")
    (fault,) = taken((MAIN, listed)).errors
    assert (fault.cell, fault.code) == ("B2", "SHEET_POSTCODE")
    assert "995-999" in fault.sentence("en")
    assert "995、996" in fault.sentence("zh-hans")


@pytest.mark.parametrize(
    ("value", "severity"),
    [
        (601, Severity.WARNING),  # 00601 in Puerto Rico, or the prefix of Illinois
        (988, Severity.WARNING),
        (1001, Severity.ERROR),  # 01001 in Massachusetts
        (995, None),  # no ZIP code begins with 00995
        ("601", None),  # a text is meant as it stands
        ("00601", None),
    ],
)
def test_lost_zeros_of_american_postcodes(tmp_path: Path, value: object, severity: Severity | None) -> None:
    main = (("国家", "重量(KG)", "运费(元/KG)"), ("美国", "0-2", 60))
    listed = (("国家", "邮编", "偏远费"), ("US", value, 20))
    found = taken(price_files.opened(price_files.workbook(tmp_path, {"报价": main, "偏远": listed}))).faults
    assert [(fault.code, fault.severity) for fault in found] == (
        [("SHEET_POSTCODE_SHORT", severity)] if severity else []
    )


def test_a_hyphen_within_a_postcode_has_lost_no_zero() -> None:
    rows = (("US", "99501-1234", 20), ("US", "99502", 20), ("PT", "1000-001", 20), ("PT", "2000", 20))
    main = price_files.grid((("国家", "重量(KG)", "运费(元/KG)"), ("美国、葡萄牙", "0-2", 60)))
    assert taken((main, price_files.grid((("国家", "邮编", "偏远费"), *rows), "偏远"))).faults == ()


def test_a_prefix_shorter_than_the_others_is_worth_a_look() -> None:
    listed = price_files.grid((("国家", "邮编", "偏远费"), ("US", "995-999", 20), ("US", "6", 20)), "偏远")
    assert [(fault.cell, fault.code) for fault in taken((MAIN, listed)).faults] == [("B3", "SHEET_POSTCODE_SHORT")]


def test_lost_zeros_within_a_list() -> None:
    listed = price_files.grid((("国家", "邮编", "偏远费"), ("DE", "01067、1069", 20)), "偏远")
    assert [(fault.cell, fault.code) for fault in taken((MAIN, listed)).faults] == [("B2", "SHEET_POSTCODE_SHORT")]
