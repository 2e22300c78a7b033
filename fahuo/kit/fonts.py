"""The typefaces our labels are set in, and which of them has a given character.

All faces come from Python packages, so nothing is downloaded and nothing depends on the machine:
Noto Sans (Latin, Cyrillic, Greek) and FiraGO (Arabic, Hebrew, Thai, Georgian, Devanagari) from `pymupdf-fonts`,
both SIL OFL 1.1; WenQuanYi Micro Hei (Han, kana, Hangul) from `paperang-p2-fonts-cjk`, Apache-2.0.
They are read and registered with reportlab at the first use, once per process (about 0.2 s).

WenQuanYi has one weight. Its bold is the same face with a stroked outline: `Typeface.is_emboldened`.
"""

from __future__ import annotations

import io
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from fahuo.kit.truetype import without_hints

# Streams as bytes, not as ASCII letters: a fifth smaller and no time lost on it.
rl_config.useA85 = 0

_PRIVATE_USE_START, _PRIVATE_USE_END = 0xE000, 0xF8FF
# Never drawn as they stand: controls, unassigned, private use, surrogates.
_UNDRAWABLE = {"Cc", "Cf", "Cn", "Co", "Cs"}


class Ink(NamedTuple):
    """How far a glyph is black, in em: `left` and `right` from its origin, `ascent` above and `descent` below it."""

    left: float
    right: float
    ascent: float
    descent: float


@dataclass(eq=False, slots=True)
class Typeface:
    """One face as reportlab knows it (`name`, `font`), with its file (`content`), coverage and measures.

    `is_emboldened`: the face is used as bold although its outlines are regular, so stroke them as well.
    """

    name: str
    font: Any = field(repr=False)
    content: bytes = field(repr=False)
    is_emboldened: bool = False
    _shaper: Any = field(default=None, repr=False)
    _reaches: dict[str, tuple[float, float]] = field(default_factory=dict, repr=False)
    _widths: dict[str, float] = field(default_factory=dict, repr=False)
    _inks: dict[int, Ink] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _private: dict[int, str] = field(default_factory=dict, repr=False)

    def covers(self, character: str) -> bool:
        """Say whether the face has a glyph of its own for this character."""
        return ord(character) in self.font.face.charToGlyph

    def advance(self, text: str) -> float:
        """Return the width of `text` in em, glyph after glyph, without kerning or shaping."""
        try:
            return sum(map(self._widths.__getitem__, text)) / 1000
        except KeyError:
            return sum(map(self.width, text)) / 1000

    def width(self, character: str) -> float:
        """Return the width of one character in thousandths of an em."""
        found = self._widths.get(character)
        if found is None:
            face = self.font.face
            found = self._widths[character] = float(face.charWidths.get(ord(character), face.defaultWidth))
        return found

    def shaper(self) -> Any:
        """Return the HarfBuzz font of this face; its scale is the face's units per em."""
        if self._shaper is None:
            import uharfbuzz

            self._shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(self.content)))
        return self._shaper

    def reach(self, text: str) -> tuple[float, float]:
        """Return how far the glyphs of `text` reach above and below the baseline, in em, both counted as positive."""
        reaches = [self._reaches.get(character) or self._reach_of(character) for character in text]
        return max(ascent for ascent, _ in reaches), max(descent for _, descent in reaches)

    def _reach_of(self, character: str) -> tuple[float, float]:
        ink = self.ink(self.shaper().get_nominal_glyph(ord(character)) or 0)
        self._reaches[character] = ink.ascent, ink.descent
        return self._reaches[character]

    def ink(self, glyph: int) -> Ink:
        """Return the extent of one glyph's outline."""
        found = self._inks.get(glyph)
        if found is None:
            found = self._inks[glyph] = self._ink_of(glyph)
        return found

    def _ink_of(self, glyph: int) -> Ink:
        extents, units = self.shaper().get_glyph_extents(glyph), self.shaper().face.upem
        if extents is None:
            return Ink(0.0, 0.0, 0.0, 0.0)
        left, top = extents.x_bearing / units, extents.y_bearing / units
        return Ink(left, left + extents.width / units, top, -(top + extents.height / units))

    def character_of(self, glyph: int, advance: float) -> str:
        """Return a character that draws this glyph: its own, or a private one made up for it.

        Shaping yields glyphs that no character stands for (an Arabic letter joined on both sides); reportlab addresses
        glyphs by character. `advance` is the glyph's width in thousandths of an em.
        """
        own: int | None = self.font.face.glyphToChar.get(glyph)
        if own is not None:
            return chr(own)
        with self._lock:
            if glyph not in self._private:
                self._private[glyph] = self._make_private(glyph, advance)
            return self._private[glyph]

    def _make_private(self, glyph: int, advance: float) -> str:
        face = self.font.face
        taken = face.charToGlyph
        code = next(code for code in range(_PRIVATE_USE_START, _PRIVATE_USE_END) if code not in taken)
        face.charWidths[code] = self._widths[chr(code)] = advance
        taken[code] = glyph
        return chr(code)


