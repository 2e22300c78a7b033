"""Lines of text as dots, for what a printer's own font cannot write: the same glyphs as in our PDF."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fahuo.kit.fonts import Typeface
from fahuo.kit.text_shape import ShapedLine
from fahuo.labels.dots import Box
from fahuo.labels.zpl.glyphs import SMALLEST_STROKED, glyph, stamp
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


class _Band(NamedTuple):
    """The rows that a line may be drawn in, and which of them is the baseline."""

    baseline: int
    high: int


class _Strip(NamedTuple):
    """One glyph on the band of a line: its columns, a byte a dot, each from the band's first row to its last.

    `left` is its first column as seen from the pen, `top` and `bottom` are its first row and the one after its last;
    `advance` is how far the pen moves on, in dots.
    """

    columns: bytes
    left: int
    width: int
    top: int
    bottom: int
    advance: float


# A strip, the columns that it takes (first, and first after), and its rows.
_Placed = tuple[bytes, int, int, int, int]


@lru_cache(maxsize=4096)
def drawn(line: ShapedLine, size: int, layout_size: int) -> DrawnLine:
    """Draw a line, `size` dots of the head to the em; `layout_size` says whether bold Han are stroked."""
    spare = 2 + size // 8  # strokes, and the whole dots that edges reach into
    above = math.ceil(line.ascent * size) + spare
    high = above + math.ceil(line.descent * size) + spare
    placed: list[_Placed] = []
    for piece in line.pieces:
        face = piece.typeface
        stroke = size / layout_size / 2 if face.is_emboldened and layout_size >= SMALLEST_STROKED else 0.0
        pen, band = piece.x * size, _Band(above - round(piece.y * size), high)
        for character in piece.text:
            columns, left, width, top, bottom, advance = _strip(face, character, size, stroke, band)
            if width:
                x = round(pen) + left
                placed.append((columns, x, x + width, top, bottom))
            pen += advance
    return _joined(placed, above, high) if placed else DrawnLine(np.zeros((0, 0), dtype=np.uint8), 0, 0, 0, b"")


@lru_cache(maxsize=8192)
def _strip(face: Typeface, character: str, size: int, stroke: float, band: _Band) -> _Strip:
    """Draw a glyph on a band, which is as high as the layout reckoned the line: what would leave it is nothing."""
    ink, left, top, advance = glyph(face, character, size, size, stroke)
    if not ink.size:
        return _Strip(b"", 0, 0, 0, 0, advance * size)
    dots = np.zeros((band.high, ink.shape[1]), dtype=bool)
    first = band.baseline + top
    stamp(dots, ink, 0, first)
    bottom = min(band.high, first + len(ink))
    return _Strip(dots.T.tobytes(), left, ink.shape[1], max(0, first), bottom, advance * size)


def _joined(placed: Sequence[_Placed], above: int, high: int) -> DrawnLine:
    """Put strips into one picture as large as their ink; the baseline is row `above` of the band."""
    _, lefts, rights, tops, bottoms = zip(*placed, strict=False)  # all are as long; asking takes as long again
    left, right, top = min(lefts), max(rights), min(tops)
    dots = _side_by_side(placed, left, right, high).T[top : max(bottoms)]
    rows = np.packbits(np.ascontiguousarray(dots), axis=1)
    return DrawnLine(rows, right - left, left, top - above, _field(rows))


def _side_by_side(placed: Sequence[_Placed], left: int, right: int, high: int) -> npt.NDArray[np.uint8]:
    """Return columns × rows. Bytes are joined ten times as quickly as arrays; a strip that begins before the last one
    has ended, as joined letters and marks do, comes upon another layer."""
    parts: list[bytes] = []
    others: list[_Placed] = []
    end = left
    for strip in placed:
        x = strip[1]
        if x < end:
            others.append(strip)
            continue
        if x > end:
            parts.append(bytes((x - end) * high))
        parts.append(strip[0])
        end = strip[2]
    parts.append(bytes((right - end) * high))
    dots = np.frombuffer(b"".join(parts), dtype=np.uint8).reshape(right - left, high)
    return dots | _side_by_side(others, left, right, high) if others else dots


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
