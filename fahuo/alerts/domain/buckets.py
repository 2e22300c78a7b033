"""Spans of time counted in buckets: by their upper bounds quantiles and shares can be told, and rows stay few."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping

# Seconds. A minute and a quarter of an hour are among them, as these are what is promised.
BOUNDS = (1, 2, 5, 10, 15, 20, 30, 45, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 259_200)
OVER = 2_592_000  # whatever took longer


def bucket(seconds: float) -> int:
    """Return the upper bound of the bucket that a span falls into; below zero counts as zero."""
    place = bisect_left(BOUNDS, seconds)
    return BOUNDS[place] if place < len(BOUNDS) else OVER


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """Return the bound within which this share of all lies; None when nothing was counted."""
    total = sum(counts.values())
    if not total:
        return None
    needed = math.ceil(total * share)
    reached = 0
    for bound in sorted(counts):
        reached += counts[bound]
        if reached >= needed:
            return bound
    return max(counts)


def within(counts: Mapping[int, int], seconds: int) -> float | None:
    """Return the share that took at most so long; None when nothing was counted."""
    total = sum(counts.values())
    return sum(rows for bound, rows in counts.items() if bound <= seconds) / total if total else None
