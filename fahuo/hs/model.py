"""The model: a few dozen weights that turn features into probabilities. Fitted by `fitting.py`, kept in model.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.answer import Band
from fahuo.hs.features import FEATURES, Candidates

FILE = Path(__file__).parent / "model.json"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, the softness of probabilities, and from which probability on a band begins."""

    weights: NDArray[np.float32]
    softness: float
    high: float
    medium: float

    def probabilities(self, candidates: Candidates, more: NDArray[np.float32] | None = None) -> NDArray[np.float64]:
        """Return the probability of each candidate; `more` is added to its score (what a seller taught)."""
        scores = (candidates.rows @ self.weights).astype(np.float64)
        if more is not None:
            scores += more
        powers = np.exp((scores - scores.max(initial=0.0)) / self.softness)
        shares: NDArray[np.float64] = powers / powers.sum() if len(powers) else powers
        return shares

    def band(self, probability: float) -> Band:
        """Return how far a first candidate of this probability may be trusted."""
        if probability >= self.high:
            return Band.HIGH
        return Band.MEDIUM if probability >= self.medium else Band.LOW


@lru_cache(maxsize=2)
def model(*, deep: bool) -> Model:
    """Return the shipped model, for recognition with the encoder or without."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))["deep" if deep else "plain"]
    weights = [kept["weights"].get(name, 0.0) for name in FEATURES]
    return Model(np.array(weights, dtype=np.float32), kept["softness"], kept["high"], kept["medium"])