@cache
def _typefaces() -> tuple[tuple[Typeface, ...], tuple[Typeface, ...]]:
    """Read and register all faces; return the regular and the bold chain, first choice first."""
    from pymupdf_fonts import myfont

    def packaged(name: str, key: str) -> Typeface:
        content = without_hints(myfont(key))
        return Typeface(name, _registered(name, content), content)

    han_file = files("paperang_p2_fonts_cjk").joinpath("fonts/wqy-microhei.ttc")
    han_bytes = without_hints(han_file.read_bytes())
    han = Typeface("WenQuanYiMicroHei", _registered("WenQuanYiMicroHei", han_bytes), han_bytes)
    regular = (packaged("NotoSans", "notos"), packaged("FiraGO", "figo"), han)
    bold = (
        packaged("NotoSans-Bold", "notosbo"),
        packaged("FiraGO-Bold", "figbo"),
        Typeface(han.name, han.font, han.content, is_emboldened=True),
    )
    return regular, bold


_loading = threading.Lock()
_chains: list[tuple[Typeface, ...]] = []


def _registered(name: str, content: bytes) -> Any:
    # asciiReadable off: embed the glyphs that are used, not the whole of ASCII per face.
    font = TTFont(name, io.BytesIO(content), asciiReadable=0)
    font.face.get_table = _cached_tables(font.face.get_table)
    # One character a glyph is enough. Lists of one, 46,000 of them, are a tenth of all garbage collecting.
    font.face.glyphToChar = {glyph: codes[0] for glyph, codes in font.face.glyphToChar.items()}
    pdfmetrics.registerFont(font)
    return font


def _cached_tables(get_table: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """Keep the tables that subsetting copies: the glyphs of WenQuanYi alone are 4 MB, and every file asks for them."""
    return cache(get_table)


def typefaces(*, bold: bool = False) -> tuple[Typeface, ...]:
    """Return the faces of one weight in the sequence in which they are tried."""
    if not _chains:
        with _loading:
            _chains[:] = _typefaces()
    return _chains[bold]


@lru_cache(maxsize=65536)
def choose(character: str, *, bold: bool = False) -> Typeface | None:
    """Return the first face that has `character`, or None when no face can draw it."""
    if unicodedata.category(character) in _UNDRAWABLE:
        return None
    return next((face for face in typefaces(bold=bold) if face.covers(character)), None)


def missing(text: str) -> tuple[str, ...]:
    """Return the letters and digits of `text` that no face can draw, each once, in sequence.

    Emoji and other ornaments are not counted: a label loses nothing without them. A letter that is missing
    from a name or a street is a label that must not be printed unseen.
    """
    found = dict.fromkeys(character for character in text if is_reading_matter(character))
    return tuple(character for character in found if choose(character) is None and not _has_plain_form(character))


def is_reading_matter(character: str) -> bool:
    """Say whether a character carries meaning for a reader: a letter, a digit or their vowel signs."""
    return unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Mc"


def _has_plain_form(character: str) -> bool:
    plain = unicodedata.normalize("NFKC", character)
    return plain != character and all(choose(part) is not None for part in plain)
