"""Drawn durations: how long an emulated parcel takes for each step, by laws of different kinds.

A plot says what happens, a law says when. The same seed, lane and reference always tell the same story, so an emulator
that was started again goes on where it was. Nobody who predicts these journeys may read this module.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import cos, exp, pi

from fahuo.carriers.emulation.journey import HOUR_S, PLOTS, Plot, Step

DAY_H = 24.0
# 1 January 1970 was a Thursday: Saturday is day 2 of weeks that begin there.
_WEEK_DAYS, _SATURDAY, _SUNDAY = 7, 2, 3
_LONGEST_H = 70 * DAY_H
_FINE = frozenset({Step.DECLARED})
# Steps that rest on days off, in the weekend law.
_RESTING = frozenset(
    (
        *(Step.EXPORT_RELEASED, Step.IMPORT_CUSTOMS, Step.CUSTOMS_RELEASED),
        *(Step.LAST_MILE, Step.OUT_FOR_DELIVERY, Step.DELIVERED),
    )
)


class Law(StrEnum):
    """By which kind of law durations are drawn."""

    MIXTURES = "MIXTURES"  # lognormal legs, two routes, customs that hold some
    WEEKENDS = "WEEKENDS"  # gamma legs that rest at weekends, and a pace that jumps from time to time
    HEAVY_TAILS = "HEAVY_TAILS"  # Pareto legs, and a pace that drifts through the year
    PEAKS = "PEAKS"  # slower from November to January, and weather that delays all parcels of some days


@dataclass(frozen=True, slots=True)
class Road:
    """One service to one country under a law: its own numbers, drawn once."""

    key: str
    pace: float
    scatter: float
    second_way: float  # share of parcels that go the slow way
    slower: float  # how many times as long that takes
    held: float  # share that customs hold
    works_saturday: bool
    works_sunday: bool
    period_d: float  # how long one pace holds
    phase: float
    swing: float


def script(
    law: Law, plot: Plot, *, seed: int, service: str, country: str, reference: str, booked_at: float
) -> Sequence[tuple[float, Step]]:
    """Return what happens to a parcel: hours after the booking, and the step."""
    road = road_of(law, seed, service, country)
    own = _random(seed, law, service, country, reference)
    draw = _LAWS[law]
    told, at, fixed, way = [], 0.0, 0.0, own.random() < road.second_way
    for hours, step in PLOTS[plot]:
        base, fixed = hours - fixed, hours
        if base > 0 and step not in _FINE:
            at += min(draw(own, road, step, base * (road.slower if way and step is Step.ARRIVED else 1.0),
                           booked_at / HOUR_S + at), _LONGEST_H)  # fmt: skip
        told.append((at, step))
    return told


@lru_cache(maxsize=4096)
def road_of(law: Law, seed: int, service: str, country: str) -> Road:
    """Return the numbers of a lane: those of a service have something in common, those of a country too."""
    common, place = _random(seed, law, service), _random(seed, law, "", country)
    own = _random(seed, law, service, country)
    pace = exp(common.gauss(0.5, 0.35) + place.gauss(0.0, 0.2) + own.gauss(0.0, 0.15))
    return Road(
        key=f"{seed}|{law}|{service}|{country}",
        pace=pace,
        scatter=common.uniform(0.2, 0.45),
        second_way=own.choice((0.0, 0.0, own.uniform(0.1, 0.35))),
        slower=own.uniform(3.0, 6.0),
        held=place.uniform(0.02, 0.2),
        works_saturday=place.random() < 0.6,
        works_sunday=place.random() < 0.2,
        period_d=own.uniform(70, 200),
        phase=own.random(),
        swing=own.uniform(0.1, 0.35),
    )


def _mixtures(own: random.Random, road: Road, step: Step, base: float, _now: float) -> float:
    hours = base * road.pace * own.lognormvariate(0, road.scatter)
    if step is Step.CUSTOMS_RELEASED and own.random() < road.held:
        hours += own.gammavariate(2.0, 48.0)
    return hours


def _weekends(own: random.Random, road: Road, step: Step, base: float, now: float) -> float:
    shape = 1 / road.scatter**2
    hours = base * road.pace * _jumping(road, now) * own.gammavariate(shape, 1 / shape)
    return _rested(now, hours, road) if step in _RESTING else hours


def _heavy(own: random.Random, road: Road, step: Step, base: float, now: float) -> float:
    tail = own.paretovariate(1.6 + road.scatter * 2) - 1
    drift = 1 + road.swing * cos(2 * pi * (now / DAY_H / 365 + road.phase))
    return base * road.pace * drift * (0.7 + 0.5 * tail)


def _peaks(own: random.Random, road: Road, step: Step, base: float, now: float) -> float:
    day = int(now // DAY_H)
    # The year's day is near enough: the season begins and ends with a slope.
    of_year = (day % 365.25) / 365.25
    peak = max(0.0, 1 - abs((of_year - 0.96 + 0.5) % 1 - 0.5) / 0.12)
    hours = base * road.pace * (1 + 3 * road.swing * peak) * own.lognormvariate(0, road.scatter)
    if step is Step.ARRIVED and _random(0, road.key, day).random() < 0.05:
        hours += own.uniform(12, 60)
    return hours


_LAWS: dict[Law, Callable[[random.Random, Road, Step, float, float], float]] = {
    Law.MIXTURES: _mixtures,
    Law.WEEKENDS: _weekends,
    Law.HEAVY_TAILS: _heavy,
    Law.PEAKS: _peaks,
}


def _jumping(road: Road, now: float) -> float:
    """Return the pace of the time: it holds for a while and then is another."""
    which = int(now / DAY_H / road.period_d + road.phase)
    return exp(_random(0, road.key, which).gauss(0, 0.25))


def _rested(now: float, hours: float, road: Road) -> float:
    """Return how long so many working hours take from now on."""
    at, left = now, hours
    while left > 0:
        day_end = (at // DAY_H + 1) * DAY_H
        day = int(at // DAY_H) % _WEEK_DAYS
        if (day == _SATURDAY and not road.works_saturday) or (day == _SUNDAY and not road.works_sunday):
            at = day_end
            continue
        worked = min(left, day_end - at)
        at, left = at + worked, left - worked
    return at - now


def _random(*parts: object) -> random.Random:
    said = "|".join(map(str, parts)).encode()
    return random.Random(int.from_bytes(hashlib.sha256(said).digest()[:8], "big"))  # noqa: S311  must be the same again
