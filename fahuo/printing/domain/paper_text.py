"""Texts that must keep to their column on paper. A column's width is counted in digits."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_WIDEST = frozenset("WM@%—")
_PORTION = 4


def width(text: str) -> float:
    """Return about how many digits wide a text is, rather too many than too few."""
    return sum(_width(char) for char in text)


def shortened(text: str, columns: float) -> str:
    """Return at most so many columns of text, with `…` for what was left off."""
    if width(text) <= columns:
        return text
    used, kept = 1.0, ""
    for char in text:
        used += _width(char)
        if used > columns:
            break
        kept += char
    return kept.rstrip() + "…"


def breakable(text: str, columns: float) -> str:
    """Return the text with places to break at inside words wider than its column; they would run into the next one."""
    return re.sub(r"\S+", lambda word: _portions(word[0]) if width(word[0]) > columns else word[0], text)


def _portions(word: str) -> str:
    return "\u200b".join(word[at : at + _PORTION] for at in range(0, len(word), _PORTION))


def _width(char: str) -> float:
    if char in _WIDEST or east_asian_width(char) in "WF":
        return 1.8
    return 1.25 if char.isupper() else 1.1 if char.isalpha() else 1.0
