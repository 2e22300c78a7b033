"""Text in the printer's own font 0, a condensed bold that comes in every size.

Nobody publishes its widths. `_ADVANCES` are what an independent renderer's replica measured (docs/zpl.md), in
thousandths of the width parameter of ^A; where other measurements in public are wider, theirs are taken. Letters are
stretched or narrowed so that a line takes at most `_FILLED` of the width that the layout reckoned for our own faces:
what is left is for printers whose font 0 is wider. No block (^FB) as wide as the box: a printer that finds the text too
long for it sets a hyphen into a number, or its end upon its beginning.
"""

from __future__ import annotations

from fahuo.labels.layout.sheet import Align, PlacedLine

# The height of capitals: of our faces to the em, of font 0 to the height parameter of ^A.
_CAPITALS, _CAPITALS_OF_FONT_0 = 0.714, 0.75
_FILLED = 0.93
_WIDEST, _SMALLEST = 1.1, 10

_ADVANCES: dict[str, int] = {
    **dict.fromkeys("jl", 278),
    **dict.fromkeys("'i/:;fIt ", 296),
    **dict.fromkeys("!(),.[]`r{}", 333),
    **dict.fromkeys("z|\\", 400),
    **dict.fromkeys("cksvxyJ", 445),
    **dict.fromkeys('0123456789$#*"^~_EFLTZabdeghnopqu', 505),
    "F": 536,
    **dict.fromkeys("ABCKPSVXY", 556),
    **dict.fromkeys("DGHNOQRU", 612),
    **dict.fromkeys("&w", 668),
    "?": 750,
    **dict.fromkeys("mM", 778),
    "-": 800,
    **dict.fromkeys("%@W+=", 905),
    **dict.fromkeys("<>", 1000),
}


def is_native(line: PlacedLine, scale: float) -> bool:
    """Say whether the printer's font can write a line: one piece of printable ASCII, not too small, no backslash.

    A backslash begins a command of its own inside a block of text (^FB).
    """
    pieces = line.line.pieces
    return (
        len(pieces) == 1
        and pieces[0].text.isascii()
        and "\\" not in pieces[0].text
        and _height(line, scale) >= _SMALLEST
    )


def _height(placed: PlacedLine, scale: float) -> int:
    return int(placed.size * scale * _CAPITALS / _CAPITALS_OF_FONT_0 + 0.25)


_WIDTHS = [_ADVANCES.get(chr(code), 1000) for code in range(128)]


def reckoned(text: str) -> int:
    """Return the width of ASCII text in font 0, in thousandths of the width parameter."""
    return sum(map(_WIDTHS.__getitem__, text.encode("ascii")))


def advance(letter: str) -> float:
    """Return the width of one letter in font 0, in parts of the width parameter."""
    return _ADVANCES.get(letter, 560) / 1000


def written(placed: PlacedLine, scale: float) -> bytes:
    """Return the commands that write a line which `is_native`; `scale` is the head's dots for one of the layout."""
    text, width = placed.line.pieces[0].text, placed.line.width * placed.size * scale
    high = _height(placed, scale)
    wide = min(int(width * _FILLED * 1000 / reckoned(text)), int(high * _WIDEST))
    x, y = round(placed.x * scale), round(placed.y * scale)
    place = _alignment(placed, x, width)
    reverse = b"^FR" if placed.is_white else b""
    return b"%b,%d^A0N,%d,%d%b%b^FS" % (place[0], y, high, wide, place[1] + reverse, escaped(text))


def _alignment(placed: PlacedLine, x: int, width: float) -> tuple[bytes, bytes]:
    """Return ^FT with its column, and the block (^FB) that centres the line or sets it against its right edge.

    The block is wider than the text can become, to the left or on both sides, so that it is never wrapped.
    """
    spare = min(x, int(width) // 2 + 1)
    if placed.align is Align.RIGHT:
        return b"^FT%d" % (x - spare), b"^FB%d,1,0,R" % (round(width) + spare)
    if placed.align is Align.CENTRE:
        return b"^FT%d" % (x - spare), b"^FB%d,1,0,C" % (round(width) + 2 * spare)
    return b"^FT%d" % x, b""


def escaped(text: str) -> bytes:
    """Return ^FD with printable ASCII in which nothing can be taken for a command.

    ^ and ~ begin commands, and _ begins a hexadecimal number once ^FH is said.
    """
    if "^" in text or "~" in text or "_" in text:
        plain = text.replace("_", "_5F").replace("^", "_5E").replace("~", "_7E")
        return b"^FH^FD" + plain.encode("ascii")
    return b"^FD" + text.encode("ascii")
