"""TrueType files without their hinting programs.

Hints move outlines onto the pixels of a coarse screen. Printing at 8 dots per millimetre does not need them, and they
are a third of every embedded font and a third of the time it takes to draw a label back for its check.
Tables and formats: the OpenType specification, chapters "Font file", "glyf", "loca" and "head".
"""

from __future__ import annotations

import struct
from itertools import pairwise

_HINT_TABLES = frozenset((b"cvt ", b"fpgm", b"prep", b"hdmx", b"LTSH", b"VDMX", b"DSIG", b"gasp"))
_HEAD_LOCA_FORMAT = 50
_GLYPH_HEADER = 10


def without_hints(content: bytes, member: int = 0) -> bytes:
    """Return a TrueType file with the same characters and outlines, but no hints.

    `content` is a TrueType file or a collection, of which font number `member` is taken.
    Raises `ValueError` for a font without `glyf` outlines (OpenType CFF).
    """
    tables = {tag: table for tag, table in _tables(content, member).items() if tag not in _HINT_TABLES}
    if b"glyf" not in tables:
        raise ValueError("Not a font with TrueType outlines")
    glyphs, offsets = _bare_glyphs(tables[b"glyf"], _offsets(tables))
    head = bytearray(tables[b"head"])
    struct.pack_into(">h", head, _HEAD_LOCA_FORMAT, 1)
    tables |= {b"head": bytes(head), b"glyf": glyphs, b"loca": struct.pack(f">{len(offsets)}L", *offsets)}
    return _assembled(tables)


def _tables(content: bytes, member: int) -> dict[bytes, bytes]:
    start = struct.unpack_from(">L", content, 12 + 4 * member)[0] if content[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", content, start + 4)[0]
    entries = (struct.unpack_from(">4s4xLL", content, start + 12 + 16 * number) for number in range(count))
    return {tag: content[offset : offset + length] for tag, offset, length in entries}


def _offsets(tables: dict[bytes, bytes]) -> list[int]:
    loca = tables[b"loca"]
    if struct.unpack_from(">h", tables[b"head"], _HEAD_LOCA_FORMAT)[0]:
        return list(struct.unpack(f">{len(loca) // 4}L", loca))
    return [half * 2 for half in struct.unpack(f">{len(loca) // 2}H", loca)]


def _bare_glyphs(glyf: bytes, offsets: list[int]) -> tuple[bytes, list[int]]:
    bare, starts, end = [], [0], 0
    for start, stop in pairwise(offsets):
        glyph = _bare_glyph(glyf[start:stop])
        bare.append(glyph + bytes(-len(glyph) % 4))
        end += len(bare[-1])
        starts.append(end)
    return b"".join(bare), starts


def _bare_glyph(glyph: bytes) -> bytes:
    """Cut the instructions out of a simple glyph; composites refer to others and carry next to none."""
    contours = struct.unpack_from(">h", glyph)[0] if glyph else -1
    if contours <= 0:
        return glyph
    at = _GLYPH_HEADER + 2 * contours
    length = struct.unpack_from(">H", glyph, at)[0]
    return glyph[:at] + b"\0\0" + glyph[at + 2 + length :]


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    """Write the tables behind a directory. Checksums stay zero: no reader of embedded fonts looks at them."""
    directory = struct.pack(">LHHHH", 0x00010000, len(tables), 0, 0, 0)
    body = bytearray()
    body_start = len(directory) + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        directory += struct.pack(">4sLLL", tag, 0, body_start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + bytes(body)
