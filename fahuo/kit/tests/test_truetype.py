from __future__ import annotations

import io
import struct
from importlib.resources import files

import pytest
from pymupdf_fonts import myfont
from reportlab.pdfbase.ttfonts import TTFontFile

from fahuo.kit.truetype import without_hints

COLLECTION = files("paperang_p2_fonts_cjk").joinpath("fonts/wqy-microhei.ttc").read_bytes()


def test_characters_and_widths_stay() -> None:
    before, after = (TTFontFile(io.BytesIO(font)) for font in (myfont("notos"), without_hints(myfont("notos"))))
    assert after.charToGlyph == before.charToGlyph
    assert dict(after.charWidths) == dict(before.charWidths)
    assert (after.ascent, after.descent, after.bbox) == (before.ascent, before.descent, before.bbox)


def test_hints_go() -> None:
    before, after = myfont("notos"), without_hints(myfont("notos"))
    tables = TTFontFile(io.BytesIO(after)).table
    assert not {"cvt ", "fpgm", "prep"} & set(tables)
    assert len(after) < 0.8 * len(before)


def test_outlines_stay_to_the_point() -> None:
    """Of every simple glyph all is kept but the instructions, whose length becomes 0."""
    before, after = (TTFontFile(io.BytesIO(font)) for font in (myfont("notos"), without_hints(myfont("notos"))))
    for glyph in range(len(before.glyphPos) - 1):
        old, new = _glyph(before, glyph), _glyph(after, glyph)
        contours = struct.unpack_from(">h", old)[0] if old else 0
        if contours <= 0:
            assert new[: len(old)] == old
            continue
        at = 10 + 2 * contours
        length = struct.unpack_from(">H", old, at)[0]
        assert new[:at] == old[:at]
        assert new[at : at + 2] == b"\0\0"
        assert new[at + 2 :].startswith(old[at + 2 + length :])


def _glyph(font: TTFontFile, glyph: int) -> bytes:
    glyf = font.get_table("glyf")
    return bytes(glyf[font.glyphPos[glyph] : font.glyphPos[glyph + 1]])


def test_a_member_of_a_collection_becomes_a_font_of_its_own() -> None:
    font = TTFontFile(io.BytesIO(without_hints(COLLECTION)))
    assert ord("中") in font.charToGlyph
    assert ord("한") in font.charToGlyph


def test_a_font_without_truetype_outlines_is_refused() -> None:
    empty = struct.pack(">4sHHHH", b"OTTO", 0, 0, 0, 0)
    with pytest.raises(ValueError, match="TrueType"):
        without_hints(empty)
