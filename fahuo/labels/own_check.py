"""Reading our own labels back: every code is decoded and every dot of its box compared with what was meant.

Both are needed. A scanner's software reads a bar code with a line struck through it, and a QR code with an address
printed into it, so decoding alone passes labels that a real scanner in a real warehouse refuses. The comparison
alone would not notice if we meant the wrong thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fahuo.kit import barcode
from fahuo.kit.barcode import BarcodeError, Grey
from fahuo.kit.pdf import LARGEST_BATCH, Crop, PdfFile, PdfUnreadable, opened
from fahuo.labels.codes import PlacedCode, place_bars, place_qr
from fahuo.labels.dots import Head
from fahuo.labels.outcome import (
    CODE_NOT_FOUND,
    DAMAGED,
    NUMBER_UNPRINTABLE,
    PAGE_MISSING,
    QR_TOO_LONG,
    QUIET_ZONE,
    UNREADABLE,
    WRONG_NUMBER,
    WRONG_SIZE,
    LabelCheck,
    failed,
)
from fahuo.trade.label import BarSymbology, LabelContent, LabelSize

_DARK = 128
# Decoding these strips of the bars as well finds a stroke through some of them that one strip would miss.
_STRIPS = 3
_SIZE_TOLERANCE_MM = 0.5


class Expectation(NamedTuple):
    """What the codes of one label must say."""

    barcode: str
    qr: str
    symbology: BarSymbology = BarSymbology.CODE128


def expectation_of(content: LabelContent) -> Expectation:
    """Return what the label drawn from `content` must say."""
    return Expectation(content.barcode, content.qr, content.symbology)


def check_own(
    content: bytes,
    expectations: Sequence[Expectation],
    size: LabelSize = LabelSize.MM_100X150,
    head: Head = Head.DPI_203,
    pages: Sequence[int] | None = None,
) -> list[LabelCheck]:
    """Read back a PDF of our own labels at the head's resolution, one page per expectation, one outcome for each.

    `pages` says where each stands, counted from 0; without it they are the first pages. A file that cannot be read
    fails them all; a page that is bad or missing fails only its own.
    """
    places = range(len(expectations)) if pages is None else pages
    try:
        with opened(content, largest=LARGEST_BATCH) as file:
            return [_check_page(file, page, one, size, head) for page, one in zip(places, expectations, strict=True)]
    except PdfUnreadable as error:
        return [failed(UNREADABLE, detail=str(error)) for _ in expectations]


def _check_page(file: PdfFile, page: int, expected: Expectation, size: LabelSize, head: Head) -> LabelCheck:
    if page >= file.page_count:
        return failed(PAGE_MISSING, detail=f"{page + 1} > {file.page_count}")
    placed = codes_of(expected, size, head)
    if isinstance(placed, LabelCheck):
        return placed
    bars, qr = placed
    try:
        width, height = file.page_size_mm(page)
        if max(abs(width - size.width_mm), abs(height - size.height_mm)) > _SIZE_TOLERANCE_MM:
            return failed(WRONG_SIZE, detail=f"{width:.0f} × {height:.0f} mm")
        bars_image, qr_image = (file.rasterise(page, head.dpi, Crop(*code.box)) for code in (bars, qr))
    except PdfUnreadable as error:
        return failed(UNREADABLE, detail=str(error))
    return check_images(bars, qr, expected, bars_image, qr_image)


def codes_of(expected: Expectation, size: LabelSize, head: Head) -> tuple[PlacedCode, PlacedCode] | LabelCheck:
    """Return bars and QR as they should stand on the label, or the failed check of what cannot be a code there."""
    try:
        bars = place_bars(expected.barcode, size, head, expected.symbology)
    except BarcodeError as error:
        return failed(NUMBER_UNPRINTABLE, field="barcode", detail=str(error))
    try:
        return bars, place_qr(expected.qr, size, head)
    except BarcodeError as error:
        return failed(QR_TOO_LONG, field="qr", detail=str(error))


def check_images(
    bars: PlacedCode, qr: PlacedCode, expected: Expectation, bars_image: Grey, qr_image: Grey
) -> LabelCheck:
    """Check the pixels of both code boxes, one pixel a dot of the print head."""
    strips = [barcode.read(strip, bars.symbology) for strip in _strips(bars, bars_image)]
    in_qr = barcode.read(qr_image, qr.symbology)
    decoded = tuple(dict.fromkeys(text for texts in (*strips, in_qr) for text in texts))
    fault = (
        _wrong_text("barcode", expected.barcode, strips)
        or _wrong_text("qr", expected.qr, [in_qr])
        or _wrong_dots("barcode", bars, bars_image)
        or _wrong_dots("qr", qr, qr_image)
    )
    if fault:
        code, field, detail = fault
        return failed(code, field=field, detail=detail, decoded=decoded)
    return LabelCheck(passed=True, decoded=decoded)


class _Fault(NamedTuple):
    code: str
    field: str
    detail: str


def _strips(bars: PlacedCode, image: Grey) -> list[Grey]:
    count = 1 if bars.is_square else _STRIPS
    height = image.shape[0] // count
    return [np.ascontiguousarray(image[number * height : (number + 1) * height]) for number in range(count)]


def _wrong_text(field: str, expected: str, readings: Sequence[tuple[str, ...]]) -> _Fault | None:
    others = [text for texts in readings for text in texts if text != expected]
    if others:
        return _Fault(WRONG_NUMBER, field, others[0][:80])
    if not any(readings):
        return _Fault(CODE_NOT_FOUND, field, expected[:80])
    if not all(readings):
        return _Fault(DAMAGED, field, "only in part of its height")
    return None


def _wrong_dots(field: str, code: PlacedCode, image: Grey) -> _Fault | None:
    """Compare dot by dot: modules are whole dots, so a faultless print is equal to what was meant."""
    wrong = (image < _DARK) != code.intended()
    if not wrong.any():
        return None
    top, left = code.y - code.box.y, code.x - code.box.x
    inside = np.zeros_like(wrong)
    inside[
        top : top + code.modules.shape[0] * code.module_height, left : left + code.modules.shape[1] * code.module
    ] = True
    if (wrong & inside).any():
        return _Fault(DAMAGED, field, f"{int((wrong & inside).sum())} dots")
    return _Fault(QUIET_ZONE, field, f"{int(wrong.sum())} dots")
