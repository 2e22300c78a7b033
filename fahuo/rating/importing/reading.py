"""A price file and its mapping become a rate sheet, or the list of everything that stands in its way."""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from fahuo import rulebook
from fahuo.rating.domain.sheet import PostcodeFee, PostcodeZone, RateSheet, Tariff
from fahuo.rating.domain.sheet_check import SheetProblem, served, sheet_problems
from fahuo.rating.importing import places, terms
from fahuo.rating.importing.cells import CellReader
from fahuo.rating.importing.countries import country_of
from fahuo.rating.importing.entries import Entry, entries
from fahuo.rating.importing.faults import Fault, Faults, Severity
from fahuo.rating.importing.grids import Grid, Place, cell_name
from fahuo.rating.importing.mapping import NOT_SERVED, GridLayout, Mapping
from fahuo.rating.importing.tariffs import TariffReader
from fahuo.rating.importing.weights import weight_band
from fahuo.trade.country import ISO_COUNTRIES

_CURRENCY = re.compile(r"[A-Z]{3}")
_REST = "ZONE:"
_EXCHANGE = "money.exchange_rates"
_UNITS = frozenset(("", "kg", "g"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: the sheet, or None and the faults; `roles` says what each cell was read as."""

    sheet: RateSheet | None
    faults: tuple[Fault, ...]
    grid: Grid | None = None
    roles: Table[Place, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that stop the import."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is worth a look and stops nothing."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.WARNING)


def read_sheet(grids: Sequence[Grid], mapping: Mapping, *, areas: Table[str, str] | None = None) -> Reading:
    """Return the sheet, or every fault of the file at once. `areas`: remote area → country, else the rule book's."""
    return _Reader(grids, mapping, areas).read()


def grid_of(grids: Sequence[Grid], name: str) -> Grid | None:
    """Return the worksheet of a name, the first one for no name."""
    return next((grid for grid in grids if grid.name == name or not name), None)


class _Reader:
    def __init__(self, grids: Sequence[Grid], mapping: Mapping, areas: Table[str, str] | None) -> None:
        self._grids, self._mapping, self._faults = grids, mapping, Faults()
        self._areas = areas
        self._at: dict[str, tuple[Place, ...]] = {}

    def read(self) -> Reading:
        mapping, faults = self._mapping, self._faults
        grid = grid_of(self._grids, mapping.worksheet)
        if grid is None:
            faults.term("worksheet", "SHEET_WORKSHEET_MISSING", mapping.worksheet)
            return Reading(None, faults.all())
        self._head()
        lines = entries(mapping, grid, faults)
        guess = _likely_unit(grid, lines)
        cells = CellReader(grid, mapping.currency or "CNY", mapping.weight_unit, faults, mapping.header_row - 1, guess)
        sheet = self._sheet(grid, lines, cells)
        return Reading(sheet if not _stops(faults) else None, faults.all(), grid, _roles(grid, lines))

    def _head(self) -> None:
        """Blame what the mapping must say and does not."""
        mapping, faults = self._mapping, self._faults
        if not re.fullmatch(r"[^/]+/[^/]+", mapping.service):
            faults.term("service", "SHEET_TERM" if mapping.service else "SHEET_CHOICE", mapping.service)
        if not _CURRENCY.fullmatch(mapping.currency):
            faults.term("currency", "SHEET_TERM" if mapping.currency else "SHEET_CHOICE", mapping.currency)
        elif mapping.valid_from is not None and mapping.currency not in _currencies(mapping.valid_from):
            detail = f"{mapping.currency}, {mapping.valid_from}"
            faults.term("currency", "SHEET_CURRENCY_RATE", detail)
        if mapping.valid_from is None:
            faults.term("valid_from", "SHEET_CHOICE")
        elif mapping.valid_until is not None and mapping.valid_until <= mapping.valid_from:
            faults.term("valid_until", "SHEET_TERM", mapping.valid_until.isoformat())
        if mapping.weight_unit not in _UNITS:
            faults.term("weight_unit", "SHEET_TERM", mapping.weight_unit)
        for name in ("first_g", "step_g", "max_weight_g"):
            if (grams := getattr(mapping, name)) < (1 if name == "step_g" else 0):
                faults.term(name, "SHEET_TERM", str(grams))

    def _sheet(self, grid: Grid, lines: Sequence[Entry], cells: CellReader) -> RateSheet | None:
        mapping, faults = self._mapping, self._faults
        if mapping.weight_unit not in _UNITS:
            return None
        table = self._zone_table(cells)
        book = places.ZoneBook(mapping, grid, faults, table)
        for entry in lines:
            book.add(entry)
        tariffs = self._tariffs(book, cells)
        self._forgotten_zones(book, table)
        zone_of = {code: zone for code, zone in book.zone_of.items() if zone in tariffs}
        self._unnamed(zone_of, set(book.zone_of), tariffs)
        on = mapping.valid_from or date.max
        held = self._postcode_zones(cells, tariffs)
        found = self._with_terms(zone_of, tariffs, held, self._postcode_fees(cells), on)
        if found is not None and not _stops(faults):
            self._check(found, grid)
        return found

    def _zone_table(self, cells: CellReader) -> dict[str, tuple[str, ...]] | None:
        if self._mapping.zones is None:
            return None
        listed = places.Listed(self._mapping.zones, self._grids, "zones", cells)
        return places.zone_table(listed, self._mapping.aliases)

    def _tariffs(self, book: places.ZoneBook, cells: CellReader) -> dict[str, Tariff]:
        """Read the tariff of every zone; a zone that the file closes has none."""
        reader = TariffReader(self._mapping, cells)
        found: dict[str, Tariff] = {}
        for zone in book.zones.values():
            tariffs = [
                read
                for lines in _groups(self._mapping, zone.entries, cells)
                if (read := reader.zone(lines)) is not None
            ]
            open_ones = [read for read in tariffs if read.tariff is not None]
            if any(read.tariff != open_ones[0].tariff for read in open_ones):
                self._faults.at(cells.grid, zone.at, "SHEET_ZONE_TWICE", zone.name)
            if open_ones and open_ones[0].tariff is not None:
                found[zone.name] = open_ones[0].tariff
                self._at[zone.name] = open_ones[0].at
        return found

    def _forgotten_zones(self, book: places.ZoneBook, table: dict[str, tuple[str, ...]] | None) -> None:
        """A zone of the zone table without prices leaves its countries without prices."""
        priced = {places.zone_key(zone) for zone in book.zones}
        for zone in sorted(set(table or ()) - priced):
            self._faults.term("zones", "SHEET_ZONE_WITHOUT_PRICES", zone)

    def _unnamed(self, zone_of: dict[str, str], named: set[str], tariffs: Table[str, Tariff]) -> None:
        """Do with countries that the file does not name what was chosen."""
        said = self._mapping.terms.unnamed_countries
        if said.startswith(_REST) and said.removeprefix(_REST) in tariffs:
            zone_of.update(dict.fromkeys(sorted(ISO_COUNTRIES - named), said.removeprefix(_REST)))
        elif said != NOT_SERVED and ISO_COUNTRIES - named:
            self._faults.term("terms.unnamed_countries", "SHEET_TERM" if said else "SHEET_CHOICE", said)

    def _postcode_zones(self, cells: CellReader, tariffs: Table[str, Tariff]) -> list[PostcodeZone]:
        if self._mapping.postcode_zones is None:
            return []
        listed = places.Listed(self._mapping.postcode_zones, self._grids, "postcode_zones", cells)
        places.blame_lost_zeros(listed)
        alike = {places.zone_key(zone): zone for zone in tariffs} | {zone: zone for zone in tariffs}

        def named(label: str) -> str | None:
            return alike.get(label) or alike.get(places.zone_key(label)) or alike.get(country_of(label) or "")

        return places.postcode_zones(listed, named, self._mapping.aliases)

    def _postcode_fees(self, cells: CellReader) -> list[PostcodeFee]:
        if self._mapping.postcode_fees is None:
            return []
        listed = places.Listed(self._mapping.postcode_fees, self._grids, "postcode_fees", cells)
        places.blame_lost_zeros(listed)
        return places.postcode_fees(listed, self._mapping.aliases)

    def _with_terms(
        self,
        zone_of: dict[str, str],
        tariffs: dict[str, Tariff],
        held: list[PostcodeZone],
        fees: list[PostcodeFee],
        on: date,
    ) -> RateSheet | None:
        mapping, faults = self._mapping, self._faults
        sheet = RateSheet(
            name=f"{mapping.service} {on}",
            service_key=mapping.service,
            currency=mapping.currency,
            valid_from=on,
            valid_until=mapping.valid_until,
            zone_of=zone_of,
            tariffs=tariffs,
            not_served=ISO_COUNTRIES - set(zone_of),
            remote_fees={},
            postcode_zones=tuple(held),
            postcode_fees=tuple(fees),
            **terms.parts(mapping.terms, valid_from=on, faults=faults),
        )
        remote = terms.remote_fees(mapping.terms, self._remote_areas(on), served(sheet), faults)
        return None if _stops(faults) else replace(sheet, remote_fees=remote)

    def _remote_areas(self, on: date) -> Table[str, str]:
        if self._areas is not None:
            return self._areas
        try:
            found = rulebook.value("destinations.remote_areas", on=on)
        except rulebook.NoValueOnDate:
            return {}
        return {code: area["country"] for code, area in found.items()}

    def _check(self, sheet: RateSheet, grid: Grid) -> None:
        for problem in sheet_problems(sheet, areas=self._remote_areas(sheet.valid_from)):
            self._faults.add(self._placed(problem, grid))

    def _placed(self, problem: SheetProblem, grid: Grid) -> Fault:
        """Lay a problem of the sheet on the cell its price came from."""
        found = re.match(r"tariffs\.(.+?)(?:\.bands\.(\d+))?(?:\.minimum|\.days)?$", problem.place)
        at = self._at.get(found[1], ()) if found else ()
        number = int(found[2] or 1) if found else 1
        if len(at) < number:
            return Fault("SHEET_REFUSED", field=problem.place, detail=problem.reason)
        place = at[number - 1]
        return Fault("SHEET_REFUSED", grid.name, cell_name(place), grid.text(*place), problem.reason, problem.place)


def _currencies(on: date) -> Table[str, object]:
    """Return the currencies that have an exchange rate on a day; before the first rates, those of the first."""
    first = rulebook.entry(_EXCHANGE).values[0].valid_from
    found: Table[str, object] = rulebook.value(_EXCHANGE, on=max(on, first))
    return found


def _likely_unit(grid: Grid, lines: Sequence[Entry]) -> str:
    """Return the unit with which reading goes on after nobody named one: only to find the other faults too."""
    names = ("weight", "weight_to", "first_weight")
    texts = {grid.text(*entry.parts[name]) for entry in lines for name in names if name in entry.parts}
    tops = [band.high_g for text in texts if (band := weight_band(text, "g")) and band.high_g]
    return "g" if tops and max(tops) > 100 else "kg"


def _groups(mapping: Mapping, lines: Sequence[Entry], cells: CellReader) -> list[list[Entry]]:
    """Cut a zone's lines into whole sets of prices: a zone may be listed once for each of its countries."""
    groups: dict[object, list[Entry]] = {}
    for entry in lines:
        key: object = cells.grid.text(*entry.at("countries")) if "countries" in entry.parts else ""
        if mapping.layout is GridLayout.ZONES_ACROSS:
            key = entry.at("price")[1]
        elif places.stands_once(mapping):
            key = entry.at("price" if mapping.layout is GridLayout.WEIGHTS_ACROSS else "first")[0]
        groups.setdefault(key, []).append(entry)
    return list(groups.values())


def _roles(grid: Grid, lines: Sequence[Entry]) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for entry in lines:
        found[entry.zone] = "zone"
        found.update((place, name) for name, place in entry.parts.items())
    return found


def _stops(faults: Faults) -> bool:
    return any(fault.severity is Severity.ERROR for fault in faults.all())
