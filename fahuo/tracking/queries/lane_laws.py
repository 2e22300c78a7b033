"""Reads what is expected of a seller's lanes, as a page shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from fahuo.eta.days import is_peak, number
from fahuo.eta.model import expect
from fahuo.eta.stage import Stage
from fahuo.eta.tree import Level
from fahuo.tracking.models import LaneLaw
from fahuo.tracking.queries.laws import laws

SHOWN = 250


@dataclass(frozen=True, slots=True)
class Kept:
    """How past predictions came out: how many ended, how many of them within the interval, how many before it."""

    predictions: int = 0
    held: int = 0
    early: int = 0

    @property
    def late(self) -> int:
        """Those that came after it, or have not come although its last day is over."""
        return self.predictions - self.held - self.early

    def plus(self, other: Kept) -> Kept:
        """Return both together."""
        return Kept(self.predictions + other.predictions, self.held + other.held, self.early + other.early)


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A parcel that gets its label today on this lane: days from label until it comes. `parcels` were delivered at the
    level that weighs most."""

    service: str
    country: str
    first: int
    likely: int
    last: int
    own: int
    level: str
    parcels: int
    kept: Kept


@dataclass(frozen=True, slots=True)
class LaneTable:
    """The lanes, busiest first, and how all predictions came out by stage."""

    rows: tuple[LaneRow, ...]
    lanes: int
    fitted_at: datetime | None
    parcels: int
    kept: dict[str, Kept]


def lane_laws(seller_id: int, *, on: date) -> LaneTable:
    """Return the lanes with own parcels. Two queries."""
    row = LaneLaw.objects.filter(seller=seller_id).defer("content").first()
    stored = laws(seller_id) if row else None
    if row is None or stored is None:
        return LaneTable((), 0, None, 0, {})
    by_lane, by_stage = _kept(row.kept)
    model, lanes = stored.model, stored.model.groups.lanes
    today = np.full(len(lanes), number(on), dtype=np.int32)
    node = model.groups.node(np.arange(len(lanes)), is_peak(today))
    found = expect(model, node, np.full(len(lanes), int(Stage.LABEL)), today, today=today)
    own = model.parcels[node, Stage.LABEL, Level.LANE]
    rows = []
    for n in map(int, np.argsort(-own, kind="stable")[:SHOWN]):
        lane = lanes[n]
        first, likely, last = (int(days[n]) - number(on) for days in (found.from_on, found.likely_on, found.until_on))
        kept = by_lane.get((lane.service, lane.origin, lane.country), Kept())
        level = Level(int(found.level[n])).name
        rows.append(
            LaneRow(lane.service, lane.country, first, likely, last, int(own[n]), level, int(found.parcels[n]), kept)
        )
    return LaneTable(tuple(rows), len(lanes), row.fitted_at, row.parcels, by_stage)


def _kept(rows: list[list[Any]]) -> tuple[dict[tuple[str, str, str], Kept], dict[str, Kept]]:
    """Return what was kept by lane, and by stage."""
    by_lane: dict[tuple[str, str, str], Kept] = defaultdict(Kept)
    by_stage: dict[str, Kept] = defaultdict(Kept)
    for service, origin, country, stage, predictions, held, early, _days_wide in rows:
        one = Kept(predictions, held, early)
        by_lane[service, origin, country] = by_lane[service, origin, country].plus(one)
        by_stage[stage] = by_stage[stage].plus(one)
    return by_lane, dict(by_stage)
