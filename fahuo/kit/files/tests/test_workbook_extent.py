"""Workbooks that would fill the memory, or that only pretend to be sound, are refused before they are read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fahuo.kit.files import FileRefused, tables
from fahuo.kit.files.arrival import open_file
from fahuo.kit.files.columns import Column, Layout
from fahuo.kit.files.tests import workbooks

LAYOUT = Layout([Column("name", ("name",)), Column("size", ("size",))])
SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["name", "size"], ["hub", "1"], ["mug", "2"]]
SHARED = '<c r="B3" t="s"><v>{}</v></c>'
LONG_TEXT = "x" * 30_000


def spoiled(folder: Path, cell: str, *, shared: str = "", more: str = "") -> Path:
    """Write a workbook whose last cell, B3, is another one."""
    whole = workbooks.sheet(ROWS)
    start = whole.index('<c r="B3"')
    end = whole.index("</c>", start) + len("</c>")
    parts = {SHEET: (whole[:start] + cell + whole[end:]).replace("</sheetData>", f"{more}</sheetData>")}
    if shared:
        parts["xl/sharedStrings.xml"] = (
            f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{shared}</t></si></sst>'
        )
    return workbooks.write(folder / "book.xlsx", ROWS, parts)


def read(path: Path) -> list[tuple[str, ...]]:
    _, rows = tables.read(open_file(path, limit_mb=1), LAYOUT, limit_mb=1)
    return [cells for _, cells in rows]


def test_a_style_far_away_costs_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read(spoiled(tmp_path, '<c r="B3"><v>2</v></c>', more=far)) == [("hub", "1"), ("mug", "2")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="XFD1048576"><v>2</v></c>', "FILE_TOO_LONG"),
        ('<c r="B4000000000"><v>2</v></c>', "FILE_FORMAT"),
        ('<c r="B-3"><v>2</v></c>', "FILE_FORMAT"),
        ('<c r="B0"><v>2</v></c>', "FILE_FORMAT"),
        ('<c r="ZZZZZZ3"><v>2</v></c>', "FILE_FORMAT"),
        ('<c a="<" r="B4000000000"><v>2</v></c>', "FILE_FORMAT"),
        ('<c r="B3" t="zz"><v>2</v></c>', "FILE_FORMAT"),
        ('<c r="B3" t="n"><v>two</v></c>', "FILE_FORMAT"),
        (SHARED.format(7), "FILE_FORMAT"),
        (SHARED.format(-1), "FILE_FORMAT"),
    ],
)
def test_cells_that_cannot_be(tmp_path: Path, cell: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(spoiled(tmp_path, cell))
    assert refused.value.code == code


def test_one_long_text_in_many_cells(tmp_path: Path) -> None:
    """300 cells × 30,000 letters are 9 MB out of a file of some kilobytes."""
    more = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(4, 304))
    with pytest.raises(FileRefused) as refused:
        read(spoiled(tmp_path, SHARED.format(0), shared=LONG_TEXT, more=more))
    assert refused.value.code == "FILE_ZIP_BOMB"


def test_no_number_reads_as_a_text(tmp_path: Path) -> None:
    assert read(spoiled(tmp_path, '<c r="B3"><v>NaN</v></c>')) == [("hub", "1"), ("mug", "nan")]


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "book.xlsx", ROWS)
    without = tmp_path / "without.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(without, "w") as target:
        for name in source.namelist():
            if name != SHEET:
                target.writestr(name, source.read(name))
    with pytest.raises(FileRefused) as refused:
        read(without)
    assert refused.value.code == "FILE_FORMAT"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "book.xlsx", ROWS)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, workbooks.sheet(ROWS))
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "FILE_FORMAT"
