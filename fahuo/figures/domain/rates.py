"""Rates: what is divided by what, how sure a rate of few parcels is, and what may be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from fahuo.figures.domain.columns import (
    AT,
    LABEL_ENDS,
    LABEL_HOURS,
    PICKUP_ENDS,
    PICKUP_HOURS,
    TRANSIT_DAYS,
    TRANSIT_ENDS,
)

Z = 1.959964  # 95 % of a normal law lie between -Z and Z
FEWEST = 30  # with fewer parcels nothing is said of good or bad
# A rate of parcels whose end is known, or whose promised day is over, is one of the quick ones and of those promised
# soon while many are under way: with more than this share of them it is not compared with another period's.
MOST_WAITING = 0.05
_RIPENING = frozenset({"closed", "on_time_due"})
NOTHING = (0,) * len(AT)


class Verdict(StrEnum):
    """How a rate stands against its target."""

    NONE = "NONE"  # nothing to divide by
    TOO_FEW = "TOO_FEW"
    NO_TARGET = "NO_TARGET"
    MET = "MET"
    OPEN = "OPEN"  # below the target, by no more than chance may do; or the target is "all"
    MISSED = "MISSED"


@dataclass(frozen=True, slots=True)
class Measure:
    """One rate: `met` of those that are `due`, out of `among`; all three are columns of a cell.

    What is due so many hours after the label can be compared early, as the young are like the old. What is due at the
    end, or at a day of each parcel's own, cannot.
    """

    key: str
    met: str
    due: str
    among: str
    target: float | None
    high_is_good: bool
    decimals: int


MEASURES = (
    Measure("label", "label_met", "label_due", "orders", 1.0, high_is_good=True, decimals=1),
    Measure("pickup", "pickup_met", "pickup_due", "parcels", 1.0, high_is_good=True, decimals=1),
    Measure("tracking", "tracking_met", "tracking_due", "parcels", 0.995, high_is_good=True, decimals=2),
    Measure("on_time", "on_time_met", "on_time_due", "promised", None, high_is_good=True, decimals=1),
    Measure("lost", "lost", "closed", "parcels", None, high_is_good=False, decimals=2),
    Measure("exception", "troubled", "closed", "parcels", None, high_is_good=False, decimals=1),
    Measure("dispute", "disputed", "closed", "parcels", None, high_is_good=False, decimals=2),
)
BY_KEY = {measure.key: measure for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as counted. `low` to `high` holds the true share in 95 of 100 such samples; None without parcels."""

    measure: Measure
    met: int
    due: int
    waiting: int

    @property
    def share(self) -> float | None:
        """The share itself."""
        return self.met / self.due if self.due else None

    @property
    def is_ripe(self) -> bool:
        """Whether it may be compared: not where the end or the promised day counts and many have not come to it."""
        return self.measure.due not in _RIPENING or self.waiting <= MOST_WAITING * (self.due + self.waiting)

    @property
    def low(self) -> float:
        """Where the interval begins."""
        return wilson(self.met, self.due)[0]

    @property
    def high(self) -> float:
        """Where it ends."""
        return wilson(self.met, self.due)[1]

    @property
    def verdict(self) -> Verdict:
        """What may be said of it. Where the target is "all", one miss is below it and is no proof of a bad habit."""
        if not self.due:
            return Verdict.NONE
        if self.due < FEWEST:
            return Verdict.TOO_FEW
        if self.measure.target is None:
            return Verdict.NO_TARGET
        if self.met >= self.measure.target * self.due:
            return Verdict.MET
        return Verdict.MISSED if self.high < self.measure.target < 1 else Verdict.OPEN


def rate(counts: Sequence[int], measure: Measure) -> Rate:
    """Return a rate from the counts of one or more cells."""
    due = counts[AT[measure.due]]
    return Rate(measure, counts[AT[measure.met]], due, counts[AT[measure.among]] - due)


def rates(counts: Sequence[int]) -> tuple[Rate, ...]:
    """Return all rates in the sequence of `MEASURES`."""
    return tuple(rate(counts, measure) for measure in MEASURES)


def wilson(met: int, due: int) -> tuple[float, float]:
    """Return the interval of a share by Wilson's score (1927), never below 0 or above 1; (0, 1) without parcels."""
    if not due:
        return 0.0, 1.0
    share = met / due
    middle = (share + Z**2 / (2 * due)) / (1 + Z**2 / due)
    half = Z / (1 + Z**2 / due) * sqrt(share * (1 - share) / due + Z**2 / (4 * due**2))
    return (0.0 if met == 0 else max(0.0, middle - half)), (1.0 if met == due else min(1.0, middle + half))


def change(now: Rate, before: Rate) -> float | None:
    """Return by how much a rate has moved; None where either has too few parcels or is not ripe, or where chance alone
    may move it so."""
    if min(now.due, before.due) < FEWEST or now.share is None or before.share is None:
        return None
    if not (now.is_ripe and before.is_ripe):
        return None
    pooled = (now.met + before.met) / (now.due + before.due)
    spread = sqrt(pooled * (1 - pooled) * (1 / now.due + 1 / before.due))
    moved = now.share - before.share
    return moved if spread and abs(moved) > Z * spread else None


@dataclass(frozen=True, slots=True)
class Quantile:
    """A length of time that a share of parcels kept; `is_above`: longer than `value`, the last bucket's end."""

    value: float
    is_above: bool = False


TIMES = {
    "label": (LABEL_HOURS, LABEL_ENDS),
    "pickup": (PICKUP_HOURS, PICKUP_ENDS),
    "transit": (TRANSIT_DAYS, TRANSIT_ENDS),
}


def quantile(counts: Sequence[int], time: str, share: float) -> Quantile | None:
    """Return a quantile of `TIMES` from its buckets, straight between their ends; None without parcels."""
    columns, ends = TIMES[time]
    held = [counts[AT[name]] for name in columns]
    wanted, passed = share * sum(held), 0
    if not wanted:
        return None
    for place, end in enumerate(ends):
        if passed + held[place] >= wanted:
            start = ends[place - 1] if place else 0.0
            return Quantile(start + (end - start) * (wanted - passed) / held[place])
        passed += held[place]
    return Quantile(ends[-1], is_above=True)
