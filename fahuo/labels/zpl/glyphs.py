"""Glyphs as dots, from the outlines of our faces.

FreeType (through Pillow) draws a glyph large; its dots are the share of each that the outline covers. So two open
fonts a face serve every size, and letters may be narrower than they are high.

Pillow asks for characters, but shaping yields glyphs that no character stands for. Each face is therefore opened with
a character table of our own, in which glyph g answers to U+F0000 + g (OpenType specification, "cmap", format 12).
"""

from __future__ import annotations

import io
import math
import struct
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from fahuo.kit import fonts
from fahuo.kit.fonts import Typeface

# Dots to the em of the large drawings, for letters up to a third of that, and for all others.
_SMALL_MASTER, _MASTER = 72, 192
_FIRST = 0xF0000
_MOST_GLYPHS = 0xFFFE
# A dot is black when the outline covers this much of it; Han strokes are often less than a dot wide.
_BLACK_FROM = 96
# The smallest size at which bold Han are stroked, as in the PDF: below, they would run together.
SMALLEST_STROKED = 22

Dots = npt.NDArray[np.bool_]


class Glyph(NamedTuple):
    """Dots of one glyph; `left` and `top` are their corner as seen from its origin on the baseline, rows downwards.

    `advance` is how far the pen moves on, in em.
    """

    dots: Dots
    left: int
    top: int
    advance: float


@lru_cache(maxsize=12288)
def glyph(typeface: Typeface, character: str, wide: int, high: int, stroke: float = 0.0) -> Glyph:
    """Draw the glyph that `character` stands for in `typeface`, `wide` × `high` dots to the em.

    `stroke` is how many dots the outline is thickened on each side. A glyph without ink has no dots.
    """
    number, step = typeface.font.face.charToGlyph.get(ord(character), 0), typeface.width(character) / 1000
    em = _SMALL_MASTER if 3 * max(wide, high) <= _SMALL_MASTER else _MASTER
    letter, master, thickness = chr(_FIRST + number), _opened(typeface.name, em), stroke * em / high
    x, y, end, foot = master.getbbox(letter, mode="L", anchor="ls", stroke_width=thickness)
    if x >= end or y >= foot:
        return Glyph(np.zeros((0, 0), dtype=bool), 0, 0, step)
    across, down = wide / em, high / em
    left, right = math.floor(x * across), math.ceil(end * across)
    top, bottom = math.floor(y * down), math.ceil(foot * down)
    # Room on all sides for the whole dots that the edges reach into.
    edge_x, edge_y = math.ceil(1 / across) + 1, math.ceil(1 / down) + 1
    origin_x, origin_y = edge_x - math.floor(x), edge_y - math.floor(y)
    drawing = Image.new("L", (origin_x + math.ceil(end) + edge_x, origin_y + math.ceil(foot) + edge_y))
    pen = ImageDraw.Draw(drawing)
    pen.text((origin_x, origin_y), letter, 255, master, "ls", stroke_width=thickness)
    view = (origin_x + left / across, origin_y + top / down, origin_x + right / across, origin_y + bottom / down)
    covered = drawing.resize((right - left, bottom - top), Image.Resampling.BOX, box=view)
    shares = np.frombuffer(covered.tobytes(), dtype=np.uint8).reshape(covered.height, covered.width)
    return Glyph(shares >= _BLACK_FROM, left, top, step)


def stamp(dots: Dots, ink: Dots, x: int, y: int) -> None:
    """Blacken `dots` where `ink`, with its corner at (`x`, `y`), is black; what lies outside is lost."""
    if x < 0 or y < 0:
        ink, x, y = ink[max(0, -y) :, max(0, -x) :], max(0, x), max(0, y)
    height, width = ink.shape
    part = dots[y : y + height, x : x + width]
    if part.shape != ink.shape:
        ink = ink[: part.shape[0], : part.shape[1]]
    part |= ink


@cache
def _opened(name: str, em: int) -> ImageFont.FreeTypeFont:
    faces = {face.name: face for bold in (False, True) for face in fonts.typefaces(bold=bold)}
    content = _by_glyph(faces[name].content)
    return ImageFont.truetype(io.BytesIO(content), em, layout_engine=ImageFont.Layout.BASIC)


def _by_glyph(content: bytes) -> bytes:
    """Append a character table that leads from U+F0000 + g to glyph g, and let the font's directory point to it."""
    count = struct.unpack_from(">H", content, 4)[0]
    group = struct.pack(">LLL", _FIRST, _FIRST + _MOST_GLYPHS - 1, 0)
    table = struct.pack(">HHHHLHHLLL", 0, 1, 3, 10, 12, 12, 0, 28, 0, 1) + group
    end = len(content) + -len(content) % 4
    changed = bytearray(content.ljust(end, b"\0") + table)
    entry = next(at for at in range(12, 12 + 16 * count, 16) if content[at : at + 4] == b"cmap")
    struct.pack_into(">LL", changed, entry + 8, end, len(table))
    return bytes(changed)
