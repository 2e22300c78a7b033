"""Features of candidate codes: each stream at the code itself, at its heading and at its chapter.

So streams that agree on a heading support each other there, although they name different subheadings of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.streams import NAMES, Evidence, Scores

# A stream's best score is held against this; a faint best score stays faint.
_FAINT = np.array(
    [6.0 if name in {"title", "head"} else 8.0 if name == "long" else 4.0 for name in NAMES[:8]]
    + [0.1, 0.1, 12.0, 12.0],
    dtype=np.float32,
)
_TAKEN, _TAKEN_TEXT = 25, 15
LEVELS = ("code", "heading", "chapter")
FEATURES = tuple(f"{name}:{level}" for name in NAMES for level in LEVELS)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places of codes in the nomenclature, and a row of features for each."""

    places: NDArray[np.intp]
    rows: Scores


def features(evidence: Evidence, also: frozenset[str] = frozenset()) -> Candidates:
    """Return the candidates that any stream names, and the codes in `also`, with their features."""
    known = nomenclature()
    held = evidence.scores / (evidence.scores.max(axis=1) + _FAINT)[:, None]
    places = _candidates(held, {known.place[code] for code in also})
    headings = np.maximum.reduceat(held, known.heading_starts, axis=1)[:, known.heading_of]
    chapters = np.maximum.reduceat(held, _chapter_starts(), axis=1)[:, known.chapter_of]
    stacked = np.stack([held[:, places], headings[:, places], chapters[:, places]], axis=1)
    return Candidates(places, stacked.reshape(len(FEATURES), len(places)).T.astype(np.float32))


def _candidates(held: Scores, chosen: set[int]) -> NDArray[np.intp]:
    for name, row in zip(NAMES, held, strict=True):
        most = _TAKEN_TEXT if name.startswith("text") else _TAKEN
        best = np.argpartition(-row, most)[:most]
        chosen.update(best[row[best] > 0].tolist())
    return np.array(sorted(chosen), dtype=np.intp)


def _chapter_starts() -> NDArray[np.intp]:
    chapter_of = nomenclature().chapter_of
    return np.flatnonzero(np.diff(chapter_of, prepend=-1)).astype(np.intp)
