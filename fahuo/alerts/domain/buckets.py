"""Spans of time counted in buckets (`tracking.services.counts`): quantiles and shares told from their upper bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping


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
