"""Our own label, 100 × 150 mm, as PDF: any number of labels in one file, each font embedded once."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from fahuo.shipments.labelling import customs_table, foot, heading, parties
from fahuo.shipments.labelling.codes import PlacedCode, place_bars, place_qr
from fahuo.shipments.labelling.dots import PAGE_HEIGHT, PAGE_WIDTH, POINTS_PER_DOT, Box
from fahuo.shipments.labelling.sheet import PlacedLine, Sheet
from fahuo.trade.label import LabelContent

_SMALLEST_STROKED = 22


def lay_out(content: LabelContent) -> Sheet:
    """Place everything but the codes."""
    sheet = Sheet()
    heading.draw(sheet, content)
    parties.draw(sheet, content)
    customs_table.draw(sheet, content)
    foot.draw(sheet, content)
    return sheet


def render(contents: Sequence[LabelContent]) -> bytes:
    """Return one PDF with a page per label, in sequence. The same contents give the same bytes.

    Raises `BarcodeError` for a number or address that cannot be written as a code: ask `problems_of` beforehand,
    so that one such label does not hold up the others. Raises `ValueError` for no label at all.
    """
    if not contents:
        raise ValueError("No label to draw")
    return paint((lay_out(content), (place_bars(content.barcode), place_qr(content.qr))) for content in contents)


def paint(pages: Iterable[tuple[Sheet, Sequence[PlacedCode]]]) -> bytes:
    """Return one PDF with a page per (sheet, codes)."""
    target = io.BytesIO()
    size = (PAGE_WIDTH * POINTS_PER_DOT, PAGE_HEIGHT * POINTS_PER_DOT)
    canvas = Canvas(target, pagesize=size, pageCompression=1, invariant=1)
    canvas.setTitle("Fahuo labels")
    for sheet, codes in pages:
        _paint(canvas, sheet, codes)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _paint(canvas: Any, sheet: Sheet, codes: Iterable[PlacedCode]) -> None:
    # From here on one unit is one dot and rows count downwards; text is turned upright again below.
    canvas.transform(POINTS_PER_DOT, 0, 0, -POINTS_PER_DOT, 0, PAGE_HEIGHT * POINTS_PER_DOT)
    boxes = [*sheet.black, *(rectangle for code in codes for rectangle in code.rectangles())]
    canvas.addLiteral(_filled(boxes, grey=0))
    if sheet.white:
        canvas.addLiteral(_filled(sheet.white, grey=1))
    canvas.addLiteral("0 g 0 G 1 w")
    text = canvas.beginText()
    for line in sorted(sheet.lines, key=lambda placed: placed.is_white):
        _write(text, line)
    canvas.drawText(text)


def _filled(boxes: Iterable[Box], *, grey: int) -> str:
    """All rectangles as one path: the printer fills it in one go, and no seam shows between neighbours."""
    return f"{grey} g\n" + "\n".join([f"{x} {y} {width} {height} re" for x, y, width, height in boxes]) + "\nf"


def _write(text: Any, placed: PlacedLine) -> None:
    if placed.is_white:
        text.setFillGray(1)
        text.setStrokeGray(1)
    for piece in placed.line.pieces:
        text.setFont(piece.typeface.name, placed.size)
        # Small Han would run together under a stroke of one dot.
        text.setTextRenderMode(2 if piece.typeface.is_emboldened and placed.size >= _SMALLEST_STROKED else 0)
        text.setTextTransform(1, 0, 0, -1, placed.x + piece.x * placed.size, placed.y - piece.y * placed.size)
        text.textOut(piece.text)
