"""BERT's uncased word pieces: lower case, no accents, punctuation and Chinese letters apart, longest pieces first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_UNKNOWN, _BEGIN, _END = "[UNK]", "[CLS]", "[SEP]"
_LONGEST_WORD = 100
_HAN = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F)),
    *((0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)
_ASCII_SIGNS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class WordPieces:
    """Text to numbers of pieces, as the model was trained with."""

    def __init__(self, vocabulary: Path) -> None:
        pieces = vocabulary.read_text(encoding="utf-8").split("\n")
        self._numbers = {piece: number for number, piece in enumerate(pieces) if piece}
        self._pieces_of = lru_cache(maxsize=20_000)(self._split_word)

    def encode(self, text: str, longest: int) -> list[int]:
        """Return at most `longest` numbers, the marks of begin and end among them."""
        numbers = [number for word in basic_words(text) for number in self._pieces_of(word)]
        return [self._numbers[_BEGIN], *numbers[: longest - 2], self._numbers[_END]]

    def _split_word(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self._numbers[_UNKNOWN],)
        found: list[int] = []
        start = 0
        while start < len(word):
            head = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if head + word[start:end] in self._numbers), None)
            if end is None:
                return (self._numbers[_UNKNOWN],)
            found.append(self._numbers[head + word[start:end]])
            start = end
        return tuple(found)


def basic_words(text: str) -> list[str]:
    """Split into words, signs and Chinese letters, in lower case and without accents."""
    clean = "".join(_cleaned(text)).lower()
    plain = "".join(letter for letter in unicodedata.normalize("NFD", clean) if unicodedata.category(letter) != "Mn")
    return "".join(f" {letter} " if _is_sign(letter) else letter for letter in plain).split()


def _cleaned(text: str) -> Iterator[str]:
    for letter in text:
        if letter in "\t\n\r" or unicodedata.category(letter) == "Zs":
            yield " "
        elif letter in "\0\ufffd" or unicodedata.category(letter).startswith("C"):
            continue
        elif any(low <= ord(letter) <= high for low, high in _HAN):
            yield f" {letter} "
        else:
            yield letter


def _is_sign(letter: str) -> bool:
    return letter in _ASCII_SIGNS or unicodedata.category(letter).startswith("P")
