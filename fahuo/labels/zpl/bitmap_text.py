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
    """The ink of one glyph on the band of a line: its columns, a byte a dot, each from the band's top to its bottom.

    `left` is its first column as seen from the pen, `rows` are its first row and the one after its last; `advance` is
    how far the pen moves on, in dots.
    """

    columns: bytes
    left: int
    rows: tuple[int, int]
    advance: float


@lru_cache(maxsize=4096)
def drawn(line: ShapedLine, size: int, layout_size: int) -> DrawnLine:
    """Draw a line, `size` dots of the head to the em; `layout_size` says whether bold Han are stroked."""
    spare = 2 + size // 8  # strokes, and the whole dots that edges reach into
    above = math.ceil(line.ascent * size) + spare
    high = above + math.ceil(line.descent * size) + spare
    strips: list[bytes] = []
    places: list[int] = []
    extents: set[tuple[int, int]] = set()
    for piece in line.pieces:
        face = piece.typeface
        stroke = size / layout_size / 2 if face.is_emboldened and layout_size >= SMALLEST_STROKED else 0.0
        pen, band = piece.x * size, _Band(above - round(piece.y * size), high)
        for character in piece.text:
            columns, left, rows, advance = _strip(face, character, size, stroke, band)
            if columns:
                strips.append(columns)
                places.append(round(pen) + left)
                extents.add(rows)
            pen += advance
    if not strips:
        return DrawnLine(np.zeros((0, 0), dtype=np.uint8), 0, 0, 0, b"")
    first, top, bottom = min(places), min(extents)[0], max([rows[1] for rows in extents])
    dots = _side_by_side(strips, places, first, high)
    packed = np.packbits(np.ascontiguousarray(dots.T[top:bottom]), axis=1)
    return DrawnLine(packed, len(dots), first, top - above, _field(packed))


@lru_cache(maxsize=8192)
def _strip(face: Typeface, character: str, size: int, stroke: float, band: _Band) -> _Strip:
    """Draw a glyph on a band, which is as high as the layout reckoned the line: what would leave it is nothing."""
    ink, left, top, advance = glyph(face, character, size, size, stroke)
    dots = np.zeros((band.high, ink.shape[1]), dtype=bool)
    stamp(dots, ink, 0, band.baseline + top)
    rows, columns = np.flatnonzero(dots.any(axis=1)).tolist(), np.flatnonzero(dots.any(axis=0)).tolist()
    if not rows:
        return _Strip(b"", 0, (0, 0), advance * size)
    start, end = columns[0], columns[-1] + 1
    black = dots[:, start:end].T.tobytes()
    return _Strip(black, left + start, (rows[0], rows[-1] + 1), advance * size)


def _side_by_side(strips: Sequence[bytes], places: Sequence[int], start: int, high: int) -> npt.NDArray[np.uint8]:
    """Put strips into one picture of columns × rows, whose first column is `start`.

    Bytes are joined many times as quickly as arrays. A strip that begins before the last one has ended, as joined
    letters and marks do, comes upon another layer.
    """
    parts: list[bytes] = []
    others: list[bytes] = []
    their_places: list[int] = []
    end = start
    for columns, x in zip(strips, places, strict=False):  # they are as long; asking takes as long again
        if x < end:
            others.append(columns)
            their_places.append(x)
            continue
        if x > end:
            parts.append(bytes((x - end) * high))
        parts.append(columns)
        end = x + len(columns) // high
    dots = np.frombuffer(b"".join(parts), dtype=np.uint8).reshape(-1, high)
    return _upon(dots, _side_by_side(others, their_places, start, high)) if others else dots


def _upon(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Lay one picture upon another that begins where it does; either may be the longer one."""
    short, long = (one, other) if len(one) < len(other) else (other, one)
    both = long.copy()
    both[: len(short)] |= short
    return both


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
