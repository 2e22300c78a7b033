"""What is believed before own parcels speak: the published days as a lognormal law, a share of them for each stage.

The reading of published days is that of routing (`docs/algorithms/lanes.md` §1): calendar days, four of five parcels
within them, as many earlier as later.
"""

from __future__ import annotations

from math import erf

import numpy as np

from fahuo.eta.days import LANDMARKS, LAST, Floats
from fahuo.eta.stage import LEFT, Stage

Z = 1.2815515655446004  # of the standard normal law, four of five values lie within ± Z
_EARLIEST = 0.25
# Nobody is as sure as a narrow published interval says: the law is at least so wide (a factor of 1.3 at 80 %).
_LEAST_SIGMA = 0.2
# Nor is it certain that a parcel comes on a day; and the longer it has waited, the less its next day says.
_SUREST, _DOUBT = 0.95, 0.15
# Halves of an octave: services that publish about as many days are alike.
_STEPS = 2.0

_erf = np.vectorize(erf, otypes=[np.float64])


def class_of(low: Floats, high: Floats) -> Floats:
    """Return to which class of speed published days belong: half octaves of their middle."""
    middle: Floats = np.maximum(np.sqrt(np.maximum(low, 0.5) * high), 0.5)
    return np.round(_STEPS * np.log2(middle))


def published_hazards(low: Floats, high: Floats, stage: Stage) -> Floats:
    """Return for published days (row) the probability of delivery on day k of those not delivered before, at each
    landmark: row × landmark × day."""
    early, late = np.log(np.maximum(low - 0.5, _EARLIEST)), np.log(np.maximum(high, low) + 0.5)
    sigma = np.maximum((late - early) / (2 * Z), _LEAST_SIGMA)
    middle = (early + late) / 2 + np.log(LEFT[stage])
    ends = np.log(np.arange(LAST + 1) + 1.0 - 0.5 * (LEFT[stage] > LEFT[-1]))
    later = 0.5 * (1 - _erf((ends[None, :] - middle[:, None]) / (sigma[:, None] * np.sqrt(2.0))))
    before = np.concatenate([np.ones((len(low), 1)), later[:, :-1]], axis=1)
    hazards = np.where(before > 1e-9, 1 - later / np.maximum(before, 1e-9), 1.0)
    hazards[:, LAST] = 1.0
    waits = np.arange(LAST + 1)[None, :] >= LANDMARKS[:, None]
    most = np.maximum(_SUREST / (1 + _DOUBT * LANDMARKS)[:, None], np.arange(LAST + 1)[None, :] == LAST)
    found: Floats = np.minimum(hazards[:, None, :], most[None, :, :]) * waits[None, :, :]
    return found
