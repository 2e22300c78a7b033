"""Tariffs of zones out of single prices: bands put together, gaps, overlaps and falling prices found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from fahuo.rating.domain.sheet import Band, Tariff
from fahuo.rating.importing.amounts import Per
from fahuo.rating.importing.cells import CellReader
from fahuo.rating.importing.entries import Entry
from fahuo.rating.importing.grids import Place
from fahuo.rating.importing.mapping import Gaps, GridLayout, Mapping, PriceUnit
from fahuo.rating.importing.weights import BandKind, WeightBand

ZERO = Decimal(0)
_TOUCHING_G = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One band as the file has it, and the cells it came from."""

    span: WeightBand
    span_at: Place
    price: Decimal
    price_at: Place
    registered: Decimal = ZERO
    per_kg: bool = False
    per_kg_step_g: int = 0
    first_g: int = 0
    step: tuple[int, Decimal] | None = None  # step weight and price of a first-and-step line
    min_g: int = 0
    minimum: Decimal = ZERO
    days: tuple[int, int] | None = None

    @property
    def closed(self) -> bool:
        """Whether the file says that nothing goes there."""
        return self.price.is_nan()


@dataclass(frozen=True, slots=True)
class ZonePrices:
    """A zone's tariff, None where the file says that it is not served, and the cell of each band's price."""

    tariff: Tariff | None
    at: tuple[Place, ...] = field(default=())


