"""Phrases of the lexicon that share words with a text, though none of them stands in it whole.

English by words, Chinese by pairs of letters and by the last letter, which often names the kind (灯, 机, 鞋).
This gives Chinese titles, and recognition without the encoder, a reach beyond exact phrases.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.lexicon_files import Entry
from fahuo.hs.phrasebook import without_praise
from fahuo.hs.words import fold, latin_words

_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_LAST = "$"
# A part of a phrase counts less than its share: half of the words say less than half of it.
_POWER = 1.5


class KinPhrases:
    """An index of parts (words, pairs of letters) of all phrases."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        phrases = [
            (number, frozenset(_parts(phrase)))
            for number, entry in enumerate(entries)
            for phrase in (*entry.english, *entry.chinese)
        ]
        counts = Counter(part for _, parts in phrases for part in parts)
        self._rarity = {part: math.log(1 + len(phrases) / count) for part, count in counts.items()}
        self._entries = np.array([number for number, _ in phrases], dtype=np.intp)
        whole = np.array([sum(self._rarity[part] for part in parts) for _, parts in phrases], dtype=np.float32)
        self._whole = np.maximum(whole, 1e-6)
        places: dict[str, list[int]] = defaultdict(list)
        for place, (_, parts) in enumerate(phrases):
            for part in parts:
                places[part].append(place)
        self._places = {part: np.array(found, dtype=np.intp) for part, found in places.items()}
        self._size = len(entries)

    def likeness(self, text: str) -> NDArray[np.float32]:
        """Return for each entry how much its likest phrase shares with the text."""
        shared = np.zeros(len(self._entries), dtype=np.float32)
        for part in frozenset(_parts(text)):
            if part in self._places:
                shared[self._places[part]] += self._rarity[part]
        best = np.zeros(self._size, dtype=np.float32)
        np.maximum.at(best, self._entries, shared * (shared / self._whole) ** _POWER)
        return best


def _parts(text: str) -> list[str]:
    folded = without_praise(fold(text))
    parts = [word.stem for word in latin_words(folded) if not word.stem.isdigit()]
    for run in _HAN_RUN.findall(folded):
        parts += [run[at : at + 2] for at in range(len(run) - 1)]
        parts.append(_LAST + run[-1])
    return parts
