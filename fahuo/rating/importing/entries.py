"""Prices as the file has them, one for each zone and weight, whichever way they are laid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fahuo.rating.importing.amounts import amount
from fahuo.rating.importing.faults import Faults
from fahuo.rating.importing.grids import Grid, Place, column_of
from fahuo.rating.importing.mapping import Columns, GridLayout, Mapping
from fahuo.rating.importing.weights import is_weight_band
from fahuo.rating.importing.words import is_fee_header, is_zone_word

# Column → what it means; the names are those of `Columns`.
Roles = dict[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of prices: the cell that names the zone, the cells of each part that the layout has."""

    zone: Place
    parts: dict[str, Place] = field(default_factory=dict)

    def at(self, part: str) -> Place:
        """Return the cell of a part, or the zone's cell where the layout has none."""
        return self.parts.get(part, self.zone)


def roles_of(mapping: Mapping, grid: Grid, faults: Faults) -> Roles:
    """Return the columns of the mapping as numbers; blame letters that are none or lie outside."""
    found: Roles = {}
    for name in Columns.__struct_fields__:
        text = getattr(mapping.columns, name)
        if not text or name == "prices":
            continue
        column = column_of(text)
        if column is None or column >= grid.width:
            faults.term(f"columns.{name}", "SHEET_COLUMN_MISSING", text, worksheet=grid.name)
        else:
            found[name] = column
    _needed(mapping, found, grid, faults)
    return found


def price_columns(mapping: Mapping, grid: Grid, faults: Faults) -> list[int]:
    """Return the columns of a range such as `C:K`."""
    first, _, last = mapping.columns.prices.partition(":")
    start, end = column_of(first), column_of(last or first)
    if start is None or end is None or not start <= end < grid.width:
        faults.term("columns.prices", "SHEET_COLUMN_MISSING", mapping.columns.prices, worksheet=grid.name)
        return []
    return list(range(start, end + 1))


_NEEDED = {
    GridLayout.ZONES_ACROSS: (("weight", "weight_to"),),
    GridLayout.WEIGHTS_ACROSS: (("zone",),),
    GridLayout.ROWS: (("zone",), ("weight", "weight_to"), ("per_kg", "flat", "first")),
    GridLayout.STEPS: (("zone",), ("first",), ("step",)),
}


def _needed(mapping: Mapping, found: Roles, grid: Grid, faults: Faults) -> None:
    for names in _NEEDED[mapping.layout]:
        if not any(getattr(mapping.columns, name) for name in names):
            faults.term(f"columns.{names[0]}", "SHEET_COLUMN_MISSING", worksheet=grid.name)


def entries(mapping: Mapping, grid: Grid, faults: Faults) -> list[Entry]:
    """Return every line of prices; blame what makes the table unreadable as a whole."""
    header = mapping.header_row - 1
    if not 0 <= header < len(grid.rows):
        faults.term("header_row", "SHEET_COLUMN_MISSING", str(mapping.header_row), worksheet=grid.name)
        return []
    roles = roles_of(mapping, grid, faults)
    if faults:
        return []
    across = mapping.layout in (GridLayout.ZONES_ACROSS, GridLayout.WEIGHTS_ACROSS)
    found = list(_across(mapping, grid, roles, faults) if across else _down(mapping, grid, roles))
    if not found and not faults:
        faults.term("header_row", "SHEET_NO_PRICES", worksheet=grid.name)
    return found


def body(mapping: Mapping, grid: Grid) -> range:
    """Return the rows below the headers."""
    first = max(mapping.header_row, mapping.sub_header_row)
    return range(first, min(mapping.last_row or len(grid.rows), len(grid.rows)))


def _down(mapping: Mapping, grid: Grid, roles: Roles) -> Iterator[Entry]:
    """One entry a row."""
    prices = [roles[name] for name in ("per_kg", "flat", "first", "step", "registered") if name in roles]
    zone: Place | None = None
    for row in body(mapping, grid):
        if _is_note(mapping, grid, row, roles["zone"], prices):
            continue
        here = (row, roles["zone"])
        blank = not grid.text(*here)
        zone = zone if blank and mapping.repeat_labels and zone else here
        yield Entry(zone, {name: (row, column) for name, column in roles.items() if name != "zone"})