class TariffReader:
    """Makes the tariff of one zone after the other."""

    def __init__(self, mapping: Mapping, cells: CellReader) -> None:
        self._mapping = mapping
        self._cells = cells
        self._faults = cells.faults

    def zone(self, entries: Sequence[Entry]) -> ZonePrices | None:
        """Return a zone's prices; None when a cell of them is at fault."""
        before = len(self._faults)
        lines = [line for entry in entries if (line := self._line(entry)) is not None]
        if len(self._faults) > before or not lines:
            return None
        if all(line.closed for line in lines):
            return ZonePrices(None)
        lines = list(self._without_closed_end(lines))
        if len(self._faults) > before:
            return None
        lines = self._first_and_step(lines)
        self._ends(lines)
        self._order(lines)
        bands = [(band, line.price_at) for line in lines for band in self._bands(line)]
        self._falling(bands)
        return ZonePrices(self._tariff(lines, tuple(band for band, _ in bands)), tuple(place for _, place in bands))

    def _line(self, entry: Entry) -> Line | None:
        """Read one entry; every cell of it is looked at, whatever the others hold."""
        if self._mapping.layout in (GridLayout.ROWS, GridLayout.STEPS):
            named = ("weight", "per_kg", "flat", "first", "step", "registered")
            self._cells.one_role([entry.parts[name] for name in named if name in entry.parts])
            if self._prices(entry) == "first":
                return self._step_line(entry)
        return self._price_line(entry)

    def _prices(self, entry: Entry) -> str:
        """Return which of the price columns a row uses; two that are filled contradict each other."""
        present = [name for name in ("per_kg", "flat", "first") if name in entry.parts]
        filled = [name for name in present if self._cells.grid.text(*entry.at(name))]
        if len(filled) > 1:
            self._faults.at(self._cells.grid, entry.at(filled[1]), "SHEET_TWO_PRICES")
        return (filled or present)[0]

    def _price_line(self, entry: Entry) -> Line | None:
        cells = self._cells
        name = "price" if "price" in entry.parts else self._prices(entry)
        per_kg = name == "per_kg" or (name == "price" and self._mapping.price_unit is PriceUnit.PER_KG)
        span = self._span(entry)
        per_kg = per_kg and (span is None or span.kind is BandKind.RANGE)
        unit = Per.UNSAID if span is not None and span.kind is not BandKind.RANGE else Per.KG if per_kg else Per.PARCEL
        price = cells.price(entry.at(name), unit)
        registered = self._registered(entry, price)
        step_g = cells.weight(entry.at("step_weight")) if per_kg and _filled(cells, entry, "step_weight") else 0
        rest = self._rest(entry)
        if span is None or price is None or registered is None or step_g is None or rest is None:
            return None
        line = Line(span, self._span_at(entry), price, entry.at(name), registered, per_kg, per_kg_step_g=step_g)
        return replace(line, **rest)

    def _step_line(self, entry: Entry) -> Line | None:
        cells, mapping = self._cells, self._mapping
        first_g = cells.weight(entry.at("first_weight")) if "first_weight" in entry.parts else mapping.first_g
        step_g = cells.weight(entry.at("step_weight")) if "step_weight" in entry.parts else mapping.step_g
        weighed = any(name in entry.parts for name in ("weight", "weight_to"))
        span = self._span(entry) if weighed else WeightBand(BandKind.RANGE, 0, None)
        first, step = cells.price(entry.at("first"), Per.PARCEL), cells.price(entry.at("step"), Per.UNSAID)
        self._not_free(first, entry.at("first"))
        if not mapping.flat_steps:
            self._not_free(step, entry.at("step"))
        registered, rest = self._registered(entry, first), self._rest(entry)
        if first is None or step is None or first_g is None or step_g is None:
            return None
        if span is None or registered is None or rest is None:
            return None
        if first_g <= 0 or step_g <= 0:
            self._faults.term("first_g" if first_g <= 0 else "step_g", "SHEET_TERM", "0")
            return None
        where = self._span_at(entry) if weighed else entry.at("first")
        line = Line(span, where, first, entry.at("first"), registered, first_g=first_g, step=(step_g, step))
        return replace(line, **{**rest, "min_g": 0})

    def _not_free(self, price: Decimal | None, place: Place) -> None:
        """Blame a first or step price of nothing: the weight beyond would travel free up to the heaviest parcel."""
        if price == 0:
            self._faults.at(self._cells.grid, place, "SHEET_PRICE_ZERO")

    def _rest(self, entry: Entry) -> dict[str, Any] | None:
        """Return least weight, least charge and days of a line; None when a cell of them is at fault."""
        cells = self._cells
        min_g = cells.weight(entry.at("min_weight")) if _filled(cells, entry, "min_weight") else 0
        least = ZERO
        if _filled(cells, entry, "minimum"):
            read = cells.price(entry.at("minimum"), Per.PARCEL, closable=False)
            if read is None:
                return None
            least = read
        days = cells.days(entry.at("days")) if "days" in entry.parts else None
        return None if min_g is None else {"min_g": min_g, "minimum": least, "days": days}

    def _registered(self, entry: Entry, price: Decimal | None) -> Decimal | None:
        if "registered" not in entry.parts:
            return ZERO
        if price is not None and price.is_nan():
            return ZERO
        return self._cells.price(entry.at("registered"), Per.PARCEL, closable=False)

    def _span(self, entry: Entry) -> WeightBand | None:
        cells = self._cells
        if "weight" in entry.parts:
            return cells.band(entry.at("weight"))
        high = cells.weight(entry.at("weight_to"))
        low = cells.weight(entry.at("weight_from")) if "weight_from" in entry.parts else None
        if high is None or ("weight_from" in entry.parts and low is None):
            return None
        if (low or 0) >= high:
            self._faults.at(cells.grid, entry.at("weight_to"), "SHEET_BAND_ORDER")
            return None
        return WeightBand(BandKind.RANGE, low, high)

    def _span_at(self, entry: Entry) -> Place:
        return entry.parts.get("weight") or entry.at("weight_to")

    def _without_closed_end(self, lines: Sequence[Line]) -> Iterator[Line]:
        """Leave out the heaviest bands that the file closes; one closed in between is a gap."""
        last = max(at for at, line in enumerate(lines) if not line.closed)
        for at, line in enumerate(lines[: last + 1]):
            if line.closed:
                self._faults.at(self._cells.grid, lines[at].price_at, "SHEET_BAND_GAP")
            else:
                yield line

    def _first_and_step(self, lines: list[Line]) -> list[Line]:
        """Put `首重` and `续重` together into one line that goes up to the heaviest weight of the mapping."""
        if all(line.span.kind is BandKind.RANGE for line in lines):
            return lines
        kinds = [line.span.kind for line in lines]
        if kinds != [BandKind.FIRST, BandKind.STEP]:
            self._faults.at(self._cells.grid, lines[0].span_at, "SHEET_BAND_FIRST_STEP")
            return []
        first, step = lines
        self._not_free(first.price, first.price_at)
        if not self._mapping.flat_steps:
            self._not_free(step.price, step.price_at)
        whole = WeightBand(BandKind.RANGE, 0, None)
        return [replace(first, span=whole, first_g=first.span.high_g or 0, step=(step.span.high_g or 0, step.price))]

    def _ends(self, lines: list[Line]) -> None:
        """Give the open end of the last band the heaviest weight of the mapping."""
        for at, line in enumerate(lines):
            if line.span.high_g is None:
                top = self._mapping.max_weight_g
                if at != len(lines) - 1 or top <= (line.span.low_g or 0):
                    self._faults.at(self._cells.grid, line.span_at, "SHEET_BAND_OPEN")
                lines[at] = replace(line, span=replace(line.span, kind=BandKind.RANGE, high_g=top or 10_000_000))

    def _order(self, lines: Sequence[Line]) -> None:
        grid, faults = self._cells.grid, self._faults
        end = 0
        for at, line in enumerate(lines):
            low, high = line.span.low_g, line.span.high_g or 0
            begins = line.span.begins_g
            if at and high <= end:
                faults.at(grid, line.span_at, "SHEET_BAND_OVERLAP" if high == end else "SHEET_BAND_ORDER")
            elif low is not None and (low < end or (at and begins is not None and begins <= end)):
                sign = "<" if low < end else "="
                faults.at(grid, line.span_at, "SHEET_BAND_OVERLAP", f"{low} g {sign} {end} g")
            elif low is not None and (begins or low) > end + _TOUCHING_G and self._gap_counts(line, first=at == 0):
                faults.at(grid, line.span_at, "SHEET_BAND_GAP", f"{end} g – {low} g")
            end = max(end, high)

    def _gap_counts(self, line: Line, *, first: bool) -> bool:
        """Tell whether a gap below a band is a fault: a first band may begin at the least weight."""
        begins = first and max(line.min_g, line.first_g) >= (line.span.low_g or 0)
        return self._mapping.gaps is Gaps.REFUSE and not begins

    def _tariff(self, lines: Sequence[Line], bands: tuple[Band, ...]) -> Tariff:
        least = {line.min_g for line in lines if not line.step and line.min_g > (line.span.low_g or 0)}
        if len(least) > 1:
            self._faults.at(
                self._cells.grid, lines[-1].price_at, "SHEET_MIN_WEIGHT", " ≠ ".join(map(str, sorted(least)))
            )
        minimum = max((line.minimum for line in lines), default=ZERO) or self._mapping.terms.minimum
        days = next((line.days for line in lines if line.days), None)
        return Tariff(bands, max(least, default=0), minimum, days)

    def _bands(self, line: Line) -> Iterator[Band]:
        top = line.span.high_g or 0
        if line.step:
            yield from _step_bands(line, top)
        elif not line.per_kg:
            yield Band(top, line.price, 0, 1, ZERO, line.registered)
        else:
            step_g = line.per_kg_step_g or max(self._mapping.step_g, 1)
            yield Band(top, ZERO, 0, step_g, (line.price * step_g).scaleb(-3), line.registered, line.price)

    def _falling(self, bands: Sequence[tuple[Band, Place]]) -> None:
        """Warn where a parcel of one gram more is cheaper."""
        for (lighter, _), (heavier, place) in pairwise(bands):
            if _cost(lighter, lighter.up_to_g) > _cost(heavier, lighter.up_to_g + 1):
                self._faults.at(self._cells.grid, place, "SHEET_PRICE_FALLS", warning=True)


def _step_bands(line: Line, top: int) -> Iterator[Band]:
    """Yield the band of whole steps, and one for the rest of the last step where the heaviest weight cuts it off.

    500 g and steps of 700 g up to 30,000 g: whole steps end at 29,900 g, and the 100 g left cost the step begun.
    """
    assert line.step is not None
    step_g, step = line.step
    if not step:  # the mapping says that the first price holds throughout
        yield Band(top, line.price, 0, 1, ZERO, line.registered)
        return
    first_g = min(line.first_g, top)
    steps = (top - first_g) // step_g
    whole = first_g + steps * step_g
    yield Band(whole, line.price, first_g, step_g, step, line.registered)
    if whole < top:
        yield Band(top, line.price + (steps + 1) * step, 0, 1, ZERO, line.registered)


def _cost(band: Band, weight_g: int) -> Decimal:
    return band.flat + band.per_step * band.steps(weight_g) + band.registered


def _filled(cells: CellReader, entry: Entry, part: str) -> bool:
    return part in entry.parts and bool(cells.grid.text(*entry.at(part)))
