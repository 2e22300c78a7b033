"""Soft wishes, each turned into money so that they can be added. `docs/algorithms/routing.md` explains the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fahuo.routing.domain.scene import Scene
from fahuo.trade.money import minor_digits
from fahuo.trade.service import ServiceLevel

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Parcel × service, in the currency of the weights. `steps` is how many levels faster than the buyer's choice."""

    cost: Floats
    time: Floats
    level: Floats
    steps: npt.NDArray[np.int64]
    total: Floats


def scores(scene: Scene) -> Scores:
    """Return what each choice costs in all; meaningless where a hard rule excludes the pair."""
    cost, time = _cost(scene), _time(scene)
    steps = _steps(scene)
    weights = scene.rules.weights
    level = np.where(steps < 0, -steps * weights.slower_level, steps * weights.faster_level)
    return Scores(cost, time, level, steps, np.round(cost + time + level, 2))


def buyer_level(key: str, level_of: Mapping[str, ServiceLevel]) -> ServiceLevel | None:
    """Return the level behind a platform's service key, None when it is not known.

    Online-shipping ids carry a warehouse behind the service (`CAINIAO_STANDARD_TS_12350032`): the longest known
    beginning counts.
    """
    while key and key not in level_of:
        key = key.rpartition("_")[0]
    return level_of.get(key)


def _cost(scene: Scene) -> Floats:
    """Total of the rate, converted at the day's rate and rounded to the minor unit."""
    rates = scene.table.rules.yuan_per_unit
    into = float(rates[scene.rules.weights.currency])
    factors = np.array([float(rates.get(currency, 0)) / 100 / into for currency in scene.table.currencies])
    cost: Floats = np.round(
        scene.rates.total * factors[scene.table.currency], minor_digits(scene.rules.weights.currency)
    )
    return cost


def _time(scene: Scene) -> Floats:
    """Middle of the published days, each worth more when the order is past its ship-by date."""
    days = np.array([(service.days_min + service.days_max) / 2 for service in scene.table.services])
    weights, on = scene.rules.weights, scene.table.on
    late = np.array(
        [request.ship_by is not None and request.ship_by < on for request in scene.requests], dtype=np.bool_
    )
    per_day = np.where(late, weights.ship_late_per_day, weights.per_day)
    time: Floats = np.round(per_day[:, None] * days, 2)
    return time


def _steps(scene: Scene) -> npt.NDArray[np.int64]:
    """Levels faster (+) or slower (−) than the buyer chose; 0 where his choice is not known."""
    speed, level_of = scene.rules.weights.speed, scene.rules.level_of
    offered = np.array([speed[service.level] for service in scene.table.services], dtype=np.int64)
    levels = [buyer_level(request.chosen_service, level_of) for request in scene.requests]
    known = np.array([level is not None for level in levels], dtype=np.bool_)
    chosen = np.array([speed[level] if level is not None else 0 for level in levels], dtype=np.int64)
    return np.where(known[:, None], offered - chosen[:, None], 0)
