"""Probabilities that hold, and the bounds of the bands, by answers of models that had not seen the title."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.model import softened

Floats = NDArray[np.float64]
# What a band promises, held with some room on titles not seen; and how few answers may not found a bound.
HIGH_RIGHT, MEDIUM_RIGHT, FEWEST = 0.90, 0.65, 15
NEVER = 1.01
_BINS = 10


def softness_and_doubt(rights: Sequence[bool], scores: Sequence[Floats]) -> tuple[float, float]:
    """Return the softness and the doubt under which the first candidates' probabilities are likeliest."""
    right = np.array(rights, dtype=float)
    best = (np.inf, 1.0, 0.0)
    for softness in np.arange(0.3, 2.01, 0.05):
        firsts = np.array([softened(shown, softness, 0.0).max(initial=1e-6) for shown in scores])
        for doubt in np.arange(0.0, 0.41, 0.02):
            chance = np.clip(firsts * (1 - doubt), 1e-6, 1 - 1e-6)
            loss = -float(np.mean(right * np.log(chance) + (1 - right) * np.log(1 - chance)))
            best = min(best, (loss, float(softness), float(doubt)))
    return best[1], best[2]


def bound(firsts: Floats, rights: NDArray[np.bool_], wanted: float, *, repeats: int = 1) -> float:
    """Return the lowest probability from which on such a share is right; above 1 (never) when there is none.

    One right and one wrong answer are added to what is counted: the bound must not end where chance was kind to few.
    `repeats` says how often each title was answered, which makes answers many and what they tell no more.
    """
    order = np.argsort(-firsts, kind="stable")
    so_many = np.arange(1, len(order) + 1) / repeats
    share = (np.cumsum(rights[order]) / repeats + 1) / (so_many + 2)
    enough = np.flatnonzero((share >= wanted) & (so_many >= FEWEST))
    return float(firsts[order[enough[-1]]]) if len(enough) else NEVER


def error(firsts: Floats, rights: NDArray[np.bool_]) -> float:
    """Return how far promised and right lie apart on average, in ten bins (ECE)."""
    bins = np.minimum(_BINS - 1, (firsts * _BINS).astype(int))
    parts = [(firsts[bins == at].mean(), rights[bins == at].mean(), (bins == at).mean()) for at in set(bins.tolist())]
    return float(sum(abs(promised - right) * share for promised, right, share in parts))
