"""Rows of an Excel workbook, after the guard has looked at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from fahuo.kit.files.columns import Layout, Places
from fahuo.kit.files.refused import FileRefused
from fahuo.kit.files.workbook_extent import measure
from fahuo.kit.files.workbook_guard import Sheet, formulas, guard

_EXACT = 10**15  # a spreadsheet program keeps fifteen digits of a number, the rest is lost


def read(path: Path, layout: Layout, *, limit_mb: int) -> tuple[Places, Iterator[tuple[int, tuple[str, ...]]]]:
    """Return where the columns lie, and the rows of the first sheet that has them all. Blank rows are left out."""
    sheets = guard(path, limit_mb=limit_mb)
    workbook = _opened(path)
    refused: FileRefused | None = None
    for sheet in sheets:
        measure(path, sheet.part, limit_mb=limit_mb)
        rows = _cells(_opened_sheet(workbook, sheet.name))
        header_row, header = next(rows, (1, []))
        try:
            places = layout.places(header)
        except FileRefused as reason:
            refused = refused or reason
            continue
        _no_formula(path, sheet, places, header_row)
        return places, _rows(rows, places)
    raise refused or FileRefused("FILE_COLUMNS")


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused("FILE_FORMAT", detail=str(error)) from error


def _opened_sheet(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused("FILE_FORMAT", detail=f"{name}: {error}") from error


def _cells(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Yield row number and cells as text, blank rows left out. Rows are made one by one: a large sheet stays small."""
    left = [""] * (sheet.start[1] if sheet.start else 0)  # the library starts at the first column with content
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = left + [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def _rows(rows: Iterator[tuple[int, list[str]]], places: Places) -> Iterator[tuple[int, tuple[str, ...]]]:
    width = len(places.header)
    for number, cells in rows:
        picked = places.pick(cells[:width] + [""] * (width - len(cells)))
        places.refuse_formulas(picked, number)
        yield number, picked


def _no_formula(path: Path, sheet: Sheet, places: Places, header_row: int) -> None:
    if sheet.has_formula:
        for row, place in formulas(path, sheet.part):
            if row >= header_row and place in places.indexes:
                raise FileRefused("FILE_FORMULA", row=row, column=places.header[place])


def _text(cell: Any) -> str:
    """Return a cell as text. A number with more digits than survive comes back in powers of ten, damaged as it is."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        if abs(cell) >= _EXACT:
            return f"{cell:.14E}"
        return str(int(cell)) if isfinite(cell) and cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell) if isinstance(cell, timedelta) else ""
