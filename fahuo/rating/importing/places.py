"""Which countries and postcodes lie in which zone: from labels, from zone tables, from lists of postcodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fahuo.kit.files.cells import is_formula
from fahuo.rating.domain.sheet import PostcodeFee, PostcodeRange, PostcodeZone
from fahuo.rating.importing.amounts import Per, is_closed
from fahuo.rating.importing.cells import CellReader
from fahuo.rating.importing.countries import countries_of, country_of
from fahuo.rating.importing.entries import Entry
from fahuo.rating.importing.faults import Faults
from fahuo.rating.importing.grids import Grid, Place, column_of
from fahuo.rating.importing.mapping import GridLayout, Listing, Mapping
from fahuo.rating.importing.postcode_cells import spans
from fahuo.trade.text import tidy, tidy_code

_LONGEST_ZONE = 60
_FIVE_DIGITS = frozenset(
    ("DE", "ES", "FI", "FR", "IT", "KR", "MX", "TR", "UA", "US")
)  # postcodes that may begin with 0


@dataclass(slots=True)
class Zone:
    """A zone of the file: its countries and its lines of prices."""

    name: str
    countries: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    at: Place = (0, 0)


class ZoneBook:
    """Gathers lines of prices by zone and knows in which zone each country stands."""

    def __init__(self, mapping: Mapping, grid: Grid, faults: Faults, table: dict[str, tuple[str, ...]] | None) -> None:
        self.zones: dict[str, Zone] = {}
        self.zone_of: dict[str, str] = {}
        self._mapping, self._grid, self._faults, self._table = mapping, grid, faults, table
        self._by_cell: dict[tuple[Place, str], Zone | None] = {}

    def add(self, entry: Entry) -> None:
        """Take a line of prices to its zone; a label that means nothing is blamed once."""
        source = self._grid.source(entry.zone)
        listed = self._grid.text(*entry.at("countries")) if "countries" in entry.parts else ""
        key = (source, listed)
        if key not in self._by_cell:
            self._by_cell[key] = self._zone(entry, listed)
        if (zone := self._by_cell[key]) is not None:
            zone.entries.append(entry)

    def _zone(self, entry: Entry, listed: str) -> Zone | None:
        label = tidy(self._grid.text(*entry.zone))
        if not label:
            self._faults.at(self._grid, entry.zone, "SHEET_CELL_EMPTY")
            return None
        if is_formula(label):  # it would be one again in the CSV of this sheet
            self._faults.at(self._grid, entry.zone, "SHEET_CELL_FORMULA")
            return None
        if self._mapping.aliases.get(label) == "":
            return None
        name, countries = self._meaning(entry, label, listed)
        if not countries and not self._by_postcode_alone(listed, entry):
            return None
        again = name in self.zones and stands_once(self._mapping)
        zone = self.zones.setdefault(name, Zone(name, at=entry.zone))
        if again and "countries" not in entry.parts:
            self._faults.at(self._grid, entry.zone, "SHEET_COUNTRY_TWICE", name)
        for code in countries:
            if again and "countries" in entry.parts and code in zone.countries:
                self._faults.at(self._grid, entry.parts["countries"], "SHEET_COUNTRY_TWICE", code)
            if (other := self.zone_of.setdefault(code, name)) != name:
                place = entry.parts.get("countries", entry.zone)
                self._faults.at(self._grid, place, "SHEET_COUNTRY_TWICE", f"{code}: {other}, {name}")
            elif code not in zone.countries:
                zone.countries.append(code)
        return zone

    def _by_postcode_alone(self, listed: str, entry: Entry) -> bool:
        """Tell whether the zone names no country, because only postcodes lie in it."""
        return "countries" in entry.parts and not listed and self._mapping.postcode_zones is not None

    def _meaning(self, entry: Entry, label: str, listed: str) -> tuple[str, tuple[str, ...]]:
        """Return the zone's name and its countries; none when they were blamed."""
        if self._table is not None and zone_key(label) in self._table:
            return label, self._table[zone_key(label)]
        place = entry.parts.get("countries", entry.zone)
        if "countries" in entry.parts:
            countries, unknown = countries_of(listed, self._mapping.aliases)
        else:
            countries, unknown = countries_of(label, self._mapping.aliases)
        if self._by_postcode_alone(listed, entry):
            return label, ()
        if unknown or not countries:
            code = "SHEET_ZONE_UNKNOWN" if self._table is not None else "SHEET_COUNTRY_UNKNOWN"
            self._faults.at(self._grid, place, code, ", ".join(unknown))
            return label, ()
        if "countries" in entry.parts:
            return label, countries
        return _name(countries, label), countries


