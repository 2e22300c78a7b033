"""Our own label as PDF: any number of labels in one file, each font embedded once."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from reportlab.pdfgen.canvas import Canvas

from fahuo.labels.codes import PlacedCode, place_bars, place_qr
from fahuo.labels.dots import POINTS_PER_DOT, Box, Head, page
from fahuo.labels.layout import lay_out
from fahuo.labels.layout.sheet import PlacedLine, Sheet
from fahuo.trade.label import LabelContent, LabelSize

_SMALLEST_STROKED = 22


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
    pages = (
        (lay_out(content, size), (place_bars(content.barcode, size, head), place_qr(content.qr, size, head)))
        for content in contents
    )
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
        canvas.showPage()
    canvas.save()
    return target.getvalue()


class _DotCanvas(Canvas):  # type: ignore[misc]
    """A canvas that takes whole sheets and writes their drawing operators itself, four times as fast.

    Operators: ISO 32000-1, annex A. Fonts and their subsets are still reportlab's.
    """

    def paint(self, sheet: Sheet, codes: Iterable[PlacedCode], whole: Box, head: Head) -> None:
        """Draw one page. One unit becomes one dot and rows count downwards; letters are turned upright again."""
        scale = POINTS_PER_DOT
        self.transform(scale, 0, 0, -scale, 0, whole.height * scale)
        shrink = float(1 / head.scale)
        modules = _filled([rectangle for code in codes for rectangle in code.rectangles()])
        self.addLiteral(f"0 g\nq {shrink:.9f} 0 0 {shrink:.9f} 0 0 cm\n{modules}\nQ")
        self.addLiteral(f"{_filled(sheet.black)}\n1 g\n{_filled(sheet.white)}")
        for shade in (0, 1):
            lines = [self._written(line) for line in sheet.lines if line.is_white == bool(shade)]
            self.addLiteral("\n".join([f"{shade} g {shade} G 1 w", *lines]))

    def _written(self, placed: PlacedLine) -> str:
        operators = ["BT"]
        for piece in placed.line.pieces:
            # Small Han would run together under a stroke of one dot.
            is_stroked = piece.typeface.is_emboldened and placed.size >= _SMALLEST_STROKED
            x, y = placed.x + piece.x * placed.size, placed.y - piece.y * placed.size
            operators.append(f"{2 * is_stroked} Tr 1 0 0 -1 {x:.2f} {y:.2f} Tm")
            font = piece.typeface.font
            for subset, characters in font.splitString(piece.text, self._doc):
                name = font.getSubsetInternalName(subset, self._doc)
                operators.append(f"{name} {placed.size:.2f} Tf <{characters.hex()}> Tj")
        return "\n".join([*operators, "ET"])


def _filled(boxes: Iterable[tuple[int, int, int, int]]) -> str:
    """All rectangles as one path: the printer fills it in one go, and no seam shows between neighbours."""
    path = [f"{x} {y} {width} {height} re" for x, y, width, height in boxes]
    return "\n".join([*path, "f"]) if path else ""
