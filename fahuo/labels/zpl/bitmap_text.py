"""Lines of text as dots, for what a printer's own font cannot write: the same glyphs as in our PDF."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fahuo.kit.text_shape import ShapedLine
from fahuo.labels.dots import Box
from fahuo.labels.zpl.glyphs import SMALLEST_STROKED, Dots, glyph
from fahuo.labels.zpl.graphic_field import field


class DrawnLine(NamedTuple):
    """The ink of a line, eight dots to the byte; `left` and `top`: its corner as seen from the start of the baseline.

    `field` is the same as ^GF, nothing for a line without ink.
    """

    rows: npt.NDArray[np.uint8]
    width: int
    left: int
    top: int
    field: bytes


@lru_cache(maxsize=4096)
def drawn(line: ShapedLine, size: int, layout_size: int) -> DrawnLine:
    """Draw a line, `size` dots of the head to the em; `layout_size` says whether bold Han are stroked."""
    glyphs: list[tuple[Dots, int, int, int, int]] = []
    for piece in line.pieces:
        face = piece.typeface
        stroke = size / layout_size / 2 if face.is_emboldened and layout_size >= SMALLEST_STROKED else 0.0
        pen, y = piece.x * size, -round(piece.y * size)
        for character in piece.text:
            ink, left, top, advance = glyph(face, character, size, size, stroke)
            if ink.size:
                x, row = round(pen) + left, y + top
                glyphs.append((ink, x, row, x + ink.shape[1], row + ink.shape[0]))
            pen += advance * size
    return _joined(glyphs) if glyphs else DrawnLine(np.zeros((0, 0), dtype=np.uint8), 0, 0, 0, b"")


def _joined(glyphs: list[tuple[Dots, int, int, int, int]]) -> DrawnLine:
    """Put glyphs (dots, and their first and last columns and rows) into one picture as large as their ink."""
    _, lefts, tops, rights, bottoms = zip(*glyphs, strict=True)
    left, top, width = min(lefts), min(tops), max(rights) - min(lefts)
    dots = np.zeros((max(bottoms) - top, width), dtype=bool)
    for ink, x, y, right, bottom in glyphs:
        part = dots[y - top : bottom - top, x - left : right - left]
        part |= ink
    rows = np.packbits(dots, axis=1)
    return DrawnLine(rows, width, left, top, _field(rows))


def clipped(line: DrawnLine, x: int, y: int, box: Box) -> tuple[int, int, bytes]:
    """Return where to put the line that starts at (`x`, `y`), and its field, without what would leave `box`."""
    x, y, height = x + line.left, y + line.top, len(line.rows)
    if x >= box.x and y >= box.y and x + line.width <= box.right and y + height <= box.bottom:
        return x, y, line.field
    left, right = max(x, box.x), min(x + line.width, box.right)
    upper, lower = max(y, box.y), min(y + height, box.bottom)
    if left >= right or upper >= lower:
        return left, upper, b""
    dots = np.unpackbits(line.rows[upper - y : lower - y], axis=1)[:, left - x : right - x]
    return left, upper, _field(np.packbits(dots, axis=1))


def _field(rows: npt.NDArray[np.uint8]) -> bytes:
    return field(rows.tobytes(), rows.shape[1])