def _across(mapping: Mapping, grid: Grid, roles: Roles, faults: Faults) -> Iterator[Entry]:
    """One entry for each cell of the grid; a fee column beside a price column belongs to it."""
    columns = price_columns(mapping, grid, faults)
    if not columns:
        return
    header, label = mapping.header_row - 1, roles.get("zone", roles.get("weight", roles.get("weight_to", 0)))
    pairs = _pairs(mapping, grid, columns)
    _left_out(mapping, grid, {*columns, *roles.values()}, faults)
    extra: list[str] = [name for name in ("countries", "min_weight", "minimum", "days", "registered") if name in roles]
    zone: Place | None = None
    for row in body(mapping, grid):
        if _is_note(mapping, grid, row, label, columns):
            continue
        beside = {name: (row, roles[name]) for name in extra}
        if mapping.layout is GridLayout.ZONES_ACROSS:
            weights: dict[str, Place] = {
                name: (row, roles[name]) for name in ("weight", "weight_from", "weight_to") if name in roles
            }
            for price, fee in pairs:
                yield Entry((header, price), {"price": (row, price), **_fee(row, fee), **weights, **beside})
            continue
        here = (row, label)
        zone = zone if not grid.text(*here) and mapping.repeat_labels and zone else here
        for price, fee in pairs:
            yield Entry(zone, {"price": (row, price), "weight": (header, price), **_fee(row, fee), **beside})


def _left_out(mapping: Mapping, grid: Grid, used: set[int], faults: Faults) -> None:
    """Warn of columns that look like more prices: a remembered mapping must not lose a new zone unseen."""
    header = mapping.header_row - 1
    for column in range(grid.width):
        text = grid.text(header, column)
        across = mapping.layout is GridLayout.ZONES_ACROSS
        meant = is_zone_word(text) if across else is_weight_band(text)
        if column not in used and meant and any(amount(grid.text(row, column)) for row in body(mapping, grid)):
            faults.at(grid, (header, column), "SHEET_COLUMN_LEFT_OUT", warning=True)


def _fee(row: int, column: int | None) -> dict[str, Place]:
    return {} if column is None else {"registered": (row, column)}


def _pairs(mapping: Mapping, grid: Grid, columns: list[int]) -> list[tuple[int, int | None]]:
    """Return price columns, each with the column of its registered fee where the second header names one."""
    if not mapping.sub_header_row:
        return [(column, None) for column in columns]
    sub, header = mapping.sub_header_row - 1, mapping.header_row - 1
    fees = {column for column in columns if is_fee_header(grid.text(sub, column))}
    found = []
    for column in columns:
        if column not in fees:
            mine = [fee for fee in fees if grid.text(header, fee) == grid.text(header, column)]
            found.append((column, min(mine, key=lambda fee: abs(fee - column)) if mine else None))
    return found


def _is_note(mapping: Mapping, grid: Grid, row: int, label: int, prices: list[int]) -> bool:
    """Tell a blank row, a title or a note from a line of prices: it has no price, and its label means nothing here."""
    spans = {grid.source((row, column)) for column in (label, *prices)}
    if len(spans) == 1 and label not in prices:
        return True  # one merged cell over label and prices
    cells = grid.rows[row]
    if any(cells[column] and grid.source((row, column)) != grid.source((row, label)) for column in prices):
        return False
    weights = [column_of(mapping.columns.weight), column_of(mapping.columns.weight_to)]
    if mapping.layout is not GridLayout.WEIGHTS_ACROSS and any(
        column is not None and is_weight_band(grid.text(row, column)) for column in weights
    ):
        return False
    return mapping.layout is GridLayout.ZONES_ACROSS or not is_zone_word(cells[label])
