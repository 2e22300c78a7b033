"""CSV that no spreadsheet program computes."""

from __future__ import annotations

import csv
import io

import pytest

from fahuo.kit.csv_write import csv_parts


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+SUM(A1)", "-2+3", "@SUM(1)", "\t=1", "\r=1", "  =1", '=HYPERLINK("http://x")', "\uff1d1+1", "\uff201"],
)
def test_a_formula_stays_a_text(text: str):
    ((_heading,), (cell,)) = read(b"".join(csv_parts(["a"], [[text]])))
    assert cell == f"'{text}"


def test_everything_else_comes_back_as_it_was():
    rows = [["浴巾 “灰”", 'say "hi", twice', "line\nbreak", ""]] * 1201
    parts = list(csv_parts(["一", "b", "c", "d"], rows))
    assert len(parts) == 4  # the heading, 500, 500, 201
    assert parts[0].startswith(b"\xef\xbb\xbf")
    assert read(b"".join(parts)) == [["一", "b", "c", "d"], *rows]
