"""Which weights a seller may set, and between which bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class Bounds:
    """From `low` to `high`, both possible.

    `unit`: MONEY, MONEY_PER_DAY, MONEY_PER_HOUR, MONEY_PER_STEP, SHARE or PROBABILITY.
    """

    low: float
    high: float
    unit: str


MONEY = Bounds(0.0, 1000.0, "MONEY")
SHARE = Bounds(0.0, 2.0, "SHARE")
# A weight below zero would pay for being slow or lost.
BOUNDS: Mapping[str, Bounds] = {
    "per_day": Bounds(0.0, 100.0, "MONEY_PER_DAY"),
    "per_spread_day": Bounds(0.0, 100.0, "MONEY_PER_DAY"),
    "late": MONEY,
    "ship_late_per_day": Bounds(0.0, 100.0, "MONEY_PER_DAY"),
    "slower_level": Bounds(0.0, 1000.0, "MONEY_PER_STEP"),
    "faster_level": Bounds(0.0, 1000.0, "MONEY_PER_STEP"),
    "loss_value_share": SHARE,
    "dispute_value_share": SHARE,
    "return_cost": MONEY,
    "untracked": MONEY,
    "slow_pickup_per_hour": Bounds(0.0, 100.0, "MONEY_PER_HOUR"),
    "min_on_time": Bounds(0.0, 0.99, "PROBABILITY"),
}


def wish_problems(wishes: Mapping[str, float]) -> list[Problem]:
    """Return what cannot be: names that are no weights, figures out of their bounds."""
    return [Problem("WEIGHT_INVALID", name, f"{figure:g}") for name, figure in wishes.items() if not fits(name, figure)]


def fits(name: str, figure: float) -> bool:
    """Tell whether the name is a weight's and the figure within its bounds."""
    bounds = BOUNDS.get(name)
    return bounds is not None and isfinite(figure) and bounds.low <= figure <= bounds.high
