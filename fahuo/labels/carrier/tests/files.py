"""Carriers' labels of every kind, really made: drawn as PDF, rasterised, put on sheets, wrapped, spoilt."""

from __future__ import annotations

import base64
import io

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit import barcode, pdf
from fahuo.kit.pdf import POINTS_PER_MM as MM

NUMBER = "LB868066126CN"
OTHER = "LB868066130CN"
NAME = "SHIP TO: A. KOWALSKA"


def canvas_of(width_mm: float, height_mm: float) -> Canvas:
    return Canvas("unused", pagesize=(width_mm * MM, height_mm * MM), pageCompression=1, invariant=1)


def finished(canvas: Canvas) -> bytes:
    canvas.showPage()
    return bytes(canvas.getpdfdata())


def draw_label(
    canvas: Canvas,
    number: str = NUMBER,
    *,
    left: float = 0,
    bottom: float = 0,
    width: float = 100,
    height: float = 150,
    module_mm: float = 0.375,
    margin: float = 2,
    is_form: bool = False,
) -> None:
    """Draw a framed label of this size (mm) with its lower left corner there; `is_form`: a table without a code."""
    canvas.saveState()
    canvas.translate(left * MM, bottom * MM)
    canvas.setLineWidth(0.3 * MM)
    canvas.rect(margin * MM, margin * MM, (width - 2 * margin) * MM, (height - 2 * margin) * MM)
    canvas.line(margin * MM, height * 0.6 * MM, (width - margin) * MM, height * 0.6 * MM)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(6 * MM, (height - 10) * MM, "CN 23 CUSTOMS DECLARATION" if is_form else NAME)
    canvas.drawString(6 * MM, 6 * MM, "1 x lure, 0.420 kg")
    if not is_form:
        draw_bars(canvas, number, width / 2, height * 0.6 - 25, module_mm)
    canvas.restoreState()


def draw_bars(canvas: Canvas, number: str, middle: float, bottom: float, module_mm: float, tall: float = 18) -> None:
    modules = barcode.code128_modules(number)[np.newaxis]
    start = middle - modules.shape[1] * module_mm / 2
    for _, first, length in np.asarray(barcode.black_runs(modules)).tolist():
        canvas.rect((start + first * module_mm) * MM, bottom * MM, length * module_mm * MM, tall * MM, stroke=0, fill=1)


def label_pdf(number: str = NUMBER, *, width: float = 100, height: float = 150, **options: float) -> bytes:
    canvas = canvas_of(width, height)
    draw_label(canvas, number, width=width, height=height, **options)  # type: ignore[arg-type]
    return finished(canvas)


def lying_pdf(number: str = NUMBER, *, width: float = 100, height: float = 150, **options: float) -> bytes:
    """The same label on a landscape page, its text reading upwards."""
    canvas = canvas_of(height, width)
    canvas.translate(height * MM, 0)
    canvas.rotate(90)
    draw_label(canvas, number, width=width, height=height, **options)  # type: ignore[arg-type]
    return finished(canvas)


def picture(kind: str = "PNG", *, dpi: float = 203.2, is_lying: bool = False, **options: float) -> bytes:
    """The label as a picture; the file says nothing about its resolution."""
    image = Image.fromarray(pdf.rasterise(label_pdf(**options), dpi=dpi))  # type: ignore[arg-type]
    if is_lying:
        image = image.transpose(Image.Transpose.ROTATE_90)
    target = io.BytesIO()
    (image.point(lambda grey: 255 * (grey >= 128)).convert("1") if kind == "PNG" else image).save(target, kind)
    return target.getvalue()


def picture_in_pdf(pixels: np.ndarray, width: float, height: float) -> bytes:
    canvas = canvas_of(width, height)
    canvas.drawImage(ImageReader(Image.fromarray(pixels)), 0, 0, width * MM, height * MM)
    return finished(canvas)


def zpl_label(number: str = NUMBER) -> bytes:
    """What carriers' ZPL looks like: native bar code and text at 203 dpi."""
    return (
        f"^XA^PW800^LL1200^FO20,20^GB760,1160,3^FS^FO40,60^A0N,40,40^FD{NAME}^FS"
        f"^FO120,500^BY3^BCN,180,Y,N,N^FD{number}^FS^XZ"
    ).encode()


def in_base64(content: bytes, *, prefix: str = "", width: int = 76, url_safe: bool = False) -> bytes:
    text = (base64.urlsafe_b64encode if url_safe else base64.b64encode)(content).decode()
    broken = "\r\n".join(text[at : at + width] for at in range(0, len(text), width))
    return (prefix + broken).encode()


def dark(content: bytes, page: int = 0, dpi: float = pdf.PRINTER_DPI) -> np.ndarray:
    """Return where a page is black, dot for dot."""
    return pdf.rasterise(content, page, dpi) < 128


def ink_box_mm(content: bytes, page: int = 0) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of all ink in millimetres."""
    rows, columns = np.nonzero(pdf.rasterise(content, page) < 208)
    return columns.min() / 8, rows.min() / 8, (columns.max() + 1) / 8, (rows.max() + 1) / 8
