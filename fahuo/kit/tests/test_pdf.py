from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit import pdf
from fahuo.kit.pdf import Crop, PdfUnreadable

MM = pdf.POINTS_PER_MM


def page_with_square(width_mm: float = 100, height_mm: float = 150, *, pages: int = 1, **options: object) -> bytes:
    """A page with a black square of 10 mm, 20 mm from the left and 30 mm from the top."""
    canvas = Canvas("unused", pagesize=(width_mm * MM, height_mm * MM), **options)
    for _ in range(pages):
        canvas.rect(20 * MM, (height_mm - 40) * MM, 10 * MM, 10 * MM, stroke=0, fill=1)
        canvas.showPage()
    return bytes(canvas.getpdfdata())


def test_a_dot_of_the_printer_is_an_eighth_of_a_millimetre() -> None:
    pixels = pdf.rasterise(page_with_square())
    assert pixels.shape == (1200, 800)
    assert pixels.dtype == np.uint8
    black = np.argwhere(pixels == 0)
    assert black.min(axis=0).tolist() == [240, 160]  # 30 mm, 20 mm
    assert black.max(axis=0).tolist() == [319, 239]
    assert len(black) == 80 * 80


def test_a_crop_is_the_same_pixels() -> None:
    content = page_with_square()
    whole, part = pdf.rasterise(content), pdf.rasterise(content, crop=Crop(150, 230, 100, 50))
    assert part.shape == (50, 100)
    assert np.array_equal(part, whole[230:280, 150:250])


def test_beyond_the_page_is_white() -> None:
    assert pdf.rasterise(page_with_square(), crop=Crop(780, 1190, 60, 30)).min() == 255


def test_other_resolutions() -> None:
    assert pdf.rasterise(page_with_square(), dpi=72).shape == (425, 283)
    assert pdf.rasterise(page_with_square(), dpi=304.8).shape == (1800, 1200)


def test_size_and_pages() -> None:
    content = page_with_square(105, 148, pages=3)
    assert pdf.page_count(content) == 3
    assert pdf.page_size_mm(content, 2) == pytest.approx((105, 148), abs=0.01)


def test_a_turned_page_is_measured_and_drawn_as_shown() -> None:
    document = pypdfium2.PdfDocument(page_with_square())
    document[0].set_rotation(90)
    target = io.BytesIO()
    document.save(target)
    assert pdf.page_size_mm(target.getvalue()) == pytest.approx((150, 100), abs=0.01)
    assert pdf.rasterise(target.getvalue()).shape == (800, 1200)


GOOD = page_with_square()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a PDF"),
        (b"junk" * 100, "not a PDF"),
        (b"<html>502 Bad Gateway</html>", "not a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "not a PDF"),
        (GOOD[:600], "cut off"),
        (GOOD[:-30], "cut off"),
        (b"%PDF-1.7\n" + bytes(3000) + b"%%EOF", "damaged"),
        (GOOD[:200] + b"%%EOF", "damaged"),
        (GOOD + bytes(50_000_000), "50 MB"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    for use in (pdf.rasterise, pdf.page_count, pdf.page_size_mm):
        with pytest.raises(PdfUnreadable, match=reason):
            use(content)


def test_a_locked_pdf_says_so() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = page_with_square(encrypt=StandardEncryption("secret", strength=128))
    with pytest.raises(PdfUnreadable, match="password"):
        pdf.page_count(locked)


def test_a_pdf_without_pages() -> None:
    document = pypdfium2.PdfDocument.new()
    target = io.BytesIO()
    document.save(target)
    with pytest.raises(PdfUnreadable):
        pdf.page_count(target.getvalue())


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(PdfUnreadable, match="Page 2"):
        pdf.rasterise(GOOD, page=1)


def test_a_page_as_large_as_a_house_is_refused_before_memory_is_taken() -> None:
    with pytest.raises(PdfUnreadable, match="too large"):
        pdf.rasterise(page_with_square(4000, 4000))


def test_merging_keeps_pages_and_sequence() -> None:
    merged = pdf.merge([page_with_square(100, 150), page_with_square(100, 100, pages=2), page_with_square(105, 148)])
    with pdf.opened(merged) as file:
        sizes = [tuple(round(side) for side in file.page_size_mm(page)) for page in range(file.page_count)]
    assert sizes == [(100, 150), (100, 100), (100, 100), (105, 148)]


def test_merging_names_the_bad_file_and_gives_nothing() -> None:
    with pytest.raises(PdfUnreadable, match="File 2: The PDF is cut off"):
        pdf.merge([GOOD, GOOD[:500], GOOD])
    with pytest.raises(ValueError, match="Nothing"):
        pdf.merge([])


def test_the_picture_is_the_raster() -> None:
    from PIL import Image

    with Image.open(io.BytesIO(pdf.as_png(GOOD))) as picture:
        assert (picture.format, picture.mode) == ("PNG", "L")
        assert np.array_equal(np.asarray(picture), pdf.rasterise(GOOD))


def test_threads_take_turns() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(lambda _: pdf.rasterise(GOOD).sum(), range(40)))
    assert len(set(drawn)) == 1
