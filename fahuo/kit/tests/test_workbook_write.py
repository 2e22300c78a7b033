from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from fahuo.kit.workbook_write import Column, Entry, Kind, Sheet, amounts, sheet_names, workbook

ON = date(2026, 11, 22)
COLUMNS = (
    Column("SKU", 20),
    Column("Qty", 8, Kind.COUNT, is_summed=True),
    Column("Amount", 12, Kind.CENTS, is_summed=True),
    Column("Currency", 8),
)
ROWS = (("A", 3, Decimal("99999999.99"), "USD"), ("B", 1, Decimal("0.10"), "EUR"), ("C", 2, Decimal("0.02"), "USD"))


def sheet(**changed: object) -> Sheet:
    known = {"name": "Goods", "title": "Goods", "columns": COLUMNS, "rows": ROWS, "total": "Total"}
    return Sheet(**{**known, **changed})  # type: ignore[arg-type]


def read(content: bytes) -> list[list[object]]:
    return load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def xml(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+49 151", "-1", "https://example.com", "00123", "{=A1}", "", "a\x01b", "1e5"]
)
def test_what_somebody_wrote_stays_text(text):
    content = workbook(
        [sheet(rows=[(text, 1, Decimal(1), "USD")], head=[Entry("Note", text)])], title="t", created_on=ON
    )
    rows = read(content)
    assert [row[2] for row in rows if row[0] == "Note"] == [text]
    assert rows[-2][0] == text
    assert xml(content).count("<f>") == 2, "only the two sums are formulas"


def test_totals_are_formulas_with_their_value_beside_them():
    content = workbook([sheet(rows=ROWS[:2])], title="t", created_on=ON)
    assert read(content)[-1][:3] == ["Total", 4.0, 100000000.09]
    assert "<f>SUM(C4:C5)</f><v>100000000.09</v>" in xml(content)


def test_different_currencies_are_never_added_up():
    content = workbook([sheet(by_currency=(2, 3))], title="t", created_on=ON)
    assert [row[1:] for row in read(content)[-3:]] == [[6.0, "", ""], ["", 0.1, "EUR"], ["", 100000000.01, "USD"]]
    assert "<f>SUMIF(D4:D6,D9,C4:C6)</f><v>100000000.01</v>" in xml(content)


def test_a_long_line_above_the_table_is_printed_whole():
    """22 characters of room beside the label: 60 take three lines, 30 Han as well."""
    for text in ("x" * 60, "汉" * 30):
        content = workbook([sheet(head=[Entry("Note", text)])], title="t", created_on=ON)
        assert '<mergeCell ref="C3:D3"/>' in xml(content)
        assert 'ht="42"' in xml(content)
        assert read(content)[2][2] == text


def test_the_heading_is_repeated_and_stays_in_sight():
    content = workbook([sheet()], title="t", created_on=ON)
    assert 'state="frozen"' in xml(content)
    assert 'paperSize="9"' in xml(content)
    book = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").decode()
    assert "_xlnm.Print_Titles" in book


def test_the_same_sheets_give_the_same_bytes():
    assert workbook([sheet()], title="t", created_on=ON) == workbook([sheet()], title="t", created_on=ON)


def test_names_are_made_fit_for_excel():
    wanted = ["a/b", "A-B", "x" * 40, "x" * 40, "", "'q'", "History"]
    names = sheet_names(wanted)
    assert names == ["a-b", "A-B (2)", "x" * 31, "x" * 27 + " (2)", "Sheet", "q", "History (2)"]
    workbook([sheet(name=name) for name in wanted], title="t", created_on=ON)


@pytest.mark.parametrize(("decimals", "kind"), [(0, Kind.WHOLE), (2, Kind.CENTS), (3, Kind.THOUSANDTHS)])
def test_a_currency_has_its_own_decimals(decimals, kind):
    assert amounts(decimals) is kind


def test_a_table_without_rows_has_no_totals():
    assert "<f>" not in xml(workbook([sheet(rows=())], title="t", created_on=ON))


def test_no_sheet_is_refused():
    with pytest.raises(ValueError, match="No sheet"):
        workbook([], title="t", created_on=ON)
