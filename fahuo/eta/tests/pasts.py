"""Small pasts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fahuo.eta.days import NEVER
from fahuo.eta.history import History

TODAY = 20_600  # 27 May 2026


def parcels(
    counts: Sequence[int], *, days: int, spread: float = 0.0, over: int = 60, lag: int = 0, seed: int = 7
) -> History:
    """Return so many delivered parcels of each lane, begun on any of some days that ended `lag` days ago."""
    draw = np.random.default_rng(seed)
    lane = np.repeat(np.arange(len(counts)), counts)
    size = len(lane)
    begun = TODAY - (lag or days * 2 + 1) - draw.integers(0, over, size)
    took = np.maximum(np.round(days * draw.lognormal(0, spread, size)), 1).astype(np.int64) if size else begun
    entered = np.full((7, size), NEVER)
    entered[0], entered[2] = begun, begun + took // 3
    entered[5] = begun + took * 2 // 3
    return History.of(lane, entered, begun + took, np.full(size, NEVER))
