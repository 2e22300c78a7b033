"""Streams of evidence: each reads one thing of a listing and gives every code of the nomenclature a score.

Streams are kept apart up to the end, so that the few weights of `model.py` say how much each of them is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.encoder.minilm import MiniLM
from fahuo.hs.encoder.vectors import turned
from fahuo.hs.library import Library
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.phrasebook import Hit, Phrasebook, article_part
from fahuo.hs.reading import Reading
from fahuo.hs.tables import Ranked
from fahuo.hs.texts_index import texts_index
from fahuo.hs.words import has_chinese, latin_words

Scores = NDArray[np.float32]
NAMES = (
    *("title", "head", "long", "article", "kind", "leaf", "leaf_name", "parent"),
    *("near_title", "near_kind", "kin_title", "kin_kind", "text_title", "text_kind"),
)
_ASIDE, _LATE, _AGAIN = 0.4, 0.25, 0.25
_NEAR_FLOOR, _NEAR_MOST, _KIN_MOST = 0.25, 48, 40
# From this likeness on a text names an article although the lexicon has none of its words.
# A single word that the lexicon has not is a brand as a rule: the encoder knows what NIKE sells, and that is no answer.
SURELY_NEAR, FEWEST_WORDS = 0.7, 2
# So does this much shared with a phrase, which is two rare words or a rare compound.
SURELY_KIN = 6.0


@dataclass(slots=True)
class Evidence:
    """The streams, one row each in the order of NAMES, and which hits spoke for a code."""

    reading: Reading
    scores: NDArray[np.float32]
    hits: dict[str, list[tuple[float, Hit]]] = field(default_factory=dict)


def gather(reading: Reading, library: Library) -> Evidence:
    """Return all streams for a listing."""
    found = Evidence(reading, np.zeros((len(NAMES), len(nomenclature().codes)), dtype=np.float32))
    meanings = _Meanings(library.words, reading)
    names = _Meanings(library.categories, reading, explain=False)
    _add(found, "title", reading.title, meanings, _in_title)
    _add(found, "head", reading.title, meanings, lambda hit: _in_title(hit) if hit.is_head else 0.0)
    _add(found, "long", reading.title, meanings, lambda hit: _in_title(hit) if hit.size > 1 else 0.0)
    _add(found, "article", reading.article, meanings, _covering)
    _add(found, "kind", reading.kind, meanings, _covering)
    _add(found, "leaf", reading.leaf_hits, meanings, _covering)
    _add(found, "leaf_name", reading.leaf_names, names, _covering)
    _add(found, "parent", reading.parent_names, names, _covering)
    kind_text = " ; ".join(part for part in (reading.article_text, reading.leaf) if part)
    _add_kin(found, "kin_title", library.kin.likeness(article_part(reading.question.title)), meanings)
    _add_kin(found, "kin_kind", library.kin.likeness(kind_text), meanings)
    title, kind = english(reading, library.words)
    if library.encoder and len(library.rows):
        _add_near(found, "near_title", _vector(library, title), library, meanings)
        _add_near(found, "near_kind", _vector(library, kind), library, meanings)
    found.scores[NAMES.index("text_title")] = texts_index().score(title)
    found.scores[NAMES.index("text_kind")] = texts_index().score(kind)
    return found


def names_article(found: Evidence) -> bool:
    """Say whether a phrase of the lexicon stands in a listing, in its title, its attributes or its category."""
    reading = found.reading
    return any((reading.title, reading.article, reading.leaf_hits, reading.leaf_names, reading.parent_names))


def says_nothing(found: Evidence) -> bool:
    """Say whether nothing in a listing speaks of an article: a brand, a number, a word of praise."""
    if names_article(found):
        return False
    reading = found.reading
    near, kin = (found.scores[NAMES.index(name)].max() for name in ("near_title", "kin_title"))
    is_near = near >= SURELY_NEAR - _NEAR_FLOOR and len(latin_words(reading.question.title.lower())) >= FEWEST_WORDS
    return not (is_near or kin >= SURELY_KIN)


def english(reading: Reading, words: Phrasebook) -> tuple[str, str]:
    """Return title, and category with article, in English: Chinese by the English phrases of what was recognised."""
    kind = " ; ".join(part for part in (reading.article_text, reading.leaf) if part)
    return (
        _gloss(reading.question.title, reading.title, words),
        _gloss(kind, (*reading.article, *reading.leaf_hits), words),
    )


def _gloss(text: str, hits: Iterable[Hit], words: Phrasebook) -> str:
    if not has_chinese(text):
        return text
    latin = [text[word.start : word.end] for word in latin_words(text.lower()) if not word.stem.isdigit()]
    known = [words.entries[hit.entry].english[0] for hit in hits if words.entries[hit.entry].english]
    return " ".join(dict.fromkeys([*known, *latin]))


class _Meanings:
    """What entries mean for the facets of this listing; asked once for each entry."""

    def __init__(self, words: Phrasebook, reading: Reading, *, explain: bool = True) -> None:
        self._words, self._facets, self.explain = words, reading.facets, explain
        self._known: dict[int, Ranked] = {}

    def of(self, entry: int) -> Ranked:
        if entry not in self._known:
            self._known[entry] = self._words.codes(entry, self._facets)
        return self._known[entry]


def _in_title(hit: Hit) -> float:
    return hit.weight * (_ASIDE if hit.is_aside else 1.0) * (1 - _LATE * hit.place)


def _covering(hit: Hit) -> float:
    return hit.weight * (0.3 + 0.7 * hit.covers) * (_ASIDE if hit.is_aside else 1.0)


def _add(found: Evidence, name: str, hits: Iterable[Hit], meanings: _Meanings, weigh: Callable[[Hit], float]) -> None:
    scores, place = found.scores[NAMES.index(name)], nomenclature().place
    for hit in hits:
        weight = weigh(hit)
        if not weight:
            continue
        for code, share in meanings.of(hit.entry):
            at, value = place[code], weight * share
            high, low = max(scores[at], value), min(scores[at], value)
            scores[at] = high + _AGAIN * low
            if meanings.explain:
                found.hits.setdefault(code, []).append((value, hit))


def _add_near(found: Evidence, name: str, vector: Scores | None, library: Library, meanings: _Meanings) -> None:
    """The likeness of a text to our phrases; each entry counts with its likest phrase."""
    if vector is None:
        return
    scores, place = found.scores[NAMES.index(name)], nomenclature().place
    likeness = library.rows @ vector
    best: dict[int, float] = {}
    for row in np.argsort(-likeness)[: _NEAR_MOST * 3]:
        best.setdefault(int(library.row_entries[row]), float(likeness[row]) - _NEAR_FLOOR)
        if len(best) == _NEAR_MOST:
            break
    for entry, value in best.items():
        for code, share in meanings.of(entry):
            if value > 0:
                scores[place[code]] = max(scores[place[code]], value * share)


def _add_kin(found: Evidence, name: str, likeness: Scores, meanings: _Meanings) -> None:
    """Entries whose phrases share words with a text."""
    scores, place = found.scores[NAMES.index(name)], nomenclature().place
    for entry in np.argsort(-likeness)[:_KIN_MOST]:
        value = float(likeness[entry])
        for code, share in meanings.of(int(entry)) if value > 0 else ():
            scores[place[code]] = max(scores[place[code]], value * share)


def _vector(library: Library, text: str) -> Scores | None:
    if not library.encoder or not text.strip():
        return None
    row: Scores = turned(_encoded(library.encoder, text)[None], library.directions)[0]
    return row


@lru_cache(maxsize=4096)
def _encoded(encoder: MiniLM, text: str) -> Scores:
    row: Scores = encoder.encode([text])[0]
    return row
