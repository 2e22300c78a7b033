"""What to expect of every service to every country, as arrays for routing in bulk. `docs/algorithms/lanes.md`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.domain.table import COUNTRY_AT
from fahuo.routing.domain import lane_law
from fahuo.routing.domain.lane_shrinkage import (
    History,
    lane_days,
    lane_pickup,
    lane_rates,
    service_record,
)
from fahuo.routing.domain.lanes import LaneCounts, LanePriors, Lanes, LaneSource
from fahuo.trade.service import Service

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LAST_DAY = 120
SOURCES = tuple(LaneSource)


@dataclass(frozen=True, slots=True)
class LaneTable:
    """`lane` leads from country (`COUNTRY_AT`) and service column to a row of the other arrays.

    Days are calendar days from hand-over. `mean` and `spread` (standard deviation) describe delivered parcels, `low` to
    `high` is their 80 % interval, `on_time[row, d]` the share delivered by the end of day d, for d up to LAST_DAY.
    `loss`, `returned`, `disputed` and `untracked` are probabilities per parcel. `parcels` is the lane's own sample,
    `delivered` those of it that count for days; `source` is a place in SOURCES.
    """

    lane: Ints
    mean: Floats
    spread: Floats
    low: Floats
    high: Floats
    on_time: Floats
    loss: Floats
    returned: Floats
    disputed: Floats
    untracked: Floats
    pickup_hours: Floats
    parcels: Ints
    delivered: Ints
    source: Ints


def compile_lanes(
    services: Sequence[Service], sheets: Sequence[RateSheet | None], lanes: Lanes, priors: LanePriors
) -> LaneTable:
    """Return the table; `sheets` stand in the sequence of `services`. Lanes that are expected alike share a row."""
    days, day_at, assumed = published_days(services, sheets, priors)
    published, relative = lane_law.from_interval(days[:, 0], days[:, 1])
    places, columns, counts = _counted(services, lanes)
    history = History.of(columns, counts)
    of_lane = day_at[places, history.column]
    record = service_record(history, published[of_lane], relative[of_lane], len(services), priors)

    lane, row_days, row_column = _rows(day_at, history.column, len(services))
    shared = len(row_days)
    lane[places, history.column] = shared + np.arange(len(places))
    row_days = np.concatenate([row_days, of_lane])
    row_column = np.concatenate([row_column, history.column])
    every = History.of(row_column.tolist(), [LaneCounts()] * shared + counts)

    mean, spread = lane_days(
        every, published[row_days] * record.pace[row_column], relative[row_days] * record.looseness[row_column], priors
    )
    low, high = lane_law.to_interval(mean, spread)
    loss, returned, disputed, untracked = lane_rates(every, record.wrong[:, row_column], priors)
    return LaneTable(
        lane=lane,
        mean=mean,
        spread=spread,
        low=low,
        high=high,
        on_time=lane_law.on_time(mean, spread, LAST_DAY),
        loss=loss,
        returned=returned,
        disputed=disputed,
        untracked=untracked,
        pickup_hours=lane_pickup(every, record.pickup_hours[row_column], priors),
        parcels=every.parcels.astype(np.int64),
        delivered=every.delivered.astype(np.int64),
        source=_source(every, assumed[row_days], len(services)),
    )


def published_days(
    services: Sequence[Service], sheets: Sequence[RateSheet | None], priors: LanePriors
) -> tuple[Floats, Ints, npt.NDArray[np.bool_]]:
    """Return the distinct published intervals in calendar days, country × service → place in them, and which of them
    are published nowhere. Zones that hang on a postcode count with their country."""
    place_of: dict[tuple[int, int], int] = {}
    day_at = np.empty((len(COUNTRY_AT), len(services)), dtype=np.int64)
    for column, (service, sheet) in enumerate(zip(services, sheets, strict=True)):
        own = (service.days_min, service.days_max)
        day_at[:, column] = place_of.setdefault(own, len(place_of))
        zones = {zone: tariff.days for zone, tariff in sheet.tariffs.items() if tariff.days} if sheet else {}
        if sheet is None or not zones:
            continue
        at = {zone: place_of.setdefault(days, len(place_of)) for zone, days in zones.items()}
        served = [(COUNTRY_AT[code], at[zone]) for code, zone in sheet.zone_of.items() if zone in at]
        rows, values = np.array(served, dtype=np.int64).reshape(-1, 2).T
        day_at[rows, column] = values
    assumed = [most <= 0 for _least, most in place_of]
    days = [priors.assumed_days if none else pair for pair, none in zip(place_of, assumed, strict=True)]
    calendar = np.array(days, dtype=np.float64).reshape(-1, 2) * priors.calendar_days
    return calendar, day_at, np.array(assumed, dtype=np.bool_)


def _counted(services: Sequence[Service], lanes: Lanes) -> tuple[Ints, list[int], list[LaneCounts]]:
    """Return country places, service columns and counts of the lanes with history of these services."""
    column_of = {service.key: column for column, service in enumerate(services)}
    known = [
        (COUNTRY_AT[country], column_of[key], counts)
        for (key, country), counts in lanes.counts.items()
        if key in column_of and country in COUNTRY_AT and counts.parcels
    ]
    places = np.array([place for place, _column, _counts in known], dtype=np.int64)
    return places, [column for _place, column, _counts in known], [counts for _place, _column, counts in known]


def _rows(day_at: Ints, counted: Ints, services: int) -> tuple[Ints, Ints, Ints]:
    """Return country × service → row, and of each row its published interval and its service; services without
    history share the rows of one that does not exist (the last place of `ServiceRecord`)."""
    alias = np.full(services, services, dtype=np.int64)
    alias[counted] = counted
    intervals = int(day_at.max(initial=0)) + 1
    keys, lane = np.unique(day_at + intervals * alias, return_inverse=True)
    return lane.reshape(day_at.shape), keys % intervals, keys // intervals


def _source(every: History, assumed: npt.NDArray[np.bool_], services: int) -> Ints:
    """Return where each row's figures come from, as a place in SOURCES."""
    from_service = np.where(every.column < services, SOURCES.index(LaneSource.SERVICE), 0)
    unmoved = np.where(assumed, SOURCES.index(LaneSource.ASSUMED), SOURCES.index(LaneSource.PUBLISHED))
    moved = np.where(every.parcels > 0, SOURCES.index(LaneSource.LANE), from_service)
    return np.maximum(moved, unmoved)
