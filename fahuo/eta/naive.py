"""What one would say without this room, to compare with: published days, and the lane's own quantiles as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from fahuo.eta.days import Days, Ints
from fahuo.eta.history import History, Lane
from fahuo.eta.prior import Z
from fahuo.eta.stage import Stage
from fahuo.eta.stays import stays

_Z90 = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Asked:
    """Predictions to make, one place each."""

    parcel: Ints
    stage: Ints
    begun_on: Days
    on: Days


def published(lanes: Sequence[Lane], lane: Ints, labelled_on: Days, on: Days) -> tuple[Days, Days]:
    """Return the published days, stretched from four of five parcels to nine of ten, from the label on."""
    ends = np.array([_nine_of_ten(*one.published) for one in lanes]).reshape(-1, 2)[lane]
    first, last = np.floor(ends[:, 0]).astype(np.int32), np.ceil(ends[:, 1]).astype(np.int32)
    return np.maximum(labelled_on + first, on), np.maximum(labelled_on + last, on)


def lane_quantiles(
    known: History, asked: Asked, lane: Ints, said: tuple[Days, Days], *, today: int
) -> tuple[Days, Days]:
    """Return the days between which nine of ten of the lane's delivered parcels came, counted from the stage's begin;
    what is `said` otherwise where there is none."""
    first, last = said[0].copy(), said[1].copy()
    for one in Stage:
        found = stays(known, one, today=today)
        own = known.lane[found.parcel]
        for place in np.unique(lane[asked.stage == one]):
            days = found.days[(own == place) & found.delivered]
            if not len(days):
                continue
            low, high = np.quantile(days, [0.05, 0.95])
            chosen = (asked.stage == one) & (lane == place)
            first[chosen] = np.maximum(asked.begun_on[chosen] + int(np.floor(low)), asked.on[chosen])
            last[chosen] = np.maximum(asked.begun_on[chosen] + int(np.ceil(high)), asked.on[chosen])
    return first, last


def _nine_of_ten(low: float, high: float) -> tuple[float, float]:
    early, late = log(max(low, 0.5)), log(max(high, low, 0.5))
    middle, sigma = (early + late) / 2, (late - early) / (2 * Z)
    return exp(middle - _Z90 * sigma), exp(middle + _Z90 * sigma)
