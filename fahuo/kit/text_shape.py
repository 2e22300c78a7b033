"""From text to placed glyphs: fonts chosen, right-to-left ordered, Arabic and Thai shaped, and measured.

A `ShapedLine` is independent of the size: positions and widths are in em, multiply by the size. The sequence of its
pieces is the one on paper, left to right. What a font cannot draw is settled in `printable`:

* ornaments (emoji, dingbats, invisible controls) are left out: nobody delivers by them, and a row of boxes in a
  name looks like damage;
* of marks heaped on one letter the first two are kept, and marks without a letter are not;
* letters in fancy dress (𝓐, ℌ, ①) become the plain letter;
* a letter or digit of a script that no face has becomes □, so that the gap is seen. `fonts.missing` lists these.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from fahuo.kit import fonts
from fahuo.kit.fonts import Ink, Typeface
from fahuo.kit.plain_letters import ASCENT, DESCENT, PlainLetter, hangs, plain_letters

__all__ = ["ASCENT", "DESCENT", "JOINERS", "Piece", "ShapedLine", "printable", "shape"]

_BLANK = "□"
_RIGHT_TO_LEFT = {"R", "AL"}
# Letters, their marks and blanks between them: without digits, brackets or Latin there is nothing to resolve.
_ALL_RIGHT_TO_LEFT = {"R", "AL", "NSM", "WS"}
JOINERS = "\u200c\u200d"
# More marks on one letter than any orthography needs would climb into the line above.
_MOST_MARKS = 2
# A glyph that stands this near to where the previous one ends is simply the next one (thousandths of an em).
_SAME_PLACE = 0.0005


class Piece(NamedTuple):
    """Characters of one face, set without a gap. `x` from the start of the line and `y` above the baseline, in em."""

    typeface: Typeface
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ShapedLine:
    """One line ready to be drawn, measured in em.

    `ascent` and `descent` are what it needs above and below its baseline: `ASCENT` and `DESCENT`, or more where
    Vietnamese capitals, Arabic tails or stacked marks reach further. `is_right_to_left` is the way its paragraph runs.
    """

    pieces: tuple[Piece, ...]
    width: float
    is_right_to_left: bool = False
    ascent: float = ASCENT
    descent: float = DESCENT


@lru_cache(maxsize=16384)
def printable(text: str) -> str:
    """Return `text` on one line in characters that some face can draw (rules: see the module)."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    if unicodedata.is_normalized("NFC", text) and plain_letters(text) is not None:
        return " ".join(text.split())
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.category(character) == "Mn" else 0
        if marks <= _MOST_MARKS:
            kept.append(_drawable(character, kept[-1] if kept else ""))
    return " ".join("".join(kept).split())


def _drawable(character: str, previous: str) -> str:
    if character.isspace() or unicodedata.category(character) == "Cc":
        return " "
    # Zero-width joiners decide how Persian letters join; anywhere else they only hold emoji together.
    if character in JOINERS:
        return character if previous and unicodedata.bidirectional(previous[-1]) == "AL" else ""
    # A mark with no letter to stand on would hang over the edge of its line.
    if unicodedata.category(character)[0] == "M" and not (previous and unicodedata.category(previous[-1])[0] in "LMN"):
        return ""
    if fonts.choose(character) is not None:
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(fonts.choose(part) is not None for part in plain):
        return plain
    return _BLANK if fonts.is_reading_matter(character) else ""


@lru_cache(maxsize=16384)
def shape(text: str, *, bold: bool = False) -> ShapedLine:
    """Place the glyphs of one line of text."""
    if not text.isascii() and text == text.strip() and "  " not in text and unicodedata.is_normalized("NFC", text):
        letters = plain_letters(text, bold=bold)
        if letters is not None:
            return _plain_line(text, letters)
    characters = printable(text)
    if not characters:
        return ShapedLine((), 0.0)
    if characters.isascii():
        face = fonts.typefaces(bold=bold)[0]
        left, right = hangs(characters[0], characters[-1], bold=bold)
        return ShapedLine((Piece(face, characters, left, 0.0),), left + face.advance(characters) + right)
    letters = plain_letters(characters, bold=bold)
    if letters is not None:
        return _plain_line(characters, letters)
    base_level, levels = _levels(characters)
    faces = _faces(characters, levels, bold=bold)
    runs: list[_PlacedRun] = []
    pen = 0.0
    for run in _in_visual_order(_runs(levels, faces)):
        runs.append(_place_run(run, characters[run.start : run.end], pen))
        pen = runs[-1].end
    return _line_of(runs, is_right_to_left=base_level == 1)


def _plain_line(characters: str, letters: Sequence[PlainLetter]) -> ShapedLine:
    """Place letters that need no shaping: one piece for each stretch of the same face."""
    faces, widths, ascents, descents, *_ = zip(*letters, strict=False)  # all are as long; asking takes as long again
    pieces: list[Piece] = []
    start, pen = 0, letters[0].hang_left
    while start < len(faces):
        face, end = faces[start], len(faces)
        if faces.count(face) != end:
            end = next((index for index in range(start + 1, end) if faces[index] is not face), end)
        pieces.append(Piece(face, characters[start:end], pen, 0.0))
        pen += sum(widths[start:end]) / 1000
        start = end
    return ShapedLine(tuple(pieces), pen + letters[-1].hang_right, ascent=max(ascents), descent=max(descents))


class _Run(NamedTuple):
    typeface: Typeface
    level: int
    start: int
    end: int


