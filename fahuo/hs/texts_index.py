"""BM25 over the nomenclature's own texts: the safety net for what the lexicon does not name."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.words import fold, latin_words

Scores = NDArray[np.float32]
_SATURATION, _LENGTH = 1.2, 0.5
# Words of the nomenclature's grammar, and of titles, that name no goods.
_EMPTY_WORDS = (
    "of or and the for in not with other than whether to by a as n e c no item from including excluding use kind all "
    "having their similar such like new hot sale set pc 2023 2024 high quality"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())


@lru_cache(maxsize=1)
def texts_index() -> TextsIndex:
    """Build the index once in a process (0.2 s)."""
    return TextsIndex()


class TextsIndex:
    """For each word the codes whose heading or own text has it, with the word's share of the score."""

    def __init__(self) -> None:
        known = nomenclature()
        self._size = len(known.codes)
        documents = [_words(f"{known.text(code[:4])} {known.text(code)}") for code in known.codes]
        counts = [Counter(words) for words in documents]
        mean = sum(map(len, documents)) / len(documents)
        spread = Counter(word for words in counts for word in words)
        places: dict[str, list[int]] = defaultdict(list)
        shares: dict[str, list[float]] = defaultdict(list)
        for place, (words, count) in enumerate(zip(documents, counts, strict=True)):
            norm = _SATURATION * (1 - _LENGTH + _LENGTH * len(words) / mean)
            for word, times in count.items():
                places[word].append(place)
                shares[word].append(_rarity(spread[word], self._size) * times * (1 + _SATURATION) / (times + norm))
        self._places = {word: np.array(found, dtype=np.intp) for word, found in places.items()}
        self._shares = {word: np.array(found, dtype=np.float32) for word, found in shares.items()}

    def score(self, text: str) -> Scores:
        """Return the score of every code for an English text."""
        scores = np.zeros(self._size, dtype=np.float32)
        for word in set(_words(text)):
            if word in self._places:
                scores[self._places[word]] += self._shares[word]
        return scores


def _words(text: str) -> list[str]:
    return [word for word in _stems(text) if word not in _EMPTY and not word.isdigit()]


def _stems(text: str) -> Iterable[str]:
    return (word.stem for word in latin_words(fold(text)))


def _rarity(count: int, total: int) -> float:
    return math.log(1 + (total - count + 0.5) / (count + 0.5))
