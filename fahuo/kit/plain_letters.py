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

    `breaks`: a new line may begin before and after it (Han, kana, Hangul).
    """

    typeface: Typeface
    width: float
    ascent: float
    descent: float
    breaks: bool


class _Letters(dict[str, PlainLetter | None]):
    """Letters of one weight, looked up at their first use; None for those that are not plain."""

    def __init__(self, *, bold: bool) -> None:
        self._bold = bold

    def __missing__(self, character: str) -> PlainLetter | None:
        if len(self) >= _MOST_LETTERS:
            self.clear()
        found = self[character] = _looked_up(character, bold=self._bold)
        return found


_LETTERS = (_Letters(bold=False), _Letters(bold=True))


def plain_letters(text: str, *, bold: bool = False) -> list[PlainLetter] | None:
    """Return what is known of each letter of `text`, or None when any of them is not plain."""
    found = list(map(_LETTERS[bold].__getitem__, text))
    return None if None in found else found  # type: ignore[return-value]  # mypy does not narrow by `in`


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
    return PlainLetter(
        face, face.width(character), max(ASCENT, ascent), max(DESCENT, descent), breaks_freely(character)
    )


def _is_plain(character: str) -> bool:
    if _SHAPED_FROM <= character <= _SHAPED_TO or unicodedata.category(character)[0] in "MC":
        return False
    return (character == " " or not character.isspace()) and unicodedata.bidirectional(character) not in _RIGHT_TO_LEFT
