"""Features of candidate codes: each stream at the code itself, at its heading and at its chapter.

So streams that agree on a heading support each other there, although they name different subheadings of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.material_texts import agreement, materials_said
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.streams import NAMES, Evidence, Scores

# Stream: at which levels it counts, and what its best score is held against, so that a faint best stays faint.
_CODE, _HEADING, _CHAPTER = "code", "heading", "chapter"
_ALL = (_CODE, _HEADING, _CHAPTER)
STREAMS: dict[str, tuple[tuple[str, ...], float]] = {
    "title": (_ALL, 6.0),
    "head": ((_CODE, _CHAPTER), 6.0),
    "long": ((_CODE,), 8.0),
    "article": (_ALL, 4.0),
    "kind": ((_CODE, _HEADING), 4.0),
    "leaf": (_ALL, 4.0),
    "leaf_name": (_ALL, 4.0),
    "parent": ((_HEADING, _CHAPTER), 4.0),
    "near_title": (_ALL, 0.1),
    "near_kind": (_ALL, 0.1),
    "kin_title": (_ALL, 4.0),
    "kin_kind": (_ALL, 4.0),
    "text_title": ((_CODE, _HEADING), 12.0),
    "text_kind": ((_CODE, _HEADING), 12.0),
}
FEATURES = (
    *(f"{name}:{level}" for name in NAMES for level in STREAMS[name][0]),
    *("material:agrees", "material:differs"),
)
_FAINT = np.array([STREAMS[name][1] for name in NAMES], dtype=np.float32)[:, None]
_TAKEN, _TAKEN_TEXT = 25, 15


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places of codes in the nomenclature, and a row of features for each."""

    places: NDArray[np.intp]
    rows: Scores


def features(evidence: Evidence, also: frozenset[str] = frozenset()) -> Candidates:
    """Return the candidates that any stream names, and the codes in `also`, with their features."""
    known = nomenclature()
    held = np.sqrt(evidence.scores / (evidence.scores.max(axis=1, keepdims=True) + _FAINT))
    places = _candidates(held, {known.place[code] for code in also})
    levels = {
        _CODE: held[:, places],
        _HEADING: np.maximum.reduceat(held, known.heading_starts, axis=1)[:, known.heading_of[places]],
        _CHAPTER: np.maximum.reduceat(held, _chapter_starts(), axis=1)[:, known.chapter_of[places]],
    }
    rows = [levels[level][number] for number, name in enumerate(NAMES) for level in STREAMS[name][0]]
    said = materials_said(evidence.reading.facets)
    agrees = np.array([agreement(known.codes[place], said) for place in places]).reshape(-1, 2)
    return Candidates(places, np.column_stack([*rows, agrees]).astype(np.float32))


def _candidates(held: Scores, chosen: set[int]) -> NDArray[np.intp]:
    for name, row in zip(NAMES, held, strict=True):
        most = _TAKEN_TEXT if name.startswith("text") else _TAKEN
        best = np.argpartition(-row, most)[:most]
        chosen.update(best[row[best] > 0].tolist())
    return np.array(sorted(chosen), dtype=np.intp)


@lru_cache(maxsize=1)
def _chapter_starts() -> NDArray[np.intp]:
    return np.flatnonzero(np.diff(nomenclature().chapter_of, prepend=-1)).astype(np.intp)
