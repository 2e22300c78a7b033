"""How far the ends of an interval must lie so that nine of ten parcels of the recent past would have kept it.

The law of a lane says F(k), the probability of delivery by day k. An end at F = 5 % holds back 5 % of the parcels only
if the law is right. So predictions are made as they would have been some weeks ago, and the ends are laid where 5 % of
those parcels came too early and 5 % too late: split conformal prediction for each tail, with parcels still under way
counted by Kaplan and Meier. `docs/algorithms/delivery-dates.md` §4.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from fahuo.eta.days import Bools, Floats, Ints

# Where the ends of the two intervals lie: 90 % and 50 %.
TAILS = ((0.05, 0.95), (0.25, 0.75))
# Classes of lanes by their own delivered parcels, and of predictions by whether the parcel has waited in its stage.
SIZES = np.array([10, 100])
CLASSES = (len(SIZES) + 1) * 2
# How many scores the stage as a whole counts for in each class, and how many the law itself (as if it were right): a
# hundred small ones.
_STAGE_SCORES, _NOMINAL_SCORES, _NOMINAL_WEIGHT = 60.0, 100, 0.3
_ABOVE = 1e-9
# Where days cannot be cut so that 5 % come too early, the other end makes up for it, up to so much of its tail.
_SPARE = 0.6
# Ends go no further in or out than this, for each tail: a past that was all early says nothing of the late ones.
_BOUNDS = ((0.02, 0.12), (0.10, 0.40))


@dataclass(frozen=True, slots=True)
class Scores:
    """How parcels did by the law that was valid for them, one place each.

    `early` is F(k) of the day k on which it came: up to the lower end it came too early. `late` is F(k − 1): from the
    upper end on it came too late. `seen` is False for a parcel under way, which is known to score at least so high.
    `weight` is less for older moments, as paces change.
    """

    of_class: Ints
    early: Floats
    late: Floats
    seen: Bools
    weight: Floats

    @classmethod
    def none(cls) -> Scores:
        """Return no scores."""
        return cls(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0), np.empty(0, dtype=np.bool_), np.empty(0))


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the ends lie as values of F: tail (as in TAILS) × class, with one more place for what has no class."""

    lower: Floats
    upper: Floats


def class_of(parcels: Ints, waited: Ints) -> Ints:
    """Return the class of predictions, from the lane's delivered parcels and the days waited in the stage."""
    return np.searchsorted(SIZES, parcels, side="right") * 2 + (waited > 0)


def joined(parts: list[Scores]) -> Scores:
    """Return the scores of all parts."""
    parts = parts or [Scores.none()]
    return Scores(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Scores)))


def ends(scores: Scores) -> Ends:
    """Return the ends for every class of one stage."""
    lower, upper = np.empty((len(TAILS), CLASSES)), np.empty((len(TAILS), CLASSES))
    nominal = (np.arange(_NOMINAL_SCORES) + 0.5) / _NOMINAL_SCORES
    everyone = scores.weight * (_STAGE_SCORES / max(scores.weight.sum(), _STAGE_SCORES))
    seen = np.concatenate([scores.seen, np.ones(_NOMINAL_SCORES, dtype=np.bool_)])
    early, late = np.concatenate([scores.early, nominal]), np.concatenate([scores.late, nominal])
    first, last = np.lexsort((~seen, early)), np.lexsort((~seen, late))
    for place in range(CLASSES):
        own = np.where(scores.of_class == place, scores.weight, 0.0)
        weight = np.concatenate([everyone + own, np.full(_NOMINAL_SCORES, _NOMINAL_WEIGHT)])
        by_early, by_late = _shares(early, seen, weight, by=first), _shares(late, seen, weight, by=last)
        for tail, (low, high) in enumerate(TAILS):
            least, most = _BOUNDS[tail]
            lower[tail, place] = np.clip(_nearest(*by_early, low, below=-1.0), least, most)
            wanted = np.clip(high - low + _share(*by_early, lower[tail, place]), high - low, high + low * _SPARE)
            upper[tail, place] = np.clip(_nearest(*by_late, wanted, below=0.0) + _ABOVE, 1 - most, 1 - least)
    return Ends(lower, upper)


def _shares(values: Floats, seen: Bools, weight: Floats, *, by: Ints) -> tuple[Floats, Floats]:
    """Return the distinct values, and the share of parcels at or below each (Kaplan and Meier); `by` is the sequence of
    the values, of equal ones those seen first."""
    values, seen, weight = values[by], seen[by], weight[by]
    risk = np.cumsum(weight[::-1])[::-1]
    left = np.cumprod(1 - np.where(seen, weight / risk, 0.0))
    last = np.flatnonzero(np.append(np.diff(values) > 0, True))
    return values[last], 1 - left[last]


def _share(values: Floats, shares: Floats, end: float) -> float:
    """Return the share of parcels at or below an end."""
    place = int(np.searchsorted(values, end, side="right"))
    return float(shares[place - 1]) if place else 0.0


def _nearest(values: Floats, shares: Floats, wanted: float, *, below: float) -> float:
    """Return the value whose share is nearest to the wanted one; `below` all of them is a choice, too."""
    values, shares = np.concatenate([[below], values]), np.concatenate([[0.0], shares])
    return float(values[np.argmin(np.abs(shares - wanted))])
