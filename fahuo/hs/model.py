"""The model: a few dozen weights that turn features into probabilities. Fitted by `fitting.py`, kept in model.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.answer import Band
from fahuo.hs.features import FEATURES, Candidates

FILE = Path(__file__).parent / "model.json"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, and how scores become probabilities and bands.

    `softness` divides scores; `doubt` is the share of probability kept for codes that are no candidate; from the
    probabilities `high` and `medium` on a band begins. `by_title` is the model that must agree before a listing with
    a category is HIGH, asked about it without that category: measured, sellers' categories mislead just there.
    """

    weights: NDArray[np.float32]
    softness: float
    doubt: float
    high: float
    medium: float
    by_title: Model | None = None

    def probabilities(self, candidates: Candidates, more: NDArray[np.float32] | None = None) -> NDArray[np.float64]:
        """Return the probability of each candidate; `more` is added to its score (what a seller taught)."""
        scores = (candidates.rows @ self.weights).astype(np.float64)
        if more is not None:
            scores += more
        return softened(scores, self.softness, self.doubt)

    def band(self, probability: float) -> Band:
        """Return how far a first candidate of this probability may be trusted."""
        if probability >= self.high:
            return Band.HIGH
        return Band.MEDIUM if probability >= self.medium else Band.LOW


def softened(scores: NDArray[np.float64], softness: float, doubt: float) -> NDArray[np.float64]:
    """Return probabilities for scores; together they make 1 minus the doubt."""
    if not len(scores):
        return scores
    powers = np.exp((scores - scores.max()) / softness)
    shares: NDArray[np.float64] = (1 - doubt) * powers / powers.sum()
    return shares


def kind_of_model(*, deep: bool, listing: bool) -> str:
    """Name the weights to use: with the encoder or without; for a listing with category or for a title alone."""
    return f"{'deep' if deep else 'plain'}-{'listing' if listing else 'title'}"


@lru_cache(maxsize=4)
def model(kind: str) -> Model:
    """Return shipped weights by `kind_of_model`."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    found = from_json(kept[kind])
    title = kind.replace("listing", "title")
    return found if title == kind else replace(found, by_title=from_json(kept[title]))


def from_json(kept: Mapping[str, float | Mapping[str, float]]) -> Model:
    """Return the model of one entry of the file; a feature without a weight there has none."""
    by_name = kept["weights"]
    assert isinstance(by_name, Mapping)
    weights = np.array([by_name.get(name, 0.0) for name in FEATURES], dtype=np.float32)
    softness, doubt, high, medium = (float(kept[name]) for name in ("softness", "doubt", "high", "medium"))  # type: ignore[arg-type]
    return Model(weights, softness, doubt, high, medium)


def as_json(model: Model) -> dict[str, object]:
    """Return what the file keeps of a model."""
    weights = {name: round(float(weight), 3) for name, weight in zip(FEATURES, model.weights, strict=True) if weight}
    figures = {name: round(getattr(model, name), 4) for name in ("softness", "doubt", "high", "medium")}
    return {**figures, "weights": weights}
