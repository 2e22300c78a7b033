"""Our own label as PDF: any number of labels in one file, each font embedded once."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import chain, groupby
from typing import Any

from isal import isal_zlib
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFPage, PDFResourceDictionary, PDFStream
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit import barcode
from fahuo.kit.fonts import Typeface
from fahuo.labels.codes import PlacedCode, place_codes
from fahuo.labels.dots import POINTS_PER_DOT, Box, Head, page
from fahuo.labels.layout import lay_out
from fahuo.labels.layout.sheet import PlacedLine, Sheet
from fahuo.trade.label import LabelContent, LabelSize

_SMALLEST_STROKED = 22
# A seventh larger than the best zlib makes it, in a tenth of its time.
_PACKING = 1


def render(
    contents: Sequence[LabelContent], size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203
) -> bytes:
    """Return one PDF with a page per label, in sequence. The same contents give the same bytes.

    The codes' modules are whole dots of `head`. Raises `BarcodeError` for a number or address that cannot be written
    as a code: ask `problems_of` beforehand, so that one such label does not hold up the others. Raises `ValueError`
    for no label at all.
    """
    if not contents:
        raise ValueError("No label to draw")
    pages = ((lay_out(content, size), place_codes(content, size, head)) for content in contents)
    return paint(pages, size, head)


def paint(
    pages: Iterable[tuple[Sheet, Sequence[PlacedCode]]],
    size: LabelSize = LabelSize.MM_100X150,
    head: Head = Head.DPI_203,
) -> bytes:
    """Return one PDF with a page per (sheet, codes)."""
    target = io.BytesIO()
    whole = page(size)
    points = (whole.width * POINTS_PER_DOT, whole.height * POINTS_PER_DOT)
    canvas = _DotCanvas(target, pagesize=points, pageCompression=1, invariant=1)
    canvas.setTitle("Fahuo labels")
    for sheet, codes in pages:
        canvas.paint(sheet, codes, whole, head)
    canvas.save()
    return target.getvalue()


class _DotCanvas(Canvas):  # type: ignore[misc]
    """A canvas that takes whole sheets and writes their drawing operators itself, many times as fast.

    Operators: ISO 32000-1, annex A. Fonts and their subsets are still reportlab's.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._faces = _Faces(self._doc)

    def paint(self, sheet: Sheet, codes: Iterable[PlacedCode], whole: Box, head: Head) -> None:
        """Draw one page. One unit becomes one dot and rows count downwards; letters are turned upright again."""
        scale, shrink = POINTS_PER_DOT, float(1 / head.scale)
        operators = [
            # Six decimals round up by a thousandth of a dot. PDFium rounds edges down, to grey if they fall short.
            f"{scale:.6f} 0 0 {-scale:.6f} 0 {whole.height * scale:.6f} cm",
            f"0 g q {shrink:.9f} 0 0 {shrink:.9f} 0 0 cm",
            *[_modules(code) for code in codes],
            f"Q {_filled(sheet.black)} 1 g {_filled(sheet.white)} 1 w",
        ]
        for shade in (0, 1):
            pen = _Pen(self._faces)
            lines = [pen.written(line) for line in sheet.lines if line.is_white == bool(shade)]
            operators += [f"{shade} g {shade} G BT 0 Tr", *lines, "ET"]
        self._add_page("\n".join(operators))

    def _add_page(self, operators: str) -> None:
        """Close a page. It is packed at once, so that a thousand of them wait for their fonts in little room."""
        page = PDFPage()
        page.pagewidth, page.pageheight = self._pagesize
        packed = isal_zlib.compress(operators.encode("ascii"), _PACKING)
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), packed)
        page.Resources = PDFResourceDictionary()
        page.Resources.basicFonts()
        self._doc.addPage(page)


class _Faces(dict[Typeface, "_Letters"]):
    """How one file writes the letters of each face."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __missing__(self, face: Typeface) -> _Letters:
        letters = self[face] = _Letters(face.font, self._document)
        return letters


class _Letters(dict[str, str]):
    """The codes of one face's letters in one file, in hexadecimal. `subsets` says which part of the font has them."""

    def __init__(self, font: Any, document: Any) -> None:
        self._font, self._document = font, document
        self._subsets: dict[str, str] = {}
        self._names: list[str] = []

    def __missing__(self, letter: str) -> str:
        subset, code = self._font.splitString(letter, self._document)[0]
        name = self._subsets[letter] = self._font.getSubsetInternalName(subset, self._document)
        if name not in self._names:
            self._names.append(name)
        self[letter] = code.hex()
        return self[letter]

    def written(self, text: str) -> list[tuple[str, str]]:
        """Return (font subset, codes) for each stretch of `text` that one subset has."""
        codes = "".join(map(self.__getitem__, text))
        if len(self._names) == 1:
            return [(self._names[0], codes)]
        return [
            (name, "".join(map(self.__getitem__, stretch)))
            for name, stretch in groupby(text, self._subsets.__getitem__)
        ]


class _Pen:
    """Writes lines into a text object, and repeats font, size and stroke only where they change."""

    def __init__(self, faces: _Faces) -> None:
        self._faces = faces
        self._font = ""
        self._is_stroked = False

    def written(self, placed: PlacedLine) -> str:
        """Return the operators that write one line."""
        operators: list[str] = []
        size, line = placed.size, placed.line
        for typeface, text, x, y in line.pieces:
            # Small Han would run together under a stroke of one dot.
            is_stroked = typeface.is_emboldened and size >= _SMALLEST_STROKED
            if is_stroked is not self._is_stroked:
                self._is_stroked = is_stroked
                operators.append("2 Tr" if is_stroked else "0 Tr")
            operators.append(f"1 0 0 -1 {placed.x + x * size:.2f} {placed.y - y * size:.2f} Tm")
            for subset, codes in self._faces[typeface].written(text):
                font = f"{subset} {size:.2f} Tf "
                operators.append(f"<{codes}> Tj" if font == self._font else f"{font}<{codes}> Tj")
                self._font = font
        return "\n".join(operators)


def _modules(code: PlacedCode) -> str:
    """The black modules, counted in modules."""
    runs = barcode.black_runs(code.modules)
    path = "%d %d %d 1 re\n" * len(runs) % tuple(runs[:, (1, 0, 2)].ravel().tolist())
    return f"q {code.module} 0 0 {code.module_height} {code.x} {code.y} cm\n{path}f Q"


def _filled(boxes: Sequence[tuple[int, int, int, int]]) -> str:
    """All rectangles as one path: the printer fills it in one go, and no seam shows between neighbours."""
    return "%d %d %d %d re\n" * len(boxes) % tuple(chain.from_iterable(boxes)) + "f" if boxes else ""
