"""CSV texts and workbooks: what is read, what is refused, and with which row and column."""

from __future__ import annotations

import codecs
import struct
import zipfile
from pathlib import Path

import pytest

from fahuo.kit.files import FileRefused, tables
from fahuo.kit.files.arrival import open_file
from fahuo.kit.files.columns import Column, Layout
from fahuo.kit.files.tests import workbooks
from fahuo.kit.files.tests.workbooks import Formula, Number

LAYOUT = Layout(
    (
        Column("number", ("订单号", "order id")),
        Column("city", ("城市", "city")),
        Column("memo", ("备注",), required=False),
    )
)
HEADER = "订单号,城市,备注"


def read(path: Path, limit_mb: int = 5) -> list[tuple[int, tuple[str, ...]]]:
    _, rows = tables.read(open_file(path, limit_mb=limit_mb), LAYOUT, limit_mb=limit_mb)
    return list(rows)


def text_file(folder: Path, content: str | bytes, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


READ = {
    "comma": f"{HEADER}\n1,Bonn,hi\n",
    "semicolon": f"{HEADER.replace(',', ';')}\r\n1;Bonn;hi\r\n",
    "tab": f"{HEADER}\n1,Bonn,hi\n".replace(",", "\t"),
    "byte order mark": codecs.BOM_UTF8 + f"{HEADER}\n1,Bonn,hi\n".encode(),
    "GB 18030": f"{HEADER}\n1,Bonn,hi\n".encode("gb18030"),
    "UTF-16": f"{HEADER}\n1,Bonn,hi\n".encode("utf-16"),
    "English headers in capitals": "Order ID,CITY,备注\n1,Bonn,hi\n",
    "own columns are passed over": f"x,{HEADER},y\n?,1,Bonn,hi,?\n",
    "no line end": f"{HEADER}\n1,Bonn,hi",
    "empty cells after the last column": f"{HEADER}\n1,Bonn,hi,,\n",
}


@pytest.mark.parametrize("content", READ.values(), ids=READ)
def test_understood(tmp_path: Path, content: str | bytes) -> None:
    assert read(text_file(tmp_path, content)) == [(2, ("1", "Bonn", "hi"))]


def test_a_missing_optional_column_reads_as_empty(tmp_path: Path) -> None:
    assert read(text_file(tmp_path, "城市,订单号\nBonn,1\n")) == [(2, ("1", "Bonn", ""))]


def test_header_only_has_no_rows(tmp_path: Path) -> None:
    assert read(text_file(tmp_path, f"{HEADER}\n")) == []


def test_quotes_newlines_and_blank_lines(tmp_path: Path) -> None:
    path = text_file(tmp_path, f'{HEADER}\n1,"a ""b"", c\r\nd",x\n\n2,Bonn,=)\n')
    assert read(path) == [(2, ("1", 'a "b", c\r\nd', "x")), (4, ("2", "Bonn", "=)"))]


def test_chinese_catalogue_with_english_headers_in_gb18030(tmp_path: Path) -> None:
    path = text_file(tmp_path, "order id,city\n1,深圳市南山区科技南路\n".encode("gb18030"))
    assert read(path) == [(2, ("1", "深圳市南山区科技南路", ""))]


GOOD = f"{HEADER}\n1,Bonn,hi\n"
REFUSED = {
    "nothing": (b"", "FILE_EMPTY", 0, ""),
    "only blanks": (b" \r\n\t", "FILE_EMPTY", 0, ""),
    "other columns": ("a,b,c\n1,2,3\n", "FILE_COLUMNS", 1, ""),
    "a column missing": ("订单号,备注\n1,2\n", "FILE_COLUMNS", 1, ""),
    "a column twice": ("订单号,城市,city\n1,2,3\n", "FILE_COLUMNS", 1, ""),
    "cut off in a row": (f"{GOOD}2,Bo", "FILE_CUT_OFF", 3, ""),
    "cut off inside quotes": (f'{GOOD}2,"Bo', "FILE_CUT_OFF", 3, ""),
    "cut off inside a letter": (f"{GOOD}2,Bonn,深".encode()[:-1], "FILE_CUT_OFF", 3, ""),
    "cut off inside a letter in GB 18030": (f"{GOOD}2,Bonn,深".encode("gb18030")[:-1], "FILE_CUT_OFF", 3, ""),
    "row too short": (f"{GOOD}2,Bonn\n3,Köln,x\n", "FILE_ROW", 3, ""),
    "row too long": (f"{GOOD}2,Bonn,x,y\n", "FILE_ROW", 3, ""),
    "text after a quote": (f'{GOOD}2,"Bonn" x,y\n', "FILE_ROW", 3, ""),
    "Latin-1": (b"order id,city\n1,Bonn\n2,K\xf6ln\n", "FILE_ENCODING", 3, ""),
    "Latin-1 that decodes as GB 18030": (b"order id,city\n1,\xe9lan p\xe8re\n", "FILE_ENCODING", 2, ""),
    "a damaged byte": (GOOD.encode() + b"2,B\xffnn,hi\n3,Bonn,hi\n", "FILE_ENCODING", 3, ""),
    "NUL": (f"{GOOD}2,Bo\0nn,hi\n", "FILE_ENCODING", 3, ""),
    "formula": (f"{GOOD}2,=SUM(A1:A2),hi\n", "FILE_FORMULA", 3, "城市"),
    "formula of arithmetic": (f"{GOOD}2,Bonn,=1+1\n", "FILE_FORMULA", 3, "备注"),
    "call to another program": (f"{GOOD}2,Bonn,+cmd|' /C calc'!A0\n", "FILE_FORMULA", 3, "备注"),
}


@pytest.mark.parametrize(("content", "code", "row", "column"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, content: str | bytes, code: str, row: int, column: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(text_file(tmp_path, content))
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, row, column)


def test_a_formula_in_a_column_of_nobody_is_passed_over(tmp_path: Path) -> None:
    assert read(text_file(tmp_path, f"{HEADER},x\n1,Bonn,hi,=A1\n")) == [(2, ("1", "Bonn", "hi"))]


def test_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)  # sparse: takes no room
    with pytest.raises(FileRefused, match="200 MB > 100 MB") as refused:
        open_file(path, limit_mb=100)
    assert refused.value.code == "FILE_TOO_LARGE"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("gone.csv", None, "FILE_MISSING"),
        ("old.xls", b"\xd0\xcf\x11\xe0rest", "FILE_FORMAT"),
        ("text.xlsx", b"1,2,3", "FILE_FORMAT"),
        ("text.json", b"1,2,3", "FILE_FORMAT"),
        ("packed.csv", b"\x1f\x8b\x08rest", "FILE_FORMAT"),
        ("paper.csv", b"%PDF-1.7", "FILE_FORMAT"),
        ("mark.csv", b"\xff\xfe", "FILE_EMPTY"),
        ("../..", None, "FILE_MISSING"),
    ],
)
def test_not_what_the_name_says(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    if content is not None:
        text_file(tmp_path, content, name)
    with pytest.raises(FileRefused) as refused:
        open_file(tmp_path / name, limit_mb=1)
    assert refused.value.code == code


ROWS = [["订单号", "城市", "备注"], ["8112833361505127", "Bonn", "=)"], ["", "", ""], ["2", "Köln", ""]]


def test_workbook_is_read_like_a_text(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", ROWS)
    assert read(path) == [(2, ("8112833361505127", "Bonn", "=)")), (4, ("2", "Köln", ""))]


def test_workbook_that_starts_further_down_and_right(tmp_path: Path) -> None:
    blank = ["", "", "", ""]
    rows = [["", *row] for row in ROWS]
    path = workbooks.write(tmp_path / "orders.xlsx", [blank, blank, *rows])
    assert [number for number, _ in read(path)] == [4, 6]
    spoilt = workbooks.write(tmp_path / "spoilt.xlsx", [blank, blank, *rows, ["", "3", Formula("Bonn"), ""]])
    with pytest.raises(FileRefused) as refused:
        read(spoilt)
    assert (refused.value.row, refused.value.column) == (7, "城市")


def test_workbook_may_be_named_csv(tmp_path: Path) -> None:
    assert len(read(workbooks.write(tmp_path / "orders.csv", ROWS))) == 2


def test_numbers_in_cells(tmp_path: Path) -> None:
    cells = [Number("1"), Number("2.5"), Number("8112833361505127")]
    path = workbooks.write(tmp_path / "orders.xlsx", [ROWS[0], cells])
    assert read(path) == [(2, ("1", "2.5", "8.11283336150513E+15"))]  # the sixteenth digit is never believed


def test_workbook_with_a_formula_names_the_cell(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", [*ROWS, ["3", Formula("Bonn"), ""]])
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert (refused.value.code, refused.value.row, refused.value.column) == ("FILE_FORMULA", 5, "城市")


def test_workbook_with_a_formula_outside_our_columns(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", [[*ROWS[0], "own"], ["1", "Bonn", "", Formula("x")]])
    assert read(path) == [(2, ("1", "Bonn", ""))]


def test_workbook_with_text_that_would_be_computed(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", [ROWS[0], ["1", "=HYPERLINK(A1)", ""]])
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert (refused.value.code, refused.value.row, refused.value.column) == ("FILE_FORMULA", 2, "城市")


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
UNSAFE = {
    "entities in the sheet": {SHEET: workbooks.sheet(ROWS, ENTITIES)},
    "entities in the directory of sheets": {"xl/workbook.xml": f"<?xml version='1.0'?>{ENTITIES}<workbook/>"},
    "another encoding that hides them": {SHEET: workbooks.sheet(ROWS, ENTITIES).encode("utf-16")},
    "another encoding declared": {SHEET: workbooks.sheet(ROWS).replace("UTF-8", "UTF-7")},
}


@pytest.mark.parametrize("parts", UNSAFE.values(), ids=UNSAFE)
def test_unsafe_xml(tmp_path: Path, parts: dict[str, str | bytes]) -> None:
    with pytest.raises(FileRefused) as refused:
        read(workbooks.write(tmp_path / "orders.xlsx", ROWS, parts))
    assert refused.value.code == "FILE_UNSAFE_XML"


def test_entities_across_the_border_of_two_chunks(tmp_path: Path) -> None:
    filling = "<!--" + "x" * (1024 * 1024 - 60) + "-->"
    sheet = workbooks.sheet(ROWS, filling[:-3] + "-->" + ENTITIES)
    assert abs(sheet.index("<!DOCTYPE") - 1024 * 1024) < 60
    with pytest.raises(FileRefused) as refused:
        read(workbooks.write(tmp_path / "orders.xlsx", ROWS, {SHEET: sheet}))
    assert refused.value.code == "FILE_UNSAFE_XML"


def test_zip_bomb_by_its_directory(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", ROWS, {"xl/media/filling.xml": b"\0" * 60 * 1024 * 1024})
    assert path.stat().st_size < 100_000
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "FILE_ZIP_BOMB"


def test_zip_bomb_by_its_ratio(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", ROWS, {"xl/filling.xml": b" " * 20 * 1024 * 1024})
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "FILE_ZIP_BOMB"


def test_zip_bomb_with_a_lying_directory(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", ROWS, {SHEET: b" " * 60 * 1024 * 1024})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = content.rindex(SHEET.encode()) - 46  # the directory's entry, its sizes 20 and 24 bytes in
        assert content[place : place + 4] == b"PK\x01\x02"
        assert struct.unpack_from("<I", content, place + 24)[0] == archive.getinfo(SHEET).file_size
    struct.pack_into("<I", content, place + 24, 1000)
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code in {"FILE_ZIP_BOMB", "FILE_CUT_OFF"}


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_cut_off_workbook(tmp_path: Path, share: float) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", ROWS * 50)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "FILE_CUT_OFF"


def test_damaged_workbook(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", ROWS * 50)
    content = bytearray(path.read_bytes())
    place = content.index(SHEET.encode()) + 60
    content[place : place + 8] = b"\xff" * 8
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "FILE_CUT_OFF"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_zip_that_is_no_workbook(tmp_path: Path, part: str) -> None:
    path = workbooks.write(tmp_path / "orders.xlsx", ROWS, {part: "<a><b></a>"})
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code in {"FILE_FORMAT", "FILE_COLUMNS"}


def test_any_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "orders.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FileRefused) as refused:
        read(tmp_path / "orders.xlsx")
    assert refused.value.code == "FILE_FORMAT"
