"""A lot of parcels, small enough for the processor's cache, with what is worked out once for all services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fahuo.rating.domain.columns import Columns
from fahuo.rating.domain.destinations import Declared, duty_and_tax, values
from fahuo.rating.domain.exact import Flags, Floats, Ints
from fahuo.rating.domain.table import DECLARED_VALUE_MISSING, NO_DUTY_RATE, NO_VALUE_EXCHANGE, RateTable

PARCELS = 16384


@dataclass(frozen=True, slots=True)
class Lot:
    """Parcels `start` to `end` of a batch. Names that end in `_at` are the places of some parcels in it."""

    start: int
    end: int
    country: Ints
    place: Ints
    area: Ints
    weight: Floats  # divisor × parcel: the larger of actual and volumetric weight in grams
    weight_class: Ints  # divisor × parcel: among all cuts
    longest_mm: Ints
    girth_mm: Ints
    weight_g: Ints
    cargo: Ints
    value: Ints  # currency × parcel, minor units
    duty: Ints  # currency × parcel
    tax: Ints
    gap: Ints  # the code why duties cannot be reckoned, 0 for none
    known_value: Flags
    invalid_at: Ints
    gap_at: Ints
    remote_at: Ints
    special_at: Ints
    large_at: Ints
    insured_at: Ints
    labelled_at: Ints

    def __len__(self) -> int:
        """How many parcels."""
        return self.end - self.start


def lots(batch: Columns, table: RateTable) -> Iterator[Lot]:
    """Yield the batch in lots."""
    for start in range(0, len(batch), PARCELS):
        yield lot(batch, table, start, min(start + PARCELS, len(batch)))


def lot(batch: Columns, table: RateTable, start: int, end: int) -> Lot:
    """Return some parcels of a batch as a lot."""
    some = slice(start, end)
    country, place, area = batch.country[some], batch.place[some], batch.area[some]
    weight = _weights(batch.weight_g[some], batch.volume_mm3[some], table.divisors)
    yuan = batch.value_e12[some]
    value, duty, tax = _declared(batch, some, table)
    worthless = np.where(yuan < 0, NO_VALUE_EXCHANGE, np.where(yuan == 0, DECLARED_VALUE_MISSING, 0))
    gap = np.where(table.destinations.known[country], worthless, NO_DUTY_RATE)
    return Lot(
        start=start,
        end=end,
        country=country,
        place=place,
        area=area,
        weight=weight,
        weight_class=np.searchsorted(table.cells.cuts, weight),
        longest_mm=batch.longest_mm[some],
        girth_mm=batch.girth_mm[some],
        weight_g=batch.weight_g[some],
        cargo=batch.cargo[some],
        value=value,
        duty=duty,
        tax=tax,
        gap=gap,
        known_value=yuan >= 0,
        invalid_at=np.flatnonzero(batch.invalid[some]),
        gap_at=np.flatnonzero(gap),
        remote_at=np.flatnonzero(table.remote.anywhere[place] | (area >= 0)),
        special_at=np.flatnonzero(batch.cargo[some]),
        large_at=_large(batch, some, table),
        insured_at=np.flatnonzero(batch.insured[some]),
        labelled_at=np.flatnonzero(batch.return_label[some]),
    )


def _weights(weight_g: Ints, volume_mm3: Ints, divisors: Ints) -> Floats:
    """Volumetric weight is rounded half up; volumes stay below 2⁵⁰ mm³, so that cutting off the quotient is exact."""
    double = (2 * volume_mm3)[None, :].astype(np.float64) + divisors[:, None]
    double /= (2 * divisors.astype(np.float64))[:, None]
    np.floor(double, out=double)
    np.maximum(double, weight_g, out=double)
    return double


def _declared(batch: Columns, some: slice, table: RateTable) -> tuple[Ints, Ints, Ints]:
    first = batch.first_part[some.start : some.stop + 1]
    parts = slice(int(first[0]), int(first[-1]))
    declared = Declared(
        country=batch.country[some],
        yuan=batch.value_e12[some],
        subheadings=batch.subheadings[some],
        first=first - first[0],
        chapter=batch.chapter[parts],
        part=batch.part_e12[parts],
    )
    value = values(declared, table.destinations)
    return value, *duty_and_tax(declared, value, table.destinations)


def _large(batch: Columns, some: slice, table: RateTable) -> Ints:
    """Parcels beyond the least limit that any sheet has for oversize."""
    limits = table.terms.oversize
    if not limits.size:
        return np.zeros(0, dtype=np.int64)
    side, girth, weight = limits[:, :3].min(axis=(0, 2))
    beyond = (batch.longest_mm[some] > side) | (batch.girth_mm[some] > girth) | (batch.weight_g[some] > weight)
    return np.flatnonzero(beyond)
