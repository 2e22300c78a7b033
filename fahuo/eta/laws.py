"""The law of the days that are left in one stage, for every lane: counted, and shrunk to what the lane belongs to.

A law is a row of G(k), the probability that delivery comes on day k or later, at a landmark: of the parcels that were
still in the stage after so many days. Sums: `docs/algorithms/delivery-dates.md` §2. Laws are made when they are asked
for, some rows at a time, so that neither memory nor work grows with lanes nobody asks about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fahuo.eta.counts import MARKS, Cells, Counts, Told, counted, told
from fahuo.eta.days import LAST, Floats, Ints
from fahuo.eta.history import History
from fahuo.eta.prior import published_hazards
from fahuo.eta.settings import Settings
from fahuo.eta.sources import behind, levels
from fahuo.eta.stage import Stage
from fahuo.eta.stays import stays
from fahuo.eta.tree import SEASONS, Tree

_NOBODY = np.float32(1e-20)
# Rows at once: what they need stays in the processor's cache.
_AT_ONCE = 1024
_ALL_MARKS = np.arange(MARKS)


@dataclass(frozen=True, slots=True)
class StageLaws:
    """What the laws of a stage are made of. `heard` is how much a parcel of each lane says to the levels above, `reach`
    the last landmark of which the parcels of a seat know, −1 without any. `services` and `classes` are their hazards,
    of all landmarks. `parcels` are the delivered ones behind each level of a node (node × level, not weighted), `level`
    is the one that weighs most."""

    groups: Tree
    settings: Settings
    told: Told
    heard: Floats
    reach: Ints
    services: Cells
    classes: Cells
    parcels: Ints
    level: Ints

    def later(self, node: Ints, mark: Ints, *days: Ints) -> list[Cells]:
        """Return G of lanes' nodes at landmarks, for each of some days; all arrays have one place per question."""
        rows, row = np.unique(self._row(node, mark), return_inverse=True)
        order = np.argsort(row, kind="stable")
        edges = np.searchsorted(row[order], np.arange(0, len(rows) + _AT_ONCE, _AT_ONCE))
        found = [np.empty(len(node), dtype=np.float32) for _ in days]
        for number, start in enumerate(range(0, len(rows), _AT_ONCE)):
            asked = order[edges[number] : edges[number + 1]]
            laws = self._lanes(rows[start : start + _AT_ONCE])
            for values, on in zip(found, days, strict=True):
                values[asked] = laws[row[asked] - start, on[asked]]
        return found

    def portions(self) -> Iterator[tuple[Ints, Cells]]:
        """Yield all nodes, some at a time: their numbers, and G by landmark and day."""
        groups, size = self.groups, _AT_ONCE // MARKS
        for some in _parts(np.arange(len(groups.lanes)), size // SEASONS):
            nodes = groups.node(groups.lane_at[some].repeat(SEASONS), np.tile(np.arange(SEASONS), len(some)))
            yield nodes, _by_mark(self._lanes(_rows(np.arange(some[0] * SEASONS, (some[-1] + 1) * SEASONS))))
        first = SEASONS * len(groups.lanes)
        for some in _parts(np.arange(len(groups.region_at)), size):
            yield first + groups.region_at[some], _by_mark(later(self._areas(_rows(some))))
        first += len(groups.region_keys)
        for hazards in (self.services, self.classes):
            for some in _parts(np.arange(len(hazards) // MARKS), size):
                yield first + some, _by_mark(later(hazards[_rows(some)]))
            first += len(hazards) // MARKS

    def _row(self, node: Ints, mark: Ints) -> Ints:
        lane, season = np.divmod(node, SEASONS)
        return (self.groups.seat[lane] * SEASONS + season) * MARKS + mark

    def _lanes(self, rows: Ints) -> Cells:
        """Return G of lanes in a season; rows are seat × season × landmark, ascending. Where a lane has no parcels,
        the law of its region holds."""
        place, mark = np.divmod(rows, MARKS)
        seat = place // SEASONS
        areas, of_row = np.unique(self.groups.area[seat] * MARKS + mark, return_inverse=True)
        hazards = self._areas(areas)
        found: Cells = later(hazards)[of_row]
        own = np.flatnonzero(mark <= self.reach[seat])
        if len(own):
            found[own] = later(self._own(rows[own], hazards[of_row[own]]))
        return found

    def _own(self, rows: Ints, hazards: Cells) -> Cells:
        """Return hazards moved by the lane's parcels, by those of the season, and by the newest."""
        settings = self.settings
        place, mark = np.divmod(rows, MARKS)
        lanes, first, of_row = np.unique(place // SEASONS * MARKS + mark, return_index=True, return_inverse=True)
        parcels = self.told.between(place[0] // SEASONS, place[-1] // SEASONS + 1)
        season = parcels.seat * SEASONS + parcels.season
        ever = counted(lanes, parcels.seat, parcels, parcels.weights(settings.half_life))
        newest = counted(lanes, parcels.seat, parcels, parcels.weights(settings.recent_half_life))
        seasons = counted(rows, season, parcels, parcels.weights(settings.season_half_life))
        law = moved(moved(hazards[first], ever, settings.lane)[of_row], seasons, settings.season)
        return moved(law, Counts(newest.delivered[of_row], newest.at_risk[of_row]), settings.recent)

    def _areas(self, rows: Ints) -> Cells:
        """Return hazards of regions; rows are area × landmark, ascending."""
        groups = self.groups
        area, mark = np.divmod(rows, MARKS)
        parcels = self.told.between(*np.searchsorted(groups.area, (area[0], area[-1] + 1)))
        weight = parcels.weights(self.settings.half_life) * self.heard[groups.lane_at[parcels.seat]]
        own = counted(rows, groups.area[parcels.seat], parcels, weight)
        service = groups.service[groups.region_at[area]]
        return moved(self.services[service * MARKS + mark], own, self.settings.region)


def stage_laws(history: History, stage: Stage, groups: Tree, *, today: int, settings: Settings) -> StageLaws:
    """Return the laws of a stage as known when `today` ended; what the history knows of later plays no part."""
    found = stays(history, stage, today=today)
    lane = history.lane[found.parcel]
    parcels = told(found, lane, groups, today=today)
    lane = groups.lane_at[parcels.seat]
    node = groups.node(lane, parcels.season)
    weight = parcels.weights(settings.half_life)
    heard = settings.most_heard / (settings.most_heard + _sums(lane, weight, len(groups.lanes)))
    classes, services = _above(parcels, lane, weight * heard[lane], stage=stage, groups=groups, settings=settings)
    counts = np.bincount(node[parcels.delivered], minlength=SEASONS * len(groups.lanes))
    seen = _seen(parcels, lane, node, heard, groups=groups, settings=settings)
    return StageLaws(
        groups, settings, parcels, heard, _reach(parcels, len(groups.lanes)), services, classes,
        behind(counts, groups), levels(seen, groups, settings),
    )  # fmt: skip


def _reach(parcels: Told, seats: int) -> Ints:
    """Return the last landmark that a parcel of each seat reached."""
    found = np.full(seats, -1)
    first = np.flatnonzero(np.diff(parcels.seat, prepend=-1))
    if len(first):
        found[parcels.seat[first]] = np.maximum.reduceat(parcels.mark, first)
    return found


def _above(
    parcels: Told, lane: Ints, weight: Floats, *, stage: Stage, groups: Tree, settings: Settings
) -> tuple[Cells, Cells]:
    """Return the hazards of classes and of services at all landmarks."""
    service = groups.service[groups.region[lane]]
    published = published_hazards(groups.low, groups.high, stage).astype(np.float32).reshape(-1, LAST + 1)
    rows = _rows(np.arange(len(groups.alike_keys)))
    classes = moved(published, counted(rows, groups.alike[service], parcels, weight), settings.alike)
    rows = _rows(np.arange(len(groups.service_keys)))
    parents = classes.reshape(-1, MARKS, LAST + 1)[groups.alike].reshape(-1, LAST + 1)
    return classes, moved(parents, counted(rows, service, parcels, weight), settings.service)


def _seen(parcels: Told, lane: Ints, node: Ints, heard: Floats, *, groups: Tree, settings: Settings) -> list[Floats]:
    """Return how many parcels are heard at the beginning of the stage, by the places of each level."""
    there = parcels.delivered | (parcels.days > 0)
    lane, node = lane[there], node[there]
    seasons = _sums(node, parcels.weights(settings.season_half_life)[there], SEASONS * len(groups.lanes))
    ever = _sums(lane, parcels.weights(settings.half_life)[there], len(groups.lanes))
    area = _sums(groups.region, ever * heard, len(groups.region_keys))
    service = _sums(groups.service, area, len(groups.service_keys))
    return [seasons, ever, area, service, _sums(groups.alike, service, len(groups.alike_keys))]


def _sums(place: Ints, weight: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(place, weight, size), dtype=np.float64)


def _rows(places: Ints) -> Ints:
    """Return the rows of places at all landmarks."""
    found: Ints = (places[:, None] * MARKS + _ALL_MARKS).ravel()
    return found


def _parts(places: Ints, size: int) -> Iterator[Ints]:
    for start in range(0, len(places), size):
        yield places[start : start + size]


def _by_mark(laws: Cells) -> Cells:
    return laws.reshape(-1, MARKS, LAST + 2)


def moved(hazards: Cells, own: Counts, weight: float) -> Cells:
    """Return hazards moved by own parcels, the parent's law weighing as many parcels as `weight`.

    It counts on day k as the share of it that is left then, so without parcels under way the result is the mixture
    (weight × parent + n × own) ÷ (weight + n) of the two laws.
    """
    left = later(hazards)[:, : LAST + 1]
    left *= weight
    risk = own.at_risk + left
    np.maximum(risk, _NOBODY, out=risk)
    left *= hazards
    left += own.delivered
    left /= risk
    found: Cells = np.where(risk > _NOBODY, left, hazards)
    found[:, LAST] = 1.0
    return found


def later(hazards: Cells) -> Cells:
    """Return G(0) = 1, G(1), … G(LAST + 1) = 0."""
    found = np.ones((len(hazards), LAST + 2), dtype=np.float32)
    np.cumprod(1 - hazards, axis=1, out=found[:, 1:])
    return found
