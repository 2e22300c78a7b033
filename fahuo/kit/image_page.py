"""Pictures of labels: read with care, and put on a PDF page dot for dot.

A picture that says how large it is may lie or say nothing. Label pictures are made for a print head, so the resolution
is taken at which the picture is as large as labels are.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from isal import isal_zlib
from PIL import Image, ImageOps, UnidentifiedImageError

from fahuo.kit.pdf import MAX_PIXELS, PRINTER_DPI, PdfUnreadable

FORMATS = ("GIF", "PNG", "JPEG")
Grey = npt.NDArray[np.uint8]

# Width and length in millimetres of the papers that carriers make pictures for; 4 × 7 inch has a receipt at its end.
_PAPERS = ((100, 150), (101.6, 152.4), (105, 148), (100, 100), (76, 130), (101.6, 177.8))
_PAPER_TOLERANCE_MM = 3.0
# Print heads first, then the resolutions of screens and drawing programs.
_RESOLUTIONS = (PRINTER_DPI, 300.0, 200.0, 600.0, 150.0, 100.0, 96.0, 72.0)
_SHORTEST_MM, _LONGEST_MM = 30.0, 320.0
# A picture that is nearly all black or white was made for a print head; the rest of it is noise of compression.
_HARDLY_BLACK, _HARDLY_WHITE, _SHARE_OF_GREY = 80, 176, 0.01
_DARK = 128
_MM_PER_INCH = 25.4
# A picture that ends a rounding error beyond a dot is drawn one dot larger by PDFium, and every dot of it blurred.
_INSET = 0.01


class Dots(NamedTuple):
    """The pixels of a picture, 0 is black, and how many of them were meant for an inch."""

    pixels: Grey
    dpi: float


def dots_of_image(content: bytes) -> Dots:
    """Read a GIF, PNG or JPEG; what is transparent is white, and of a moving picture the first one is taken.

    Raises `PdfUnreadable` for anything else, for a picture that is cut off, and, before it is unpacked, for one of more
    than 40 million pixels.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            _refuse_giants(picture)
            stated = picture.info.get("dpi")
            pixels = np.asarray(_as_grey(picture), dtype=np.uint8)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PdfUnreadable("The picture is too large for a label") from error
    except PdfUnreadable:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error) as error:
        raise PdfUnreadable("The picture is damaged or cut off") from error
    return Dots(pixels, resolution(pixels.shape[1], pixels.shape[0], _plausible(stated)))


def _refuse_giants(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise PdfUnreadable(f"The picture is {picture.width} × {picture.height} dots, too large for a label")


def _as_grey(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # 16 bits a pixel, which Pillow would cut off instead of scaling
        return Image.fromarray((np.asarray(upright).clip(0, 65535) >> 8).astype(np.uint8))
    if upright.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in upright.info:
        on_white = Image.new("RGBA", upright.size, "white")
        on_white.alpha_composite(upright.convert("RGBA"))
        upright = on_white
    return upright.convert("L")


def _plausible(stated: object) -> float:
    """Return the resolution that the picture states, 0 when it states none or different ones for width and height."""
    if not (isinstance(stated, tuple) and len(stated) == 2):
        return 0.0
    across, down = (float(value) for value in stated)
    return across if math.isfinite(across) and across > 0 and abs(across - down) < 0.02 * across else 0.0


def resolution(width: int, height: int, stated: float = 0.0) -> float:
    """Return the dots per inch at which a picture of so many pixels is as large as a label, lying or standing.

    When it is a label at none, `stated` counts, then a 203 dpi head; what is far too large or small for that is as
    large as a label of 100 × 150 mm.
    """
    short, long = sorted((width, height))
    for dpi in (stated, *_RESOLUTIONS) if stated else _RESOLUTIONS:
        across, along = (side / dpi * _MM_PER_INCH for side in (short, long))
        if any(abs(across - w) < _PAPER_TOLERANCE_MM and abs(along - h) < _PAPER_TOLERANCE_MM for w, h in _PAPERS):
            return dpi
    for dpi in (stated, PRINTER_DPI) if stated else (PRINTER_DPI,):
        if short / dpi * _MM_PER_INCH >= _SHORTEST_MM and long / dpi * _MM_PER_INCH <= _LONGEST_MM:
            return dpi
    return max(short / 100, long / 150) * _MM_PER_INCH


def pages_of_dots(pictures: Sequence[Dots]) -> bytes:
    """Return a PDF with a page for each picture, exactly as large as its dots are at its resolution.

    Nothing is smoothed. A picture that is as good as black and white becomes so, one bit a dot.
    """
    kids = " ".join(f"{3 + 3 * place} 0 R" for place in range(len(pictures)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pictures)} >>".encode(),
    ]
    for place, picture in enumerate(pictures):
        objects += _page_of(picture, 3 + 3 * place)
    return _assembled(objects)


def _page_of(picture: Dots, number: int) -> list[bytes]:
    rows, columns = picture.pixels.shape
    points = 72 / picture.dpi
    width, height = columns * points, rows * points
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.4f} {height:.4f}] /Contents {number + 1} 0 R "
        f"/Resources << /XObject << /I {number + 2} 0 R >> >> >>"
    )
    bits, packed = _packed(picture.pixels)
    image = (
        f"<< /Type /XObject /Subtype /Image /Width {columns} /Height {rows} /BitsPerComponent {bits} "
        f"/ColorSpace /DeviceGray /Interpolate false /Filter /FlateDecode /Length {len(packed)} >>"
    )
    inner_width, inner_height = width - 2 * _INSET, height - 2 * _INSET
    drawing = f"q {inner_width:.4f} 0 0 {inner_height:.4f} {_INSET} {_INSET} cm /I Do Q".encode()
    return [
        page.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"%s\nstream\n%s\nendstream" % (image.encode(), packed),
    ]


def _packed(pixels: Grey) -> tuple[int, bytes]:
    grey = np.count_nonzero((pixels > _HARDLY_BLACK) & (pixels < _HARDLY_WHITE))
    if grey > _SHARE_OF_GREY * pixels.size:
        return 8, isal_zlib.compress(pixels.tobytes(), 1)
    return 1, isal_zlib.compress(np.packbits(pixels >= _DARK, axis=1).tobytes(), 1)


def _assembled(objects: Sequence[bytes]) -> bytes:
    """Number the objects and add the table that says where each begins (ISO 32000-1, 7.5)."""
    written = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, size = len(written), len(objects) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(written)
