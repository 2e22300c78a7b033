"""Lists of words that rules look for in descriptions: data files with a day of their own, compiled once.

`words/<name>.yaml`: vague terms, party terms, brands; `words/cargo.yaml`: words that raise a question about goods.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fahuo.rulebook.strict_yaml import FileError, load

FOLDER = Path(__file__).parent / "words"
CARGO = "cargo"
_KEYS = {"name", "description", "description_zh", "version", "checked_on", "reference", "words"}
_SIGNS = re.compile(r"[\W_]+")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class WordList:
    """One list: its words, which edition it is, when it was looked at, and where it comes from."""

    name: str
    description: str
    description_zh: str
    version: date
    checked_on: date
    reference: str
    words: Any


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that raise a question, and those beside which they mean nothing."""

    found: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def word_list(name: str) -> WordList:
    """Return a list by its name; raise `FileError` for one that is not as it should be."""
    content = load(FOLDER / f"{name}.yaml")
    if not isinstance(content, Mapping) or set(content) != _KEYS or content["name"] != name:
        raise FileError(f"{name}: a list of words has {sorted(_KEYS)}")
    return WordList(**content)


def names() -> tuple[str, ...]:
    """Return the name of every list, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def terms(lists: tuple[str, ...]) -> frozenset[str]:
    """Return the words of some lists, each as `plain` writes it."""
    return frozenset(plain(word) for name in lists for word in word_list(name).words)


@cache
def pattern(lists: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any word of some lists inside a text."""
    return _alternatives(word for name in lists for word in word_list(name).words)


@cache
def trigger(family: str) -> Trigger:
    """Return what finds the words of a family of goods, in English and Chinese."""
    words = word_list(CARGO).words[family]
    return Trigger(_alternatives((*words["en"], *words["zh"])), _alternatives(words["unless"]))


@lru_cache(maxsize=8192)
def raised(family: str, text: str) -> str:
    """Return the first word of a family that stands in a text and means what it says, empty for none."""
    found = trigger(family)
    hit = found.found.search(found.unless.sub(" ", text))
    return hit.group(0) if hit else ""


def plain(text: str) -> str:
    """Return a text in small letters, signs as one blank: `N/A` becomes `n a`, so that spellings do not matter."""
    return _SIGNS.sub(" ", text.casefold()).strip()


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of whole words in Latin letters and of parts of words in Chinese; longest first."""
    ordered = sorted(words, key=len, reverse=True)
    if not ordered:
        return _NEVER
    parts = (rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in ordered)
    return re.compile("|".join(parts), re.IGNORECASE)
