"""A price file as grids of text: one for each worksheet, merged cells filled."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from fahuo.kit.files import FileRefused
from fahuo.kit.files.arrival import Arrival, Kind
from fahuo.kit.files.cells import is_formula
from fahuo.kit.files.encoding import encoding_of
from fahuo.kit.files.workbook_extent import measure
from fahuo.kit.files.workbook_guard import Sheet, formulas, guard, place_of

LIMIT_MB = 20
MOST_ROWS = 50_000
MOST_COLUMNS = 1_000
_MOST_CELLS = 5_000_000
_MOST_FILLED = 1_000_000
_LETTERS = re.compile(r"[A-Z]{1,3}")
_SAMPLE = 60

Place = tuple[int, int]  # row and column, both from 0


@dataclass(frozen=True, slots=True)
class Grid:
    """One worksheet. `merged`: cell of a merged range → its first cell, whose text it carries.

    `hidden` is what lay under a merged range and is not seen on the screen; `formulas` are cells that were computed;
    `figures` are cells of three or four digits that a workbook holds as a number: a leading zero would be lost.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: Mapping[Place, Place] = field(default_factory=dict)
    hidden: Mapping[Place, str] = field(default_factory=dict)
    formulas: frozenset[Place] = frozenset()
    figures: frozenset[Place] = frozenset()

    @property
    def width(self) -> int:
        """How many columns the grid has."""
        return len(self.rows[0]) if self.rows else 0

    def text(self, row: int, column: int) -> str:
        """Return a cell's text, empty outside the grid."""
        return self.rows[row][column] if 0 <= row < len(self.rows) and 0 <= column < self.width else ""

    def source(self, place: Place) -> Place:
        """Return the first cell of the merged range a cell lies in, else the cell itself."""
        return self.merged.get(place, place)


def cell_name(place: Place) -> str:
    """`(6, 2)` is `C7`."""
    return f"{letters(place[1])}{place[0] + 1}"


def letters(column: int) -> str:
    """`0` is `A`, `27` is `AB`."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def column_of(name: str) -> int | None:
    """`A` is 0; None for anything that is no column."""
    capitals = name.strip().upper()
    return place_of(capitals) if _LETTERS.fullmatch(capitals) and place_of(capitals) < MOST_COLUMNS else None


def read(arrival: Arrival, *, limit_mb: int = LIMIT_MB) -> tuple[Grid, ...]:
    """Return the worksheets of a workbook, or the one grid of a CSV text; raise `FileRefused`."""
    if arrival.kind is Kind.TEXT:
        return (_csv_grid(arrival.path),)
    if arrival.kind is Kind.WORKBOOK:
        return _workbook_grids(arrival.path, limit_mb)
    raise FileRefused("FILE_FORMAT", detail=arrival.path.name)


def _csv_grid(path: Path) -> Grid:
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        start = list(islice(file, _SAMPLE))
    delimiter = max(",;\t", key=lambda sign: _regular(start, sign))
    with path.open(encoding=encoding, newline="") as file:
        rows = list(_records(csv.reader(file, delimiter=delimiter, strict=True)))
    found = frozenset((at, place) for at, row in enumerate(rows) for place, cell in enumerate(row) if is_formula(cell))
    return Grid("CSV", _rectangle(rows), formulas=found)


def _regular(lines: list[str], delimiter: str) -> int:
    """How many lines have the commonest number of cells above one: a delimiter cuts every line alike."""
    try:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return 0
    return max((counts.count(count) * count for count in set(counts) if count > 1), default=0)


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused("FILE_ROW", row=number, detail=str(error)) from error
        _within(number, len(row))
        yield row


def _within(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > _MOST_CELLS:
        raise FileRefused("FILE_TOO_LONG", detail=f"{rows} × {columns} > {MOST_ROWS} × {MOST_COLUMNS}")


def _workbook_grids(path: Path, limit_mb: int) -> tuple[Grid, ...]:
    sheets = guard(path, limit_mb=limit_mb)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        grids = tuple(_grid(path, workbook, sheet, limit_mb) for sheet in sheets if _has_cells(sheet))
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused("FILE_FORMAT", detail=str(error)) from error
    filled = tuple(grid for grid in grids if grid.rows)
    if not filled:
        raise FileRefused("FILE_EMPTY")
    return filled


def _has_cells(sheet: Sheet) -> bool:
    return "worksheets/" in sheet.part  # a workbook may hold charts and macros beside them


def _grid(path: Path, workbook: CalamineWorkbook, sheet: Sheet, limit_mb: int) -> Grid:
    measure(path, sheet.part, limit_mb=limit_mb)
    opened = workbook.get_sheet_by_name(sheet.name)
    if opened.start is None:
        return Grid(sheet.name, ())
    values = opened.to_python(skip_empty_area=False)
    figures = frozenset(
        (row, column)
        for row, line in enumerate(values)
        for column, value in enumerate(line)
        if isinstance(value, float) and 100 <= value < 10_000 and value.is_integer()
    )
    cells = [[_text(cell) for cell in row] for row in values]
    while cells and not any(cells[-1]):
        cells.pop()
    _within(len(cells), max(map(len, cells), default=0))
    merged, hidden = _fill(cells, opened.merged_cell_ranges or ())
    found = frozenset((row - 1, place) for row, place in (formulas(path, sheet.part) if sheet.has_formula else ()))
    return Grid(sheet.name, _rectangle(cells), merged, hidden, found, figures)


def _fill(cells: list[list[str]], ranges: Iterable[tuple[Place, Place]]) -> tuple[dict[Place, Place], dict[Place, str]]:
    """Write the text of a merged range's first cell into all of them; return whose they are, and what lay below."""
    merged: dict[Place, Place] = {}
    hidden: dict[Place, str] = {}
    for first, last in ranges:
        bottom, right = min(last[0], len(cells) - 1), last[1]
        for row in range(first[0], bottom + 1):
            for column in range(first[1], min(right, len(cells[row]) - 1) + 1):
                if cells[row][column] and (row, column) != first:
                    hidden[row, column] = cells[row][column]
                cells[row][column] = cells[first[0]][first[1]]
                merged[row, column] = first
        if len(merged) > _MOST_FILLED:
            raise FileRefused("FILE_TOO_LONG", detail=f"> {_MOST_FILLED} merged cells")
    return merged, hidden


def _rectangle(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    found = [tuple(cell.strip() for cell in row) for row in rows]
    while found and not any(found[-1]):
        found.pop()
    width = max(map(len, found), default=0)
    return tuple(row + ("",) * (width - len(row)) for row in found)


def _text(cell: Any) -> str:
    """Return a cell as text; of a number the fifteen digits that a spreadsheet program shows."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
