"""Our own label as ZPL II: the same sheet and the same codes as in the PDF.

Codes are sent as dots, so that what is checked is what prints, whatever a printer thinks of ^BC and ^BQ. Text that
its own font can write is sent as text: quick, sharp, and a twentieth of the bytes. All other lines are dots again.

Codes come last, each upon a white box of its own: whatever a printer's font made of the text, however wide its letters
are, no dot of it is left where a code stands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from fahuo.labels.codes import PlacedCode, place_codes
from fahuo.labels.dots import Box, Head, page
from fahuo.labels.layout import lay_out
from fahuo.labels.layout.sheet import PlacedLine, Sheet
from fahuo.labels.zpl import bitmap_text, native_text
from fahuo.labels.zpl.graphic_field import field
from fahuo.trade.label import LabelContent, LabelSize

_SCALES = {head: float(head.scale) for head in Head}


def write(
    contents: Sequence[LabelContent], size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203
) -> list[bytes]:
    """Return one ZPL format per label, in sequence. The same content gives the same bytes.

    Raises `BarcodeError` for a number or address that cannot be written as a code, as `render` does.
    """
    return [written(lay_out(content, size), place_codes(content, size, head), size, head) for content in contents]


def written(sheet: Sheet, codes: Sequence[PlacedCode], size: LabelSize, head: Head) -> bytes:
    """Return the format of one laid-out label."""
    parts = [_start(size, head), _boxes(tuple(sheet.black), tuple(sheet.white), head)]
    parts += [_line(line, head) for line in sheet.lines if not line.is_white]
    parts += [_line(line, head) for line in sheet.lines if line.is_white]
    parts += [_code(code) for code in codes]
    parts.append(b"^XZ\n")
    return b"".join(parts)


@lru_cache
def _start(size: LabelSize, head: Head) -> bytes:
    """Open a format and take back what an earlier one may have left switched on: mirrored, reversed, shifted."""
    whole = head.box(page(size))
    return b"^XA^CI28^PW%d^LL%d^LH0,0^PON^PMN^LRN^LS0^FWN" % (whole.width, whole.height)


@lru_cache(maxsize=512)
def _boxes(black: tuple[Box, ...], white: tuple[Box, ...], head: Head) -> bytes:
    """Return all rectangles; labels with the same number of customs rows have the same."""
    shades = [(head.box(box), b"B") for box in black] + [(head.box(box), b"W") for box in white]
    return b"".join(
        b"^FO%d,%d^GB%d,%d,%d,%b^FS" % (box.x, box.y, box.width, box.height, min(box.width, box.height), shade)
        for box, shade in shades
        if box.width and box.height
    )


def _code(code: PlacedCode) -> bytes:
    """Wipe the code's box, quiet zone and all, and put its dots there."""
    rows = np.packbits(code.modules.repeat(code.module, axis=1), axis=1)
    dots = rows.repeat(code.module_height, axis=0)
    x, y, width, height = code.box
    wiped = b"^FO%d,%d^GB%d,%d,%d,W^FS" % (x, y, width, height, min(width, height))
    return b"%b^FO%d,%d%b^FS" % (wiped, code.x, code.y, field(dots.tobytes(), dots.shape[1]))


@lru_cache(maxsize=8192)  # half the lines of a batch are the same captions in the same places
def _line(placed: PlacedLine, head: Head) -> bytes:
    scale = _SCALES[head]
    if native_text.is_native(placed, scale):
        return native_text.written(placed, scale)
    size = int(placed.size * scale + 1e-6)
    line = bitmap_text.drawn(placed.line, size, math.ceil(placed.size))
    x, y, graphic = bitmap_text.clipped(
        line, _left(placed, size, scale), round(placed.y * scale), _box(placed.box, head)
    )
    return b"^FO%d,%d%b%b^FS" % (x, y, b"^FR" if placed.is_white else b"", graphic) if graphic else b""


@lru_cache(maxsize=4096)
def _box(box: Box, head: Head) -> Box:
    return head.box(box)


def _left(placed: PlacedLine, size: int, scale: float) -> int:
    """Return the first column of a line that is drawn a little smaller than it was laid out: it keeps its side."""
    spare = placed.line.width * (placed.size * scale - size)
    return round(placed.x * scale + spare * placed.align.value)
