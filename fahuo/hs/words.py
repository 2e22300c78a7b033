"""Text to words: English words without their endings, Chinese runs, and the form in which titles are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LATIN = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_SPACE = re.compile(r"\s+")
# Endings that form a plural after these letters only.
_HISSING = ("sses", "xes", "ches", "shes", "zzes")
_IRREGULAR = {
    "lens": "lens",
    "lenses": "lens",
    "knives": "knife",
    "scarves": "scarf",
    "shelves": "shelf",
    "leaves": "leaf",
    "gloves": "glove",
    "women": "woman",
    "men": "man",
    "children": "child",
    "feet": "foot",
    "teeth": "tooth",
    "gas": "gas",
    "buses": "bus",
    "axes": "axe",
    "headaches": "headache",
    "toothbrushes": "toothbrush",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word without its ending, and where it stands in the folded text."""

    stem: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return the text in lower case, full-width letters made narrow, accents dropped; Chinese stays as it is."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")


def normal(title: str) -> str:
    """Return the form in which two titles are the same title."""
    return _SPACE.sub(" ", fold(title)).strip()


def has_chinese(text: str) -> bool:
    """Say whether there is a Chinese character in it."""
    return bool(_HAN.search(text))


def latin_words(folded: str) -> tuple[Word, ...]:
    """Return the Latin words and numbers of a folded text; a possessive s is dropped."""
    return tuple(
        Word(stem(match.group()), match.start(), match.end())
        for match in _LATIN.finditer(folded)
        if not (match.group() == "s" and folded[match.start() - 1 : match.start()] == "'")
    )


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return an English noun in the singular, roughly and always in the same way."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_HISSING):
        return word[:-2]
    return word[:-1]
