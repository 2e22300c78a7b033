"""Lines of text as dots, for what a printer's own font cannot write: the same glyphs as in our PDF."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from fahuo.kit.text_shape import ShapedLine
from fahuo.labels.dots import Box
from fahuo.labels.zpl.glyphs import SMALLEST_STROKED, Dots, glyph
from fahuo.labels.zpl.graphic_field import field


class DrawnLine(NamedTuple):
    """A line as dots; the pen starts on row `baseline` at column 0. `field` is the same as ^GF."""

    dots: Dots
    baseline: int
    field: bytes


@lru_cache(maxsize=4096)
def drawn(line: ShapedLine, size: int, layout_size: int) -> DrawnLine:
    """Draw a line, `size` dots of the head to the em; `layout_size` says whether bold Han are stroked."""
    baseline = math.ceil(line.ascent * size)
    dots = np.zeros((baseline + math.ceil(line.descent * size), math.ceil(line.width * size)), dtype=bool)
    for piece in line.pieces:
        face = piece.typeface
        stroke = size / layout_size / 2 if face.is_emboldened and layout_size >= SMALLEST_STROKED else 0.0
        pen, y = piece.x * size, baseline - round(piece.y * size)
        for character in piece.text:
            ink, left, top, advance = glyph(face, character, size, size, stroke)
            stamp(dots, ink, round(pen) + left, y + top)
            pen += advance * size
    return DrawnLine(dots, baseline, _packed(dots))


def stamp(dots: Dots, ink: Dots, x: int, y: int) -> None:
    """Blacken `dots` where `ink`, with its corner at (`x`, `y`), is black; what lies outside is lost."""
    height, width = ink.shape
    if x < 0 or y < 0:
        ink, x, y = ink[max(0, -y) :, max(0, -x) :], max(0, x), max(0, y)
    part = dots[y : y + height, x : x + width]
    if part.shape != ink.shape:
        ink = ink[: part.shape[0], : part.shape[1]]
        part = part[: ink.shape[0], : ink.shape[1]]
    part |= ink


def clipped(line: DrawnLine, x: int, y: int, box: Box) -> tuple[int, int, bytes]:
    """Return where to put the line that starts at (`x`, `y`) and its field, without what would leave `box`."""
    top, (height, width) = y - line.baseline, line.dots.shape
    if x >= box.x and top >= box.y and x + width <= box.right and top + height <= box.bottom:
        return x, top, line.field
    left, right = max(x, box.x), min(x + width, box.right)
    upper, lower = max(top, box.y), min(top + height, box.bottom)
    if left >= right or upper >= lower:
        return left, upper, b""
    return left, upper, _packed(line.dots[upper - top : lower - top, left - x : right - x])


def _packed(dots: Dots) -> bytes:
    rows = np.packbits(dots, axis=1)
    return field(rows.tobytes(), rows.shape[1]) if dots.size else b""