def stands_once(mapping: Mapping) -> bool:
    """Tell whether a row (or column) holds all prices of a zone, so that none may stand twice."""
    if mapping.layout is GridLayout.STEPS:
        return not (mapping.columns.weight or mapping.columns.weight_to)
    return mapping.layout is not GridLayout.ROWS


def _name(countries: Sequence[str], label: str) -> str:
    """Return the name of a zone that the file does not name: its countries."""
    name = " ".join(dict.fromkeys(countries))
    return name if len(name) <= _LONGEST_ZONE else label[:_LONGEST_ZONE]


def zone_key(label: str) -> str:
    """Return a zone's name as it is compared: `Zone 1`, `zone1` and `1区` with `1` are alike."""
    plain = tidy(label).casefold().replace(" ", "")
    return re.sub(r"^(?:zone|分区|区域|第)|区$", "", plain) or plain


class Listed:
    """Reads a list on a worksheet of its own, row by row."""

    def __init__(self, listing: Listing, grids: Sequence[Grid], name: str, cells: CellReader) -> None:
        self._listing, self._name, self._faults = listing, name, cells.faults
        found = next((grid for grid in grids if grid.name == listing.worksheet), None)
        if found is None:
            self._faults.term(f"{name}.worksheet", "SHEET_WORKSHEET_MISSING", listing.worksheet)
        self.cells = CellReader(found or Grid("", ()), cells.currency, cells.unit, cells.faults)
        self.grid = self.cells.grid

    def columns(self, *needed: str) -> dict[str, int]:
        """Return the columns of the listing; blame those that are needed and not there."""
        found = {}
        for name in ("zone", "countries", "country", "first", "last", "fee", "area"):
            column = column_of(getattr(self._listing, name))
            if column is not None and column < self.grid.width:
                found[name] = column
            elif self.grid.rows and (name in needed or getattr(self._listing, name)):
                self._faults.term(f"{self._name}.{name}", "SHEET_COLUMN_MISSING", worksheet=self.grid.name)
        return found if all(name in found for name in needed) else {}

    def rows(self, columns: dict[str, int]) -> Iterator[int]:
        """Yield the rows below the header that hold something in these columns."""
        for row in range(self._listing.header_row, len(self.grid.rows)) if columns else ():
            if any(self.grid.text(row, column) for column in columns.values()):
                yield row


