"""Reading a carrier's own label back: its layout is unknown, its number is not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fahuo.kit.barcode import FoundCode, Grey, Symbology, find
from fahuo.kit.pdf import PdfFile, PdfUnreadable, opened
from fahuo.labels.outcome import (
    CODE_NOT_FOUND,
    DAMAGED,
    UNREADABLE,
    WRONG_NUMBER,
    WRONG_SIZE,
    LabelCheck,
    failed,
)

# What thermal printers at packing tables take; 4 × 6 inch (101.6 × 152.4) and A6 (105 × 148) count as 100 × 150.
# 76 × 130 is what some carriers' cloud printing makes.
LABEL_SIZES_MM = ((100.0, 150.0), (100.0, 100.0), (76.0, 130.0))
SIZE_TOLERANCE_MM = 6.0
# Carriers put the customs form behind the label; the number is on the first page in all files seen.
MAX_PAGES = 3
# Bars of a scanned or compressed picture are never quite clean; a stroke or a word across them is far above this.
_TOLERATED_SHARE = 0.015
_PLAINLY = 128


def check_carrier(content: bytes, *, barcode: str) -> LabelCheck:
    """Read back a carrier's label: it must have a label's size, and one of its codes must say `barcode`.

    Blanks in the number do not count. Code 128, QR, Data Matrix and PDF417 are read, lying or standing.
    """
    try:
        with opened(content) as file:
            wrong_size = _wrong_size(file)
            if wrong_size:
                return failed(WRONG_SIZE, detail=wrong_size)
            return _check_pages(file, _bare(barcode))
    except PdfUnreadable as error:
        return failed(UNREADABLE, detail=str(error))


def _wrong_size(file: PdfFile) -> str:
    width, height = file.page_size_mm()
    for wanted_width, wanted_height in LABEL_SIZES_MM:
        if abs(width - wanted_width) <= SIZE_TOLERANCE_MM and abs(height - wanted_height) <= SIZE_TOLERANCE_MM:
            return ""
    return f"{width:.0f} × {height:.0f} mm"


def _check_pages(file: PdfFile, number: str) -> LabelCheck:
    decoded: dict[str, None] = {}
    for page in range(min(file.page_count, MAX_PAGES)):
        image = file.rasterise(page)
        for codes in _readings(image):
            decoded |= dict.fromkeys(code.text for code in codes)
            match = next((code for code in codes if _says(code, number)), None)
            if match:
                return _check_whole(image, match, tuple(decoded))
    if not decoded:
        return failed(CODE_NOT_FOUND, field="barcode", detail=number)
    return failed(WRONG_NUMBER, field="barcode", detail=" ".join(decoded)[:80], decoded=tuple(decoded))


def _readings(image: Grey) -> Iterator[tuple[FoundCode, ...]]:
    """Look quickly for what nearly every label has, and only if need be thoroughly for everything."""
    yield find(image, Symbology.CODE128, Symbology.QR)
    yield find(image, *Symbology, is_patient=True)


def _says(code: FoundCode, number: str) -> bool:
    text = _bare(code.text)
    # USPS puts 420 and the ZIP code before the number in the same bars (Publication 199, "IMpb barcode").
    return text == number or (text.startswith("420") and text.endswith(number))


def _bare(text: str) -> str:
    return "".join(text.split())


def _check_whole(image: Grey, code: FoundCode, decoded: tuple[str, ...]) -> LabelCheck:
    """Bars must look the same along their whole height: a reader finds one clean line, a scanner meets any."""
    if code.symbology is Symbology.CODE128:
        share = _foreign_share(image, code)
        if share > _TOLERATED_SHARE:
            return failed(DAMAGED, field="barcode", detail=f"{share:.0%} of its dots", decoded=decoded)
    return LabelCheck(passed=True, decoded=decoded)


def _foreign_share(image: Grey, code: FoundCode) -> float:
    """Return the share of dots that differ plainly from what most dots along the same bar or gap are."""
    bars = image[code.top : code.bottom, code.left : code.right]
    along = 1 if code.is_standing else 0
    usual = np.median(bars, axis=along, keepdims=True)
    return float(np.mean(np.abs(bars - usual) > _PLAINLY))
