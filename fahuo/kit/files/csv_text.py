"""Rows of a CSV text: comma, semicolon or tab, UTF-8 or GB 18030."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from fahuo.kit.files.columns import Layout, Places
from fahuo.kit.files.encoding import encoding_of
from fahuo.kit.files.refused import FileRefused

_DELIMITERS = ",;\t"


def read(path: Path, layout: Layout) -> tuple[Places, Iterator[tuple[int, tuple[str, ...]]]]:
    """Return where the columns lie, and the rows: row number and the cells of our columns. Blank lines are left out."""
    encoding = encoding_of(path)
    delimiter, header = _header(path, encoding, layout)
    places = layout.places(header)
    return places, _rows(path, encoding, delimiter, places)


def _header(path: Path, encoding: str, layout: Layout) -> tuple[str, list[str]]:
    best = max(
        ((delimiter, _first(path, encoding, delimiter)) for delimiter in _DELIMITERS),
        key=lambda candidate: layout.recognised(candidate[1]),
    )
    return best[0], best[1]


def _first(path: Path, encoding: str, delimiter: str) -> list[str]:
    with path.open(encoding=encoding, newline="") as file:
        try:
            return next(csv.reader(file, delimiter=delimiter, strict=True), [])
        except csv.Error:
            return []


def _rows(path: Path, encoding: str, delimiter: str, places: Places) -> Iterator[tuple[int, tuple[str, ...]]]:
    width = len(places.header)
    with path.open(encoding=encoding, newline="") as file:
        for number, cells in _records(csv.reader(file, delimiter=delimiter, strict=True)):
            if number == 1 or not any(cells):
                continue
            if len(cells) < width:
                raise FileRefused(_short(path), row=number, detail=f"{len(cells)} / {width}")
            if any(cells[width:]):
                raise FileRefused("FILE_ROW", row=number, detail=f"{len(cells)} / {width}")
            picked = places.pick(cells[:width])
            places.refuse_formulas(picked, number)
            yield number, picked


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = "FILE_CUT_OFF" if "end of data" in str(error) else "FILE_ROW"
            raise FileRefused(code, row=number, detail=str(error)) from error


def _short(path: Path) -> str:
    """A row that is too short was cut off when the file ends without a line end, as every exporter writes one."""
    with path.open("rb") as file:
        file.seek(-2, 2)
        return "FILE_ROW" if b"\n" in file.read() else "FILE_CUT_OFF"
