"""Our pick lines as PDF: one page for each label page, all in one document, so that fonts are embedded once."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFPage, PDFResourceDictionary
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit.pdf import POINTS_PER_MM
from fahuo.kit.text_fit import FittedText, fit_line
from fahuo.labels.carrier.pick_line import Strip
from fahuo.trade.label import LabelSize

_LARGEST_MM, _SMALLEST_MM = 2.6, 2.0


def overlay(lines: Sequence[tuple[str, Strip] | None], size: LabelSize) -> bytes:
    """Return a PDF with a page per entry: a form with the text in its strip, or nothing; no bytes for no text."""
    if not any(lines):
        return b""
    target = io.BytesIO()
    page = (size.width_mm * POINTS_PER_MM, size.height_mm * POINTS_PER_MM)
    canvas = _FormCanvas(target, pagesize=page, pageCompression=1, invariant=1)
    for number, line in enumerate(lines):
        if line:
            canvas.beginForm(f"pick{number}", 0, 0, *page)
            _write(canvas, *line, page_height=page[1])
            canvas.endForm()
            canvas.doForm(f"pick{number}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


class _FormCanvas(Canvas):  # type: ignore[misc]
    """A canvas whose pages hold forms and nothing else.

    reportlab lets every page refer to the fonts of the whole document. PDFium, when it puts something on such a page,
    then looks through all objects of the document for who else does: 15 ms a page in a file of two hundred.
    """

    def _make_preamble(self) -> None:
        self._preamble = ""

    def _setXObjects(self, thing: Any) -> None:  # noqa: N802 - reportlab's name
        super()._setXObjects(thing)
        if isinstance(thing, PDFPage):
            thing.Resources = PDFResourceDictionary()
            thing.Resources.XObject = thing.XObjects or {}


def _write(canvas: Canvas, text: str, strip: Strip, *, page_height: float) -> None:
    """Set one line into its strip, from its start, in the middle of its height."""
    across = strip.width if strip.is_standing else strip.height
    fitted = fit_line(text, width=strip.length, height=across, size=_LARGEST_MM, smallest=_SMALLEST_MM)
    canvas.saveState()
    if strip.is_standing:  # read from bottom to top
        canvas.translate(strip.x * POINTS_PER_MM, page_height - (strip.y + strip.height) * POINTS_PER_MM)
        canvas.rotate(90)
        canvas.translate(0, -across * POINTS_PER_MM)
    else:
        canvas.translate(strip.x * POINTS_PER_MM, page_height - (strip.y + strip.height) * POINTS_PER_MM)
    canvas.scale(POINTS_PER_MM, POINTS_PER_MM)
    _draw(canvas, fitted, across)
    canvas.restoreState()


def _draw(canvas: Canvas, fitted: FittedText, height: float) -> None:
    above = (height - fitted.leading * fitted.size) / 2
    baseline = height - above - fitted.ascent * fitted.size
    for line in fitted.lines:
        for piece in line.pieces:
            text = canvas.beginText(piece.x * fitted.size, baseline + piece.y * fitted.size)
            text.setFont(piece.typeface.name, fitted.size)
            text.textOut(piece.text)
            canvas.drawText(text)
