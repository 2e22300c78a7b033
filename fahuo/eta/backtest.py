"""Predicts the past as it would have been predicted then, and compares with what happened.

From a day on, laws are fitted again and again of what was known when that day had ended. Predictions of the days after
it are made for every parcel that enters a stage, and on the first of them for every parcel that waits in one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from fahuo.eta.days import NEVER, Bools, Days, Floats, Ints, is_peak
from fahuo.eta.history import History, Lane, Regions
from fahuo.eta.model import DEFAULT, Expected, expect, fit
from fahuo.eta.naive import Asked, lane_quantiles, published
from fahuo.eta.settings import Settings
from fahuo.eta.stage import Stage
from fahuo.eta.stays import stays


@dataclass(frozen=True, slots=True)
class Outcome:
    """One prediction a place, with what happened. Widths are days, both ends counted.

    `hit` and `half` say whether the 90 % and the 50 % interval held, `late` whether it came behind the 90 % one.
    """

    lane: Ints
    stage: Ints
    waited: Ints
    hit: Bools
    half: Bools
    late: Bools
    width: Floats
    half_width: Floats
    error: Floats
    published_hit: Bools
    published_width: Floats
    quantile_hit: Bools
    quantile_width: Floats

    def rows(self, chosen: Bools) -> Outcome:
        """Return some of them."""
        return Outcome(*(getattr(self, column.name)[chosen] for column in fields(self)))


def back_test(
    history: History, lanes: Sequence[Lane], regions: Regions, *, first: int, last: int, every: int = 7,
    settings: Settings = DEFAULT, progress: Callable[[int], None] = lambda _days: None,
) -> Outcome:  # fmt: skip
    """Return how predictions made from the day after `first` until `last` came out.

    Parcels that were not delivered by the end of the history count as late, unless it is known that they never will be.
    """
    parts = []
    for today in range(first, last, every):
        until = min(today + every, last)
        parts.append(_week(history, lanes, regions, today=today, until=until, settings=settings))
        progress(until - today)
    if not parts:
        raise ValueError("no day to predict")
    return together(parts)


def together(parts: Sequence[Outcome]) -> Outcome:
    """Return the predictions of all parts."""
    return Outcome(*(np.concatenate([getattr(part, c.name) for part in parts]) for c in fields(Outcome)))


def _week(
    history: History, lanes: Sequence[Lane], regions: Regions, *, today: int, until: int, settings: Settings
) -> Outcome:
    known = history.known_on(today)
    model = fit(known, lanes, regions, today=today, settings=settings)
    asked = _asked(history, today, until)
    lane = history.lane[asked.parcel]
    node = model.groups.node(lane, is_peak(asked.begun_on))
    found = expect(model, node, asked.stage, asked.begun_on, today=asked.on)
    label = history.entered[Stage.LABEL][asked.parcel]
    said = published(lanes, lane, label, asked.on)
    counted = lane_quantiles(known, asked, lane, said, today=today)
    return _compared(asked, lane, history.delivered_on[asked.parcel], found=found, said=said, counted=counted)


def _asked(history: History, today: int, until: int) -> Asked:
    """Return the predictions of the days behind `today`: each belongs to a moment at which its stage was the last one
    known. Parcels that were never delivered are asked about, too, unless their failure is known at the end."""
    told = history.in_time_order()
    parts = []
    for stage in Stage:
        found = stays(told, stage, today=int(NEVER) - 1)
        hoped = history.failed_on[found.parcel] == NEVER
        new = (found.begun_on > today) & (found.begun_on <= until)
        waiting = (found.begun_on <= today) & (found.begun_on + found.stayed > today)
        for chosen, on in ((new & hoped, found.begun_on), (waiting & hoped, np.full_like(found.begun_on, today + 1))):
            parts.append(Asked(found.parcel[chosen], np.full(chosen.sum(), stage), found.begun_on[chosen], on[chosen]))
    return Asked(*(np.concatenate([getattr(part, c.name) for part in parts]) for c in fields(Asked)))


def _compared(
    asked: Asked, lane: Ints, fact: Days, *, found: Expected, said: tuple[Days, Days], counted: tuple[Days, Days]
) -> Outcome:
    def inside(first: Days, last: Days) -> Bools:
        return (first <= fact) & (fact <= last)

    def width(first: Days, last: Days) -> Floats:
        return (last - first + 1).astype(np.float64)

    return Outcome(
        lane=lane,
        stage=asked.stage.astype(np.int64),
        waited=(asked.on - asked.begun_on).astype(np.int64),
        hit=inside(found.from_on, found.until_on),
        half=inside(found.inner_from_on, found.inner_until_on),
        late=fact > found.until_on,
        width=width(found.from_on, found.until_on),
        half_width=width(found.inner_from_on, found.inner_until_on),
        error=np.where(fact < NEVER, np.abs(fact - found.likely_on), np.inf).astype(np.float64),
        published_hit=inside(*said),
        published_width=width(*said),
        quantile_hit=inside(*counted),
        quantile_width=width(*counted),
    )
