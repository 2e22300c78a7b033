"""Fit the weights on titles whose codes are known, with NumPy alone, and say by cross-validation what they are worth.

Few weights, pulled towards zero, so that some hundred titles are enough and none of them can be memorised. The loss is
that of the right code among all candidates, and half as much that of its heading. Probabilities and bands are fitted on
answers of models that had not seen the title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.features import FEATURES, Candidates, features
from fahuo.hs.labelled import Labelled
from fahuo.hs.library import Library
from fahuo.hs.model import Model, softened
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.question import Question
from fahuo.hs.reading import read
from fahuo.hs.streams import gather

Floats = NDArray[np.float64]
FOLDS = 10
_PULL, _HEADING_SHARE = 15.0, 0.5
_STEPS, _STEP, _LATE_STEP = 250, 0.1, 0.03
# What a band promises, held with some room on titles not seen; and how few answers may not found a bound.
HIGH_RIGHT, MEDIUM_RIGHT, FEWEST = 0.88, 0.65, 15


@dataclass(frozen=True, slots=True)
class Case:
    """A title as features, where the right code stands among its candidates (-1: nowhere), and its heading's place."""

    candidates: Candidates
    right: int
    same_heading: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model fitted on all cases, and what models on nine tenths of them answered on the tenth they had not seen."""

    model: Model
    top: dict[int, float]
    calibration_error: float
    high_share: float
    high_right: float


def cases_of(rows: Sequence[Labelled], shelf: Library, *, listing: bool) -> list[Case]:
    """Return rows as cases; without `listing` only their titles are looked at."""
    return [_case(row, shelf, listing=listing) for row in rows]


def fit(cases: Sequence[Case], *, seed: int = 1) -> Fitted:
    """Fit weights, probabilities and bands."""
    unseen = list(_unseen_scores(cases, seed))
    softness, doubt = _calibrate(cases, unseen)
    firsts = np.array([softened(scores, softness, doubt).max(initial=0.0) for scores in unseen])
    rights = np.array([_is_first(case, scores) for case, scores in zip(cases, unseen, strict=True)])
    high, medium = _bound(firsts, rights, HIGH_RIGHT), _bound(firsts, rights, MEDIUM_RIGHT)
    chosen = firsts >= high
    return Fitted(
        model=Model(train(cases).astype(np.float32), softness, doubt, high, min(medium, high)),
        top={k: float(np.mean([_rank(case, s) < k for case, s in zip(cases, unseen, strict=True)])) for k in (1, 3, 5)},
        calibration_error=_calibration_error(firsts, rights),
        high_share=float(chosen.mean()),
        high_right=float(rights[chosen].mean()) if chosen.any() else 0.0,
    )


def train(cases: Sequence[Case]) -> Floats:
    """Return weights: the least loss over all cases, by steps of a size that adapts to each weight (Adam)."""
    rows, hides, right, heading = _packed(cases)
    weights, first, second = (np.zeros(len(FEATURES)) for _ in range(3))
    has_right, has_heading = right.any(1, keepdims=True), heading.any(1, keepdims=True)
    for step in range(1, _STEPS + 1):
        scores = rows @ weights + hides
        chance = np.exp(scores - scores.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        inside = chance * heading
        inside /= inside.sum(1, keepdims=True) + 1e-12
        error = (chance - right) * has_right + _HEADING_SHARE * (chance - inside) * has_heading
        slope = np.einsum("bn,bnf->f", error, rows) + _PULL * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope * slope
        size = _STEP if step < _STEPS * 0.8 else _LATE_STEP
        weights -= size * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def _case(row: Labelled, shelf: Library, *, listing: bool) -> Case:
    question = row.question if listing else Question(row.question.title)
    found = features(gather(read(question, shelf.words, shelf.categories), shelf))
    known = nomenclature()
    place = known.place[row.code]
    at = np.flatnonzero(found.places == place)
    same = known.heading_of[found.places] == known.heading_of[place]
    return Case(found, int(at[0]) if len(at) else -1, same)


def _packed(cases: Sequence[Case]) -> tuple[Floats, Floats, Floats, Floats]:
    longest = max(len(case.candidates.places) for case in cases)
    rows = np.zeros((len(cases), longest, len(FEATURES)))
    hides = np.full((len(cases), longest), -1e9)
    right, heading = np.zeros((len(cases), longest)), np.zeros((len(cases), longest))
    for number, case in enumerate(cases):
        count = len(case.candidates.places)
        rows[number, :count] = case.candidates.rows
        hides[number, :count] = 0
        heading[number, :count] = case.same_heading
        if case.right >= 0:
            right[number, case.right] = 1
    return rows, hides, right, heading


def _unseen_scores(cases: Sequence[Case], seed: int) -> Iterator[Floats]:
    """Yield the scores of each case by weights fitted on the other folds."""
    fold = np.random.default_rng(seed).permutation(len(cases)) % FOLDS
    weights = [train([case for case, of in zip(cases, fold, strict=True) if of != out]) for out in range(FOLDS)]
    for case, of in zip(cases, fold, strict=True):
        yield case.candidates.rows @ weights[of]


def _calibrate(cases: Sequence[Case], unseen: Sequence[Floats]) -> tuple[float, float]:
    """Return the softness and the doubt under which the first candidates' probabilities are likeliest."""
    rights = np.array([_is_first(case, scores) for case, scores in zip(cases, unseen, strict=True)], dtype=float)
    best = (np.inf, 1.0, 0.0)
    for softness in np.arange(0.3, 2.01, 0.05):
        firsts = np.array([softened(scores, softness, 0.0).max(initial=1e-6) for scores in unseen])
        for doubt in np.arange(0.0, 0.41, 0.02):
            chance = np.clip(firsts * (1 - doubt), 1e-6, 1 - 1e-6)
            loss = -float(np.mean(rights * np.log(chance) + (1 - rights) * np.log(1 - chance)))
            best = min(best, (loss, float(softness), float(doubt)))
    return best[1], best[2]


def _is_first(case: Case, scores: Floats) -> bool:
    return _rank(case, scores) == 0


def _rank(case: Case, scores: Floats) -> int:
    """Return how many candidates stand before the right one; as many as there are when it is none of them."""
    if case.right < 0:
        return max(len(scores), 99)
    order = np.argsort(-scores, kind="stable")
    return int(np.flatnonzero(order == case.right)[0])


def _bound(firsts: Floats, rights: NDArray[np.bool_], wanted: float) -> float:
    """Return the lowest probability from which on such a share is right; above 1 (never) when there is none.

    One right and one wrong answer are added to what is counted: the bound must not end where chance was kind to few.
    """
    order = np.argsort(-firsts, kind="stable")
    so_many = np.arange(1, len(order) + 1)
    share = (np.cumsum(rights[order]) + 1) / (so_many + 2)
    enough = np.flatnonzero((share >= wanted) & (so_many >= FEWEST))
    return float(firsts[order[enough[-1]]]) if len(enough) else 1.01


def _calibration_error(firsts: Floats, rights: NDArray[np.bool_]) -> float:
    bins = np.minimum(9, (firsts * 10).astype(int))
    parts = [(firsts[bins == at].mean(), rights[bins == at].mean(), (bins == at).mean()) for at in set(bins.tolist())]
    return float(sum(abs(promised - right) * share for promised, right, share in parts))
