"""New pages from parts of other PDF pages: cut out, turned, scaled and placed, with everything still vector.

PDFium copies a page as a form XObject with the resources that it needs, and one output document takes many of them.
What is drawn over them (an `overlay`, one page for each) is the document into which they are put, so that its fonts are
embedded once. Each page costs PDFium a look at all objects made so far: beyond some dozens of pages, make several
documents and merge them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from fahuo.kit.pdf import POINTS_PER_MM, PdfFile, PdfUnreadable, alone, opened


class Part(NamedTuple):
    """A rectangle of a page as it is shown (after its rotation), in millimetres from the upper left corner."""

    left: float
    top: float
    width: float
    height: float


class StampUnreadable(PdfUnreadable):
    """Stamp number `stamp` (counted from 0) cannot be copied; the others may be well."""

    def __init__(self, stamp: int, message: str) -> None:
        super().__init__(message)
        self.stamp = stamp


class Stamp(NamedTuple):
    """`part` of page number `page` of the PDF `content`, and where it goes.

    `is_turned`: a quarter clockwise. Then it is scaled, and its upper left corner put at `x`, `y` (millimetres) of the
    new page. What lies outside `part` is not shown.
    """

    content: bytes
    page: int
    part: Part
    is_turned: bool = False
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0


class Matrix(NamedTuple):
    """An affine map as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, after: Matrix) -> Matrix:
        """Return the map that does this one first and `after` second."""
        a, b, c, d, e, f = self
        return Matrix(
            a * after.a + b * after.c,
            a * after.b + b * after.d,
            c * after.a + d * after.c,
            c * after.b + d * after.d,
            e * after.a + f * after.c + after.e,
            e * after.b + f * after.d + after.f,
        )

    def inverse(self) -> Matrix:
        """Return the map back."""
        a, b, c, d, e, f = self
        det = a * d - b * c
        return Matrix(d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def compose(stamps: Sequence[Stamp], width_mm: float, height_mm: float, overlay: bytes = b"") -> bytes:
    """Return one PDF with a page of this size for each stamp, in sequence.

    `overlay` is a PDF with as many pages, each with nothing on it or one form XObject, which comes to lie on top.
    Raises `StampUnreadable` for a source that cannot be read, and `ValueError` for no stamp or a wrong overlay.
    """
    if not stamps:
        raise ValueError("No page to make")
    with alone():
        target = pypdfium2.PdfDocument(overlay) if overlay else pypdfium2.PdfDocument.new()
        try:
            if overlay and len(target) != len(stamps):
                raise ValueError(f"{len(target)} overlays for {len(stamps)} pages")
            _stamp_all(target, stamps, width_mm, height_mm, is_new=not overlay)
            file = io.BytesIO()
            target.save(file)
            return file.getvalue()
        finally:
            target.close()


def flattened(file: PdfFile) -> bytes | None:
    """Return the PDF with notes and form fields drawn into its pages, as copies leave them out; None if it has none."""
    changed = False
    for page in file.document:
        if pdfium.FPDFPage_GetAnnotCount(page):
            changed = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_PRINT) == pdfium.FLATTEN_SUCCESS or changed
        page.close()
    if not changed:
        return None
    target = io.BytesIO()
    file.document.save(target)
    return target.getvalue()


def _stamp_all(target: Any, stamps: Sequence[Stamp], width_mm: float, height_mm: float, *, is_new: bool) -> None:
    size = (width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM)
    held: list[Any] = []
    with ExitStack() as stack:
        content, source = b"", None
        for number, stamp in enumerate(stamps):
            try:
                if source is None or stamp.content is not content:
                    stack.close()
                    content, source = stamp.content, stack.enter_context(opened(stamp.content))
                page = target.new_page(*size) if is_new else target[number]
                _put(target, page, source, stamp, size[1])
                held.append(page)  # PDFium forgets a font with the last page that uses it, and would read it anew
            except (PdfUnreadable, IndexError, pypdfium2.PdfiumError) as error:
                raise StampUnreadable(number, f"Page {stamp.page + 1} cannot be copied: {error}") from error


def _put(target: Any, page: Any, source: PdfFile, stamp: Stamp, page_height: float) -> None:
    cut = source.document[stamp.page]
    whole = cut.get_bbox()
    _crop(cut, stamp.part)
    form = source.document.page_as_xobject(stamp.page, target)
    cut.set_cropbox(*whole)  # another part of the same page may be wanted
    cut.close()
    placed = form.as_pageobject()
    placed.set_matrix(pypdfium2.PdfMatrix(*_placement(stamp, page_height)))
    _lay_under(page, placed)
    form.close()


def _lay_under(page: Any, placed: Any) -> None:
    """Put an object under what is on the page already.

    PDFium writes an object into the stream it came from, and new ones behind all streams. So the page is emptied and
    written first, and what was on it is put back once the new object has a stream.
    """
    above = [pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page))]
    for drawn in above:
        pdfium.FPDFPage_RemoveObject(page, drawn)
    if above:
        page.gen_content()
    page.insert_obj(placed)
    page.gen_content()
    for drawn in above:
        pdfium.FPDFPage_InsertObject(page, drawn)
    if above:
        page.gen_content()


def _as_shown(page: Any) -> Matrix:
    """Map the page's own coordinates to those of the page as shown: millimetres from the upper left, downwards."""
    left, bottom, right, top = page.get_bbox()
    mm = 1 / POINTS_PER_MM
    match page.get_rotation():
        case 90:
            return Matrix(0, mm, mm, 0, -bottom * mm, -left * mm)
        case 180:
            return Matrix(-mm, 0, 0, mm, right * mm, -bottom * mm)
        case 270:
            return Matrix(0, -mm, -mm, 0, top * mm, right * mm)
    return Matrix(mm, 0, 0, -mm, -left * mm, top * mm)


def _crop(page: Any, part: Part) -> None:
    back = _as_shown(page).inverse()
    xs, ys = zip(
        back.apply(part.left, part.top), back.apply(part.left + part.width, part.top + part.height), strict=True
    )
    page.set_cropbox(min(xs), min(ys), max(xs), max(ys))


def _placement(stamp: Stamp, page_height: float) -> Matrix:
    """Map what PDFium makes of the part (upright as shown, points upwards from its lower left) to the new page."""
    part, mm = stamp.part, 1 / POINTS_PER_MM
    downwards = Matrix(mm, 0, 0, -mm, 0, part.height)
    turn = Matrix(0, 1, -1, 0, part.height, 0) if stamp.is_turned else Matrix()
    scale = Matrix(stamp.scale, 0, 0, stamp.scale, stamp.x, stamp.y)
    upwards = Matrix(POINTS_PER_MM, 0, 0, -POINTS_PER_MM, 0, page_height)
    return downwards.then(turn).then(scale).then(upwards)
