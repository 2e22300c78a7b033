"""Ways to spoil a label, drawn into the PDF itself."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as pdfium

from fahuo.labels.dots import POINTS_PER_DOT, Box, page
from fahuo.trade.label import LabelSize

PAGE_HEIGHT = page(LabelSize.MM_100X150).height

Spoiler = Callable[[pypdfium2.PdfDocument, pypdfium2.PdfPage], None]


def spoilt(content: bytes, spoiler: Spoiler, page: int = 0) -> bytes:
    """Return the PDF with one page drawn upon."""
    document = pypdfium2.PdfDocument(content)
    loaded = document[page]
    spoiler(document, loaded)
    loaded.gen_content()
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def patch(box: Box, grey: int = 0, size: LabelSize = LabelSize.MM_100X150) -> Spoiler:
    """Cover a box (in dots) with black, or with another shade."""

    def draw(_document: pypdfium2.PdfDocument, sheet: pypdfium2.PdfPage) -> None:
        shape = _rectangle(box, page(size).height)
        pdfium.FPDFPageObj_SetFillColor(shape, grey, grey, grey, 255)
        pdfium.FPDFPage_InsertObject(sheet, shape)

    return draw


def inverted(box: Box) -> Spoiler:
    """Turn black into white and white into black."""

    def draw(_document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> None:
        shape = _rectangle(box)
        pdfium.FPDFPageObj_SetFillColor(shape, 255, 255, 255, 255)
        pdfium.FPDFPageObj_SetBlendMode(shape, b"Difference")
        pdfium.FPDFPage_InsertObject(page, shape)

    return draw


def words(text: str, x: int, baseline: int, size: int) -> Spoiler:
    """Write upon the label, in dots."""

    def draw(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> None:
        written = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", size * POINTS_PER_DOT)
        encoded = (text + "\0").encode("utf-16-le")
        letters = ctypes.cast(ctypes.create_string_buffer(encoded), ctypes.POINTER(ctypes.c_ushort))
        pdfium.FPDFText_SetText(written, letters)
        pdfium.FPDFPageObj_Transform(written, 1, 0, 0, 1, x * POINTS_PER_DOT, (PAGE_HEIGHT - baseline) * POINTS_PER_DOT)
        pdfium.FPDFPage_InsertObject(page, written)

    return draw


def _rectangle(box: Box, page_height: int = PAGE_HEIGHT) -> pdfium.FPDF_PAGEOBJECT:
    scale = POINTS_PER_DOT
    shape = pdfium.FPDFPageObj_CreateNewRect(
        box.x * scale, (page_height - box.bottom) * scale, box.width * scale, box.height * scale
    )
    pdfium.FPDFPath_SetDrawMode(shape, pdfium.FPDF_FILLMODE_WINDING, 0)
    return shape
