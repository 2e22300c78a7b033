"""Letters that stand one after the other without any art: most of what is written on labels.

A plain letter is drawn as it stands, from left to right: Latin, Cyrillic, Greek, Han, kana, Hangul, digits, signs and
the space. Marks, joiners, right-to-left and stacking scripts, and whatever no face has are not plain. What is known of
a letter is looked up once and kept; a text of plain letters is then measured by adding up.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from fahuo.kit import fonts
from fahuo.kit.fonts import Typeface

# What a line takes at least above and below its baseline, in em: Latin, Han and Hangul stand well in that.
ASCENT, DESCENT = 0.93, 0.29
# Hebrew to Khmer: scripts that join, reorder or stack.
_SHAPED_FROM, _SHAPED_TO = "\u0590", "\u1cff"
_RIGHT_TO_LEFT = {"R", "AL"}
# More letters than any day's labels have; a table that grew past it is begun anew.
_MOST_LETTERS = 40_000


class PlainLetter(NamedTuple):
    """A letter's face, its `width` in thousandths of an em, and how high and low its line must be for it, in em.

    `breaks`: a new line may begin before and after it (Han, kana, Hangul). `hang_left` and `hang_right`: how far its
    outline reaches over the ends of its width, in em; that of a large J begins three dots before its place.
    """

    typeface: Typeface
    width: float
    ascent: float
    descent: float
    breaks: bool
    hang_left: float = 0.0
    hang_right: float = 0.0


class _NotPlainError(KeyError):
    """A letter that needs more than to be put after another."""


class _Letters(dict[str, PlainLetter]):
    """Letters of one weight, looked up at their first use; those that are not plain raise `_NotPlainError`."""

    def __init__(self, *, bold: bool) -> None:
        self._bold = bold
        self._others: set[str] = set()

    def __missing__(self, character: str) -> PlainLetter:
        if character in self._others:
            raise _NotPlainError(character)
        if len(self) + len(self._others) >= _MOST_LETTERS:
            self.clear()
            self._others.clear()
        found = _looked_up(character, bold=self._bold)
        if found is None:
            self._others.add(character)
            raise _NotPlainError(character)
        self[character] = found
        return found


_LETTERS = (_Letters(bold=False), _Letters(bold=True))


def plain_letters(text: str, *, bold: bool = False) -> list[PlainLetter] | None:
    """Return what is known of each letter of `text`, or None when any of them is not plain."""
    try:
        return list(map(_LETTERS[bold].__getitem__, text))
    except _NotPlainError:
        return None


def hangs(first: str, last: str, *, bold: bool) -> tuple[float, float]:
    """Return how far a line of plain letters reaches over its ends, by its first and its last one, in em."""
    letters = _LETTERS[bold]
    return letters[first].hang_left, letters[last].hang_right


def breaks_freely(character: str) -> bool:
    """Say whether a line may break on either side of a letter: Han, kana, Hangul, Thai and Lao."""
    return (
        "\u2e80" <= character <= "\ud7ff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
        or "\u0e00" <= character <= "\u0eff"
    )


def _looked_up(character: str, *, bold: bool) -> PlainLetter | None:
    if not _is_plain(character):
        return None
    face = fonts.choose(character, bold=bold)
    if face is None:
        return None
    ascent, descent = face.reach(character)
    width = face.width(character)
    ink = face.ink(face.shaper().get_nominal_glyph(ord(character)) or 0)
    return PlainLetter(
        face,
        width,
        max(ASCENT, ascent),
        max(DESCENT, descent),
        breaks_freely(character),
        max(0.0, -ink.left),
        max(0.0, ink.right - width / 1000),
    )


def _is_plain(character: str) -> bool:
    if _SHAPED_FROM <= character <= _SHAPED_TO or unicodedata.category(character)[0] in "MC":
        return False
    return (character == " " or not character.isspace()) and unicodedata.bidirectional(character) not in _RIGHT_TO_LEFT
