"""The first rows of a price file as a table: what each cell was read as, and which ones are at fault."""

from __future__ import annotations

from collections.abc import Mapping as Mapping_
from collections.abc import Sequence
from dataclasses import dataclass

from fahuo.rating.importing.faults import Fault, Severity
from fahuo.rating.importing.grids import Grid, Place, cell_name, letters
from fahuo.rating.importing.mapping import Mapping
from fahuo.rating.importing.reading import Reading, grid_of

ROWS, COLUMNS = 24, 16
# What a cell was read as → its colour, a class of the style sheet.
_TONES = {
    "zone": "cell-zone", "countries": "cell-zone", "weight": "cell-weight", "weight_from": "cell-weight",
    "weight_to": "cell-weight", "first_weight": "cell-weight", "step_weight": "cell-weight",
    "min_weight": "cell-weight", "price": "cell-price", "per_kg": "cell-price", "flat": "cell-price",
    "first": "cell-price", "step": "cell-price", "registered": "cell-fee", "minimum": "cell-fee", "days": "cell-days",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileCell:
    """One cell: its text, its colour, what is wrong with it."""

    text: str
    tone: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row with its number as a spreadsheet program shows it."""

    number: int
    cells: tuple[FileCell, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class FileView:
    """The start of a worksheet. `more`: how many rows are not shown."""

    columns: tuple[str, ...]
    rows: tuple[FileRow, ...]
    more: int


def file_view(grids: Sequence[Grid], mapping: Mapping, reading: Reading, language: str) -> FileView:
    """Return the first rows from shortly above the header on, coloured."""
    grid = reading.grid or grid_of(grids, mapping.worksheet) or grids[0]
    blamed = {fault.cell: fault for fault in reversed(reading.faults) if fault.cell and fault.worksheet == grid.name}
    headers = {mapping.header_row, mapping.sub_header_row or mapping.header_row}
    start = max(0, mapping.header_row - 4)
    width = min(grid.width, COLUMNS)
    rows = []
    for at in range(start, min(start + ROWS, len(grid.rows))):
        cells = tuple(
            _cell(grid, (at, column), reading.roles.get((at, column), ""), blamed, language) for column in range(width)
        )
        rows.append(FileRow(at + 1, cells, at + 1 in headers))
    return FileView(tuple(map(letters, range(width))), tuple(rows), max(0, len(grid.rows) - start - len(rows)))


def _cell(grid: Grid, place: Place, role: str, blamed: Mapping_[str, Fault], language: str) -> FileCell:
    """Return one cell; what a merged range repeats is shown again only where it is read."""
    text = grid.text(*place) if role or grid.source(place) == place else ""
    fault = blamed.get(cell_name(place))
    if fault is None:
        return FileCell(_short(text), _TONES.get(role, ""))
    tone = "cell-wrong" if fault.severity is Severity.ERROR else "cell-look"
    return FileCell(_short(text), tone, fault.sentence(language))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 28 else f"{line[:27]}…"
