"""Fit the weights on titles whose codes are known, with NumPy alone, and say by cross-validation what they are worth.

Few weights, pulled towards zero, so that some hundred titles are enough and none of them can be memorised. The loss is
that of the right code among all candidates, and half as much that of its heading. Probabilities and bands are fitted on
answers of models that had not seen the title (`calibration.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fahuo.hs import calibration
from fahuo.hs.calibration import Floats
from fahuo.hs.features import FEATURES, Candidates, features
from fahuo.hs.labelled import Labelled
from fahuo.hs.library import Library
from fahuo.hs.model import Model, softened
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.reading import read
from fahuo.hs.streams import gather

FOLDS, SEEDS = 10, (1, 2, 3)
_PULL, _HEADING_SHARE = 15.0, 0.5
_STEPS, _STEP, _LATE_STEP = 250, 0.1, 0.03


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


@dataclass(frozen=True, slots=True)
class Unseen:
    """What models that had not seen a case answered: once for each seed; the places of their first candidates."""

    firsts: Floats
    rights: NDArray[np.bool_]
    places: NDArray[np.intp]


def cases_of(rows: Sequence[Labelled], shelf: Library, *, category: bool, attributes: bool) -> list[Case]:
    """Return rows as cases, seen with their category and attributes or without."""
    return [_case(row, shelf, category=category, attributes=attributes) for row in rows]


def fit_titles(titles: Sequence[Case], uncategorised: Sequence[Case]) -> Fitted:
    """Fit the model for titles alone. HIGH begins where it holds for titles with attributes (`uncategorised`) too."""
    scores = list(_unseen_scores(titles, titles))
    softness, doubt = calibration.softness_and_doubt([_is_first(*pair) for pair in _times(titles, scores)], scores)
    found = _unseen(titles, scores, softness, doubt)
    others = _unseen(uncategorised, list(_unseen_scores(titles, uncategorised)), softness, doubt)
    high = max(_bound(found, calibration.HIGH_RIGHT), _bound(others, calibration.HIGH_RIGHT))
    model = Model(train(titles).astype(np.float32), softness, doubt, high, min(_medium(found), high))
    return _fitted(model, titles, scores, found, found.firsts >= high)


def fit_listings(
    listings: Sequence[Case], titles: Sequence[Case], uncategorised: Sequence[Case], title_model: Model
) -> Fitted:
    """Fit the model for listings with a category: HIGH where the model for titles, asked without it, agrees."""
    scores = list(_unseen_scores(listings, listings))
    softness, doubt = calibration.softness_and_doubt([_is_first(*pair) for pair in _times(listings, scores)], scores)
    found = _unseen(listings, scores, softness, doubt)
    agrees = np.array(
        [
            _chance(case, shown, place, title_model)
            for (case, shown), place in zip(
                _times(uncategorised, list(_unseen_scores(titles, uncategorised))), found.places, strict=True
            )
        ]
    )
    medium = min(_medium(found), title_model.high)
    model = Model(train(listings).astype(np.float32), softness, doubt, title_model.high, medium)
    return _fitted(model, listings, scores, found, (agrees >= title_model.high) & (found.firsts >= medium))


def _fitted(
    model: Model, cases: Sequence[Case], scores: Sequence[Floats], found: Unseen, chosen: NDArray[np.bool_]
) -> Fitted:
    ranks = np.array([_rank(case, shown) for case, shown in _times(cases, scores)])
    return Fitted(
        model=model,
        top={first: float(np.mean(ranks < first)) for first in (1, 3, 5)},
        calibration_error=calibration.error(found.firsts, found.rights),
        high_share=float(chosen.mean()),
        high_right=float(found.rights[chosen].mean()) if chosen.any() else 0.0,
    )


def _unseen(cases: Sequence[Case], scores: Sequence[Floats], softness: float, doubt: float) -> Unseen:
    pairs = list(_times(cases, scores))
    return Unseen(
        firsts=np.array([softened(shown, softness, doubt).max(initial=0.0) for _, shown in pairs]),
        rights=np.array([_is_first(*pair) for pair in pairs]),
        places=np.array([_first_place(*pair) for pair in pairs], dtype=np.intp),
    )


def _bound(found: Unseen, wanted: float) -> float:
    return calibration.bound(found.firsts, found.rights, wanted, repeats=len(SEEDS))


def _medium(found: Unseen) -> float:
    return _bound(found, calibration.MEDIUM_RIGHT)


def _times(cases: Sequence[Case], scores: Sequence[Floats]) -> Iterator[tuple[Case, Floats]]:
    """Pair cases with their scores, which are there once for each seed."""
    return zip([*cases] * (len(scores) // max(1, len(cases))), scores, strict=True)


def _chance(case: Case, scores: Floats, place: int, model: Model) -> float:
    """Return the probability that a model gives the code of a place."""
    return float(softened(scores, model.softness, model.doubt)[case.candidates.places == place].sum())


def _first_place(case: Case, scores: Floats) -> int:
    return int(case.candidates.places[int(np.argmax(scores))]) if len(scores) else -1


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


def _case(row: Labelled, shelf: Library, *, category: bool, attributes: bool) -> Case:
    question = row.question
    if not category:
        question = replace(question, category_en="", category_zh="")
    if not attributes:
        question = replace(question, attributes={})
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


def _unseen_scores(learned: Sequence[Case], asked: Sequence[Case]) -> Iterator[Floats]:
    """Yield the scores of each case asked, by weights learned from the other folds; for one seed after the other."""
    for seed in SEEDS:
        fold = np.random.default_rng(seed).permutation(len(learned)) % FOLDS
        weights = [train([case for case, of in zip(learned, fold, strict=True) if of != out]) for out in range(FOLDS)]
        for case, of in zip(asked, fold, strict=True):
            yield case.candidates.rows @ weights[of]


def _is_first(case: Case, scores: Floats) -> bool:
    return _rank(case, scores) == 0


def _rank(case: Case, scores: Floats) -> int:
    """Return how many candidates stand before the right one; as many as there are when it is none of them."""
    if case.right < 0:
        return max(len(scores), 99)
    order = np.argsort(-scores, kind="stable")
    return int(np.flatnonzero(order == case.right)[0])
