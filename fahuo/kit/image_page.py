"""One picture on one PDF page: for carriers that give their label as GIF or PNG."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit.pdf import MAX_PIXELS, POINTS_PER_MM, PdfUnreadable

FORMATS = ("GIF", "PNG", "JPEG")


def page_of_image(content: bytes, *, width_mm: float, height_mm: float) -> bytes:
    """Return a PDF page of this size with the picture as large as it fits, upright and in the middle.

    A picture that lies on its side is turned clockwise. Black and white stay so: pixels are not smoothed. Raises
    `PdfUnreadable` for anything but a GIF, PNG or JPEG of at most 40 million pixels.
    """
    picture = _opened(content)
    if (picture.width > picture.height) != (width_mm > height_mm):
        picture = picture.transpose(Image.Transpose.ROTATE_270)
    page = (width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM)
    scale = min(page[0] / picture.width, page[1] / picture.height)
    width, height = picture.width * scale, picture.height * scale
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=page, invariant=1)
    canvas.drawImage(ImageReader(picture), (page[0] - width) / 2, (page[1] - height) / 2, width, height)
    canvas.save()
    return target.getvalue()


def _opened(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise PdfUnreadable(f"The picture is {picture.width} × {picture.height} dots, too large for a label")
            return picture.convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise PdfUnreadable("This is no picture that can be printed") from error
