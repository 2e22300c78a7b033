"""Text as a printer would set it, in our faces: a stand-in for the printer's own, as large and as wide.

Widths of font 0 are the ones we write with; cells of the fixed fonts A … H are those of the ZPL II Programming Guide
("Fonts and Bar Codes", font matrices at 8 dots to the millimetre). Letters keep their own shapes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from fahuo.kit import fonts
from fahuo.kit.fonts import Typeface
from fahuo.kit.text_shape import shape
from fahuo.labels.dots import Box
from fahuo.labels.zpl import native_text
from fahuo.labels.zpl.glyphs import glyph, stamp
from fahuo.labels.zpl.reading.drawing import Drawing
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable

_LARGEST = 3000
_CAPITALS = 0.714  # of our faces, to the em
_OF_FONT_0 = 0.75
_NARROW = 0.82  # our bold letters, to be as wide as those of font 0
_DIGIT = 0.6  # of the em is as wide as a digit of our bold face, and what stands beside it


class _Cell(NamedTuple):
    height: int
    width: int
    gap: int
    baseline: int


_CELLS = {
    "A": _Cell(9, 5, 1, 7),
    "B": _Cell(11, 7, 2, 11),
    "C": _Cell(18, 10, 2, 14),
    "D": _Cell(18, 10, 2, 14),
    "E": _Cell(28, 15, 5, 23),
    "F": _Cell(26, 13, 3, 21),
    "G": _Cell(60, 40, 8, 48),
    "H": _Cell(21, 13, 6, 21),
}
_SCALED = {"0": 15, "P": 20, "Q": 28, "R": 35, "S": 40, "T": 48, "U": 59, "V": 80}


class Lettering(NamedTuple):
    """A font at a size: rows from one line to the next, from the top to the baseline, and our faces' em.

    `pitch` is the step of a font whose letters are all as wide, 0 for others; `width` the parameter of ^A.
    """

    height: int
    baseline: int
    em_wide: int
    em_high: int
    width: int
    pitch: int


def lettering(name: str, height: int, width: int) -> Lettering:
    """Return a printer's font at a size in dots; 0 leaves a measure to the other one."""
    if max(height, width) > _LARGEST or min(height, width) < 0:
        raise ZplUnreadable(f"^A{name}: letters of {height} × {width} dots are none that a label has")
    cell = _CELLS.get(name)
    if cell is None:
        height = height or width or _SCALED.get(name, 15)
        width = width or height
        em = max(1, round(height * _OF_FONT_0 / _CAPITALS))
        return Lettering(height, round(height * _OF_FONT_0), max(1, round(width * _NARROW)), em, width, 0)
    down = round(height / cell.height) or round(width / cell.width) or 1
    across = round(width / cell.width) or down
    em = round(cell.baseline * down / _CAPITALS)
    wide = max(1, round(cell.width * across / _DIGIT))
    return Lettering(cell.height * down, cell.baseline * down, wide, em, cell.width, (cell.width + cell.gap) * across)


class _PlacedGlyph(NamedTuple):
    typeface: Typeface
    character: str
    x: float
    y: float


def width_of(text: str, font: Lettering) -> float:
    """Return how far the pen moves over `text`."""
    if font.pitch:
        return len(text) * font.pitch
    if text.isascii():
        return sum(native_text.advance(letter) for letter in text) * font.width
    return shape(text, bold=True).width * font.em_wide


def drawn(
    lines: list[tuple[str, float]], font: Lettering, step: int, *, most_lines: int = 1, width: float = 0
) -> Drawing:
    """Draw lines of text, each `step` below the one before and starting at its own column.

    Lines too many are printed over the last one that there is room for, as printers do.
    """
    over = font.em_high // 2 + 2
    last = min(most_lines, len(lines)) - 1
    high = font.height + max(0, step) * last
    dots = np.zeros((high + 2 * over, math.ceil(width) + 2 * over), dtype=bool)
    for number, (text, start) in enumerate(lines):
        baseline = over + font.baseline + min(number, last) * step
        for face, character, x, y in _glyphs(text, font):
            ink = glyph(face, character, font.em_wide, font.em_high)
            stamp(dots, ink.dots, round(over + start + x) + ink.left, baseline - round(y) + ink.top)
    box = Box(over, over, math.ceil(width), high)
    # ^FT gives the baseline of the last line that the block could have.
    return Drawing(dots, box, over + font.baseline + step * (most_lines - 1))


def _glyphs(text: str, font: Lettering) -> list[_PlacedGlyph]:
    if text.isascii() or font.pitch:
        face, pen, placed = fonts.typefaces(bold=True)[0], 0.0, []
        for letter in text:
            own = face if face.covers(letter) else fonts.choose(letter, bold=True)
            cell = font.pitch or native_text.advance(letter) * font.width
            if own and letter != " ":
                spare = cell - own.advance(letter) * font.em_wide
                placed.append(_PlacedGlyph(own, letter, pen + spare / 2, 0.0))
            pen += cell
        return placed
    placed = []
    for piece in shape(text, bold=True).pieces:
        x = piece.x * font.em_wide
        for character in piece.text:
            placed.append(_PlacedGlyph(piece.typeface, character, x, piece.y * font.em_high))
            x += glyph(piece.typeface, character, font.em_wide, font.em_high).advance * font.em_wide
    return placed
