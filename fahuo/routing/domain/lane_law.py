"""The law of transit days: lognormal, right-skewed as transit times are, and fixed by its mean and spread.

A parcel delivered on day d stands for the time from d − ½ to d + ½. `docs/algorithms/lanes.md` says why.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

HALF_DAY = 0.5
INTERVAL = 0.80  # published days, and those that are shown, hold this share of the parcels
Z = 1.2815515655446004  # of the standard normal law, INTERVAL lies within ± Z
_NOT_ZERO = 0.25  # days; the earliest end of an interval

# Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.2.17: |error| < 7.5e-8.
_P = 0.2316419
_B = (0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429)


def phi(x: Floats) -> Floats:
    """Return the standard normal distribution function, off by less than 7.5e-8."""
    t = 1.0 / (1.0 + _P * np.abs(x))
    tail = t * _B[-1]
    for b in reversed(_B[:-1]):
        tail = (tail + b) * t
    tail *= np.exp(-0.5 * x * x) * 0.3989422804014327
    return np.where(x >= 0, 1.0 - tail, tail)


def from_interval(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return mean and relative variance (variance ÷ mean²) of the law that delivers INTERVAL of the parcels on the
    days `low` to `high`, both included, and as many earlier as later."""
    early = np.log(np.maximum(low - HALF_DAY, _NOT_ZERO))
    late = np.log(high + HALF_DAY)
    sigma = (late - early) / (2 * Z)
    return np.exp((early + late) / 2 + sigma**2 / 2), np.expm1(sigma**2)


def to_interval(mean: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Return the first and last day between which INTERVAL of the parcels arrive."""
    mu, sigma = _parameters(mean, spread)
    return np.maximum(np.exp(mu - Z * sigma) + HALF_DAY, 0.0), np.maximum(np.exp(mu + Z * sigma) - HALF_DAY, 0.0)


def on_time(mean: Floats, spread: Floats, last_day: int) -> Floats:
    """Return for each law (row) the share of parcels delivered by the end of day 0, 1, … `last_day`."""
    mu, sigma = _parameters(mean, spread)
    until = np.log(np.arange(last_day + 1) + HALF_DAY)
    return phi((until - mu[:, None]) / sigma[:, None])


def _parameters(mean: Floats, spread: Floats) -> tuple[Floats, Floats]:
    variance = np.log1p((spread / mean) ** 2)
    return np.log(mean) - variance / 2, np.sqrt(variance)
