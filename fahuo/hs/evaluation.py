"""How good recognition is on titles whose codes are known: hits among the first, and whether probabilities hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fahuo.hs.answer import Answer, Band
from fahuo.hs.labelled import Labelled

DIGITS = (2, 4, 6)
FIRST = (1, 3, 5)
BINS = 10


@dataclass(frozen=True, slots=True)
class Hits:
    """The share of titles, in percent, whose code is among the first 1, 3, 5 candidates, at 2, 4 and 6 digits."""

    titles: int
    percent: dict[int, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Bin:
    """First candidates whose probability lies from `low` up to `high`: how many, promised and right on average."""

    low: float
    high: float
    titles: int
    promised: float
    right: float


@dataclass(frozen=True, slots=True)
class BandFigures:
    """How many answers are of a band, and the share of them whose first candidate is right."""

    titles: int
    share: float
    right: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything `fahuo hs eval` prints. `asked`: answers with a question; `silent`: answers without a candidate."""

    overall: Hits
    by_language: dict[str, Hits]
    bins: tuple[Bin, ...]
    calibration_error: float
    bands: dict[str, BandFigures]
    asked: int
    silent: int


Pair = tuple[Labelled, Answer]


def evaluate(rows: Sequence[Labelled], recognise: Callable[[Labelled], Answer]) -> Report:
    """Ask for every row and compare."""
    pairs = [(row, recognise(row)) for row in rows]
    bins = _bins(pairs)
    languages = sorted({row.language for row in rows})
    return Report(
        overall=_hits(pairs),
        by_language={name: _hits([pair for pair in pairs if pair[0].language == name]) for name in languages},
        bins=bins,
        calibration_error=sum(abs(found.promised - found.right) * found.titles for found in bins) / max(1, len(pairs)),
        bands={band.value: _band(pairs, band) for band in Band},
        asked=sum(answer.asks is not None for _, answer in pairs),
        silent=sum(not answer.candidates for _, answer in pairs),
    )


def _hits(pairs: Sequence[Pair]) -> Hits:
    percent = {
        digits: {first: 100 * _mean(_is_among(pair, digits, first) for pair in pairs) for first in FIRST}
        for digits in DIGITS
    }
    return Hits(len(pairs), percent)


def _is_among(pair: Pair, digits: int, first: int) -> bool:
    """Say whether the right code shows among the first different codes of so many digits."""
    row, answer = pair
    shown = dict.fromkeys(candidate.code[:digits] for candidate in answer.candidates)
    return row.code[:digits] in list(shown)[:first]


def _bins(pairs: Sequence[Pair]) -> tuple[Bin, ...]:
    """Ten bins of equal width; an answer without a candidate promised nothing and was not right."""
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for row, answer in pairs:
        promised = answer.candidates[0].probability if answer.candidates else 0.0
        right = bool(answer.candidates) and answer.candidates[0].code == row.code
        sorted_in[min(BINS - 1, int(promised * BINS))].append((promised, right))
    return tuple(
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            titles=len(found),
            promised=_mean(promised for promised, _ in found),
            right=_mean(right for _, right in found),
        )
        for number, found in enumerate(sorted_in)
    )


def _band(pairs: Sequence[Pair], band: Band) -> BandFigures:
    inside = [pair for pair in pairs if pair[1].band is band]
    right = _mean(bool(answer.candidates) and answer.candidates[0].code == row.code for row, answer in inside)
    return BandFigures(len(inside), len(inside) / max(1, len(pairs)), right)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