def zone_table(listed: Listed, aliases: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return zone → countries of a zone table; a country in two zones is blamed."""
    columns, grid = listed.columns("zone", "countries"), listed.grid
    found: dict[str, list[str]] = {}
    seen: dict[str, str] = {}
    for row in listed.rows(columns):
        zone, place = zone_key(grid.text(row, columns["zone"])), (row, columns["countries"])
        countries, unknown = countries_of(grid.text(*place), aliases)
        if not zone:
            listed.cells.faults.at(grid, (row, columns["zone"]), "SHEET_CELL_EMPTY")
        if unknown or (not countries and tidy(grid.text(*place)) not in aliases):
            listed.cells.faults.at(grid, place, "SHEET_COUNTRY_UNKNOWN", ", ".join(unknown))
        for code in countries:
            if seen.setdefault(code, zone) != zone or code in found.get(zone, ()):
                listed.cells.faults.at(grid, place, "SHEET_COUNTRY_TWICE", code)
            else:
                found.setdefault(zone, []).append(code)
    return {zone: tuple(countries) for zone, countries in found.items()}


def postcode_zones(listed: Listed, names: Callable[[str], str | None], aliases: dict[str, str]) -> list[PostcodeZone]:
    """Return the zones of postcodes; `names` gives a zone of the sheet for a label."""
    columns, grid = listed.columns("country", "first", "zone"), listed.grid
    found: list[PostcodeZone] = []
    for row in listed.rows(columns):
        ranges = _postcodes(listed, row, columns, aliases)
        label, place = grid.text(row, columns["zone"]), (row, columns["zone"])
        zone = None if is_closed(label) else names(label)
        if zone is None and not is_closed(label):
            listed.cells.faults.at(grid, place, "SHEET_ZONE_UNKNOWN")
        else:
            found.extend(PostcodeZone(held, zone) for held in ranges)
    return found


def postcode_fees(listed: Listed, aliases: dict[str, str]) -> list[PostcodeFee]:
    """Return the remote-area fees of postcodes."""
    columns, grid = listed.columns("country", "first", "fee"), listed.grid
    found: list[PostcodeFee] = []
    for row in listed.rows(columns):
        ranges = _postcodes(listed, row, columns, aliases)
        fee = listed.cells.price((row, columns["fee"]), Per.PARCEL, closable=False)
        area = tidy(grid.text(row, columns["area"]))[:_LONGEST_ZONE] if "area" in columns else ""
        if is_formula(area):
            listed.cells.faults.at(grid, (row, columns["area"]), "SHEET_CELL_FORMULA")
        if fee is not None:
            found.extend(PostcodeFee(held, area, Decimal(fee)) for held in ranges)
    return found


def _postcodes(listed: Listed, row: int, columns: dict[str, int], aliases: dict[str, str]) -> list[PostcodeRange]:
    """Return the ranges of a row; none when its cells were blamed."""
    grid, faults = listed.grid, listed.cells.faults
    country = country_of(grid.text(row, columns["country"]), aliases)
    if country is None:
        faults.at(grid, (row, columns["country"]), "SHEET_COUNTRY_UNKNOWN")
    first_at = (row, columns["first"])
    last_at = (row, columns["last"]) if "last" in columns and grid.text(row, columns["last"]) else first_at
    try:
        found = spans(grid.text(*first_at), "" if last_at == first_at else grid.text(*last_at), country)
    except ValueError as error:
        faults.at(grid, last_at, "SHEET_POSTCODE", str(error))
        return []
    return [PostcodeRange(country, low, high) for low, high in found] if country is not None else []


def blame_lost_zeros(listed: Listed) -> None:
    """Warn of postcodes of figures shorter than others of their country: a spreadsheet drops leading zeros.

    Some lists mix prefixes and whole postcodes, so it may be meant. Four figures that a workbook holds as a number, in
    a country whose postcodes have five, are a fault: `01067` was typed, and 1067 lies elsewhere. Three figures of a US
    number (`601`) are the prefix of Illinois or 00601 in Puerto Rico: worth a look.
    """
    columns, grid = listed.columns("country", "first"), listed.grid
    lengths: dict[str, int] = {}
    codes: list[tuple[int, str, str]] = []
    for row in listed.rows(columns):
        country = grid.text(row, columns["country"])
        for code in _figures(grid.text(row, columns["first"]), country_of(country)):
            codes.append((row, country, code))
            lengths[country] = max(lengths.get(country, 0), len(code))
    for row, country, code in codes:
        place = (row, columns["first"])
        whole = _whole_length(country_of(country), code, number=place in grid.figures or grid.name == "CSV")
        longest = max(lengths[country], whole)
        if len(code) < longest and not code.startswith("0"):
            lost = place in grid.figures and len(code) == 4 and whole == 5
            listed.cells.faults.at(grid, place, "SHEET_POSTCODE_SHORT", str(longest), warning=not lost)


def _whole_length(country: str | None, code: str, *, number: bool) -> int:
    """Return how many figures a code that lost its zeros would have had; 0 where it may well be meant as it stands."""
    if country not in _FIVE_DIGITS or not number:
        return 0
    return 5 if len(code) == 4 or (country == "US" and len(code) == 3 and "601" <= code <= "988") else 0


def _figures(text: str, country: str | None) -> list[str]:
    """Return the postcodes of figures of a cell; one written with a hyphen (`99501-1234`) has lost nothing."""
    code = tidy_code(text)
    if code.isdecimal():
        return [code]
    try:
        found = spans(text, "", country)
    except ValueError:
        return []  # it is blamed where it is read
    ranged = len(found) > 1 or any(first != last for first, last in found)
    return list(dict.fromkeys(end for span in found for end in span if end.isdecimal())) if ranged else []
