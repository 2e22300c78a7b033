"""Parcels of a stage counted by place, landmark and day, for those rows of them that are asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fahuo.eta.days import LANDMARKS, LAST, Bools, Floats, Ints, is_peak, landmark_of
from fahuo.eta.stays import Stays
from fahuo.eta.tree import Tree

Cells = npt.NDArray[np.float32]  # row × day
MARKS = len(LANDMARKS)
# A parcel of so many days ago weighs nothing at any half-life.
_OLDEST = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """The stays of a stage by the seats of their lanes, one place each. `mark` is the last landmark that was reached,
    `days` until delivery where `delivered`, else so far; `age` since the stage began."""

    seat: Ints
    season: Ints
    mark: Ints
    days: Ints
    delivered: Bools
    age: Ints

    def between(self, first_seat: int, end_seat: int) -> Told:
        """Return those of some seats."""
        first, end = np.searchsorted(self.seat, (first_seat, end_seat))
        part = slice(first, end)
        return Told(self.seat[part], self.season[part], self.mark[part], self.days[part], self.delivered[part],
                    self.age[part])  # fmt: skip

    def weights(self, half_life: float) -> Floats:
        """Return what each parcel weighs: half after so many days."""
        oldest = int(self.age.max(initial=0))
        by_age: Floats = 0.5 ** (np.arange(oldest + 1) / half_life)
        return by_age[self.age]


@dataclass(frozen=True, slots=True)
class Counts:
    """Row × day. `delivered` on day k; `at_risk` are those that were not delivered before day k and known to be so on
    that day: a parcel that has waited for c days without an end says something of the days before c only."""

    delivered: Cells
    at_risk: Cells


def told(found: Stays, lane: Ints, groups: Tree, *, today: int) -> Told:
    """Return stays in the sequence of the seats; `lane` is that of each stay."""
    seat = groups.seat[lane]
    order = np.argsort(seat, kind="stable")
    begun_on = found.begun_on[order]
    return Told(
        seat[order], is_peak(begun_on), landmark_of(found.stayed[order]), found.days[order], found.delivered[order],
        np.clip(today - begun_on, 0, _OLDEST).astype(np.int64),
    )  # fmt: skip


def counted(rows: Ints, place: Ints, parcels: Told, weight: Floats) -> Counts:
    """Add up weights for rows of place × landmark (place · MARKS + landmark, ascending), from the place of each parcel,
    which counts at every landmark that it reached."""
    row = _row_of(rows, place * MARKS + parcels.mark)
    # Who waits is at risk until the day before.
    until = parcels.days - ~parcels.delivered
    deepest = _depths(rows)

    def summed(chosen: Bools, days: Ints) -> Cells:
        return _summed(len(rows), row[chosen], days[chosen], weight[chosen], deepest)

    delivered = summed((row >= 0) & parcels.delivered, parcels.days)
    risk = summed((row >= 0) & (until >= 0), until)
    np.cumsum(risk[:, ::-1], axis=1, out=risk[:, ::-1])
    return Counts(delivered, risk)


def _row_of(rows: Ints, asked: Ints) -> Ints:
    """Return for each asked one the row of its place with the last landmark that it reached, −1 without any."""
    if not len(rows):
        return np.full(len(asked), -1)
    first, places = rows[0] // MARKS * MARKS, rows[-1] // MARKS - rows[0] // MARKS + 1
    found = np.full(places * MARKS, -1)
    found[rows - first] = np.arange(len(rows))
    found = np.maximum.accumulate(found.reshape(places, MARKS), axis=1).ravel()
    known = (asked >= first) & (asked < first + len(found))
    return np.where(known, found[np.where(known, asked - first, 0)], -1)


def _depths(rows: Ints) -> list[Ints]:
    """Return the rows that stand behind another one of their place, the last of a place first."""
    place = rows // MARKS
    depth = np.arange(len(rows)) - np.searchsorted(place, place)
    return [np.flatnonzero(depth == n) for n in range(int(depth.max(initial=0)), 0, -1)]


def _summed(size: int, row: Ints, days: Ints, weight: Floats, deepest: list[Ints]) -> Cells:
    """Add up weights by row and day, then add the rows of each place up from its last landmark."""
    flat = np.bincount(row * (LAST + 1) + days, weight, size * (LAST + 1))
    cells: Cells = flat.astype(np.float32).reshape(size, LAST + 1)
    for behind in deepest:
        cells[behind - 1] += cells[behind]
    return cells