def _levels(characters: str) -> tuple[int, list[int]]:
    """Return the paragraph's level and the embedding level of each character (Unicode Annex 9)."""
    kinds = set(map(unicodedata.bidirectional, characters))
    if not kinds & _RIGHT_TO_LEFT:
        return 0, [0] * len(characters)
    if kinds <= _ALL_RIGHT_TO_LEFT:
        return 1, [1] * len(characters)
    from bidi import algorithm

    base = algorithm.get_base_level(characters)
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    algorithm.get_embedding_levels(characters, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    found = iter(storage["chars"])
    # The algorithm drops joiners; they take the level of the letter before them.
    levels: list[int] = []
    for character in characters:
        levels.append(levels[-1] if character in JOINERS else next(found)["level"])
    return base, levels


def _faces(characters: str, levels: Sequence[int], *, bold: bool) -> list[Typeface]:
    """Choose a face for each character; marks, and blanks inside a shaped script, stay with the letter before."""
    faces: list[Typeface] = []
    for index, character in enumerate(characters):
        chosen = fonts.choose(character, bold=bold) or fonts.typefaces(bold=bold)[0]
        clings = character in JOINERS or unicodedata.category(character)[0] == "M"
        is_inside = character == " " and levels[index] % 2 == 1
        if faces and (clings or is_inside) and levels[index] == levels[index - 1]:
            chosen = faces[-1] if character in JOINERS or faces[-1].covers(character) else chosen
        faces.append(chosen)
    return faces


def _runs(levels: Sequence[int], faces: Sequence[Typeface]) -> list[_Run]:
    runs: list[_Run] = []
    for (level, face), group in groupby(range(len(levels)), key=lambda index: (levels[index], faces[index])):
        indexes = list(group)
        runs.append(_Run(face, level, indexes[0], indexes[-1] + 1))
    return runs


def _in_visual_order(runs: list[_Run]) -> list[_Run]:
    """Reverse, from the highest level down to the lowest odd one, every stretch at that level or above (rule L2)."""
    odd = [run.level for run in runs if run.level % 2]
    if not odd:
        return runs
    for level in range(max(run.level for run in runs), min(odd) - 1, -1):
        ordered: list[_Run] = []
        for is_high, group in groupby(runs, key=lambda run: run.level >= level):
            stretch = list(group)
            ordered += reversed(stretch) if is_high else stretch
        runs = ordered
    return runs


class _PlacedRun(NamedTuple):
    """Pieces up to the pen's `end`, and how far they are black."""

    pieces: list[Piece]
    end: float
    ink: Ink


def _line_of(runs: list[_PlacedRun], *, is_right_to_left: bool) -> ShapedLine:
    """Join runs to a line wide enough for outlines that hang over its ends, as Arabic tails and marks do."""
    if not runs:
        return ShapedLine((), 0.0)
    left = min(0.0, *(run.ink.left for run in runs))
    right = max(runs[-1].end, *(run.ink.right for run in runs))
    pieces = tuple(piece._replace(x=piece.x - left) for run in runs for piece in run.pieces)
    ascent, descent = max(ASCENT, *(run.ink.ascent for run in runs)), max(DESCENT, *(run.ink.descent for run in runs))
    return ShapedLine(pieces, right - left, is_right_to_left, ascent, descent)


def _place_run(run: _Run, text: str, pen: float) -> _PlacedRun:
    face = run.typeface
    if run.level % 2 or _needs_shaping(text):
        return _place_shaped(run, text, pen)
    end = pen + face.advance(text)
    return _PlacedRun([Piece(face, text, pen, 0.0)], end, Ink(pen, end, *face.reach(text)))


def _needs_shaping(text: str) -> bool:
    """Marks must be placed on their letters; the scripts from Hebrew to Khmer join, reorder or stack."""
    return any("\u0590" <= letter <= "\u1cff" or unicodedata.category(letter)[0] == "M" for letter in text)


def _place_shaped(run: _Run, text: str, pen: float) -> _PlacedRun:
    import uharfbuzz

    face, shaper = run.typeface, run.typeface.shaper()
    units = shaper.face.upem
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    uharfbuzz.shape(shaper, buffer)
    pieces: list[Piece] = []
    inks: list[Ink] = []
    end_of_last = 0.0
    for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        nominal = shaper.get_glyph_h_advance(glyph.codepoint) / units
        character = face.character_of(glyph.codepoint, nominal * 1000)
        x, y = pen + position.x_offset / units, position.y_offset / units
        _append(pieces, Piece(face, character, x, y), end_of_last)
        end_of_last = x + nominal
        pen += position.x_advance / units
        ink = face.ink(glyph.codepoint)
        inks.append(Ink(x + ink.left, x + ink.right, y + ink.ascent, ink.descent - y))
    left, right, ascent, descent = zip(*inks, strict=True)
    return _PlacedRun(pieces, pen, Ink(min(left), max(right), max(ascent), max(descent)))


def _append(pieces: list[Piece], glyph: Piece, end_of_last: float) -> None:
    """Lengthen the last piece when the glyph stands exactly where it would come anyway."""
    if pieces and abs(glyph.x - end_of_last) < _SAME_PLACE and abs(glyph.y - pieces[-1].y) < _SAME_PLACE:
        last = pieces[-1]
        pieces[-1] = Piece(last.typeface, last.text + glyph.text, last.x, last.y)
    else:
        pieces.append(glyph)
