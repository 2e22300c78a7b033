"""Reading foreign and own PDF files: size, pixels at printer resolution, merging.

PDFium does the work. It must not be entered by two threads at once, so every function here takes one lock;
a `PdfFile` holds that lock from opening to closing, so keep it open briefly.
"""

from __future__ import annotations

import io
import struct
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

POINTS_PER_MM = 72 / 25.4
# A "203 dpi" thermal head has exactly 8 dots to the millimetre.
PRINTER_DPI = 203.2
MAX_BYTES = 20 * 1024 * 1024
# A file of many labels that we joined ourselves; what comes from outside is never so large.
LARGEST_BATCH = 500 * 1024 * 1024
MAX_PIXELS = 40_000_000

Grey = npt.NDArray[np.uint8]

_lock = threading.RLock()


class PdfUnreadable(ValueError):
    """These bytes are no PDF that can be printed; the message says what is wrong with them."""


class Crop(NamedTuple):
    """A part of a page in pixels of the wanted resolution, counted from the upper left corner."""

    x: int
    y: int
    width: int
    height: int


class PdfFile:
    """An open PDF. Made by `opened`, which closes it."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self._page: tuple[int, Any] | None = None

    @property
    def document(self) -> pypdfium2.PdfDocument:
        """Return PDFium's own handle, for `kit.pdf_pages`."""
        return self._document

    @property
    def page_count(self) -> int:
        """Return the number of pages."""
        return len(self._document)

    def page_size_mm(self, page: int = 0) -> tuple[float, float]:
        """Return width and height of a page in millimetres, as shown (after its rotation)."""
        width, height = self._loaded(page).get_size()
        return width / POINTS_PER_MM, height / POINTS_PER_MM

    def rasterise(self, page: int = 0, dpi: float = PRINTER_DPI, crop: Crop | None = None) -> Grey:
        """Draw a page, or `crop` of it, as grey pixels (rows × columns, 0 is black, 255 is white).

        Raises `PdfUnreadable` when the page is too large for a label (more than 40 million pixels).
        """
        loaded = self._loaded(page)
        width, height = (max(1, round(side * dpi / 72)) for side in loaded.get_size())
        view = crop or Crop(0, 0, width, height)
        if view.width * view.height > MAX_PIXELS or width * height > MAX_PIXELS:
            raise PdfUnreadable(f"Page {page + 1} is {width} × {height} dots, too large for a label")
        bitmap = pypdfium2.PdfBitmap.new_native(view.width, view.height, format=pdfium.FPDFBitmap_Gray)
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, view.width, view.height, 0xFFFFFFFF)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE | pdfium.FPDF_PRINTING
        pdfium.FPDF_RenderPageBitmap(bitmap, loaded, -view.x, -view.y, width, height, 0, flags)
        pixels: Grey = bitmap.to_numpy().reshape(view.height, -1)[:, : view.width].copy()
        bitmap.close()
        return pixels

    def _loaded(self, page: int) -> Any:
        if self._page is None or self._page[0] != page:
            try:
                self._page = (page, self._document[page])
            except (IndexError, pypdfium2.PdfiumError) as error:
                raise PdfUnreadable(f"Page {page + 1} cannot be loaded") from error
        return self._page[1]


@contextmanager
def alone() -> Iterator[None]:
    """Keep all other threads out of PDFium: for `kit.pdf_pages`, which calls it directly."""
    with _lock:
        yield


@contextmanager
def opened(content: bytes, *, largest: int = MAX_BYTES) -> Iterator[PdfFile]:
    """Open a PDF and close it at the end.

    Raises `PdfUnreadable` for anything that is not a whole, unlocked PDF of at most 20 MB with at least one page;
    `largest` bytes where the file is our own.
    PDFium would repair a file that was cut off and show what is left; half a label must not pass, so the end of
    file mark is demanded.
    """
    _refuse_by_sight(content, largest)
    with _lock:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            reason = "is locked with a password" if "assword" in str(error) else "is damaged"
            raise PdfUnreadable(f"The PDF {reason}") from error
        try:
            if len(document) == 0:
                raise PdfUnreadable("The PDF has no page")
            yield PdfFile(document)
        finally:
            document.close()


def _refuse_by_sight(content: bytes, largest: int = MAX_BYTES) -> None:
    if len(content) > largest:
        raise PdfUnreadable(f"The file has {len(content) / 1e6:.0f} MB; a label has at most {largest / 1e6:.0f} MB")
    if b"%PDF-" not in content[:1024]:
        raise PdfUnreadable("The file is not a PDF")
    if b"%%EOF" not in content[-2048:]:
        raise PdfUnreadable("The PDF is cut off")


def page_count(content: bytes) -> int:
    """Return the number of pages; raises `PdfUnreadable`."""
    with opened(content) as file:
        return file.page_count


def page_size_mm(content: bytes, page: int = 0) -> tuple[float, float]:
    """Return width and height of one page in millimetres; raises `PdfUnreadable`."""
    with opened(content) as file:
        return file.page_size_mm(page)


def rasterise(content: bytes, page: int = 0, dpi: float = PRINTER_DPI, crop: Crop | None = None) -> Grey:
    """Draw one page as grey pixels, see `PdfFile.rasterise`; raises `PdfUnreadable`."""
    with opened(content) as file:
        return file.rasterise(page, dpi, crop)


def as_png(content: bytes, page: int = 0, dpi: float = PRINTER_DPI) -> bytes:
    """Return one page as a grey PNG picture, as a printer of that resolution shows it; raises `PdfUnreadable`."""
    return png_of(rasterise(content, page, dpi))


def png_of(pixels: Grey) -> bytes:
    """Return grey pixels as a PNG picture."""
    height, width = pixels.shape
    # Every row starts with its filter type, 0 for none (PNG specification, section 9).
    rows = np.pad(pixels, ((0, 0), (1, 0))).tobytes()
    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def merge(contents: Sequence[bytes], *, largest: int = MAX_BYTES) -> bytes:
    """Return one PDF with all pages of all files in sequence, none of which has more than `largest` bytes.

    Raises `PdfUnreadable` naming the first bad file (counted from 1), and `ValueError` for no file at all.
    """
    if not contents:
        raise ValueError("Nothing to merge")
    with _lock:
        merged = pypdfium2.PdfDocument.new()
        try:
            for number, content in enumerate(contents, start=1):
                _append(merged, content, number, largest)
            target = io.BytesIO()
            merged.save(target)
            return target.getvalue()
        finally:
            merged.close()


def _append(merged: pypdfium2.PdfDocument, content: bytes, number: int, largest: int) -> None:
    try:
        _refuse_by_sight(content, largest)
        source = pypdfium2.PdfDocument(content)
        try:
            merged.import_pages(source)
        finally:
            source.close()
    except (PdfUnreadable, pypdfium2.PdfiumError) as error:
        raise PdfUnreadable(f"File {number}: {error}") from error
