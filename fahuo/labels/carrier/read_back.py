"""Reading a normalised page back at the head's resolution: the number, the whole height of its bars, its quiet zone."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from fahuo.kit.barcode import Grey, Symbology
from fahuo.kit.pdf import Crop, PdfFile, PdfUnreadable
from fahuo.labels.carrier.placing import Place
from fahuo.labels.carrier.view import SeenCode, codes_of
from fahuo.labels.dots import Box, Head
from fahuo.labels.outcome import (
    CODE_NOT_FOUND,
    DAMAGED,
    PAGE_MISSING,
    QUIET_ZONE,
    UNREADABLE,
    WRONG_NUMBER,
    LabelCheck,
    failed,
)

# Bars of a scanned or compressed picture are never quite clean; a stroke or a word across them is far above this.
_TOLERATED_SHARE = 0.015
_PLAINLY = 128
# Where grey edges of bars begin is known to a dot and a half.
_EDGE_DOTS = 1.5
# How many times finer a page is drawn to weigh its dots.
_FINER = 4
# Bars drawn elsewhere than where they are looked for would not be found: look a little further around.
_MARGIN_MM = 1.5


class Expected(NamedTuple):
    """Where on the paper the code with the number lies (millimetres, its quiet zone included), and how."""

    symbology: Symbology
    left: float
    top: float
    width: float
    height: float
    is_standing: bool


def expected_of(placed: Place, code: SeenCode) -> Expected:
    """Return where a code of a placed region must be found."""
    return Expected(code.symbology, *placed.on_paper(code.with_quiet_zone), code.is_standing != placed.is_turned)


def read_back(file: PdfFile, page: int, expected: Expected, number: str, head: Head) -> LabelCheck:
    """Check the one code that bears the number; the outcome names what was read instead.

    PDFium rounds each bar to whole dots by itself, which narrow bars do not survive; a printer weighs how much of a dot
    is black. So what does not pass is drawn once more that way.
    """
    if page >= file.page_count:
        return failed(PAGE_MISSING, detail=f"{page + 1} > {file.page_count}")
    try:
        crop = _crop(file, page, expected, head)
        found = _check_drawn(file.rasterise(page, head.dpi, crop), expected, number)
        return found if found.passed else _check_drawn(weighed(file, page, head.dpi, crop), expected, number)
    except PdfUnreadable as error:
        return failed(UNREADABLE, detail=str(error))


def check_seen(image: Grey, code: SeenCode) -> LabelCheck:
    """Check a code that was read in this very image, at the resolution of the head."""
    fault = _fault(image, code)
    return failed(fault[0], field="barcode", detail=fault[1]) if fault else LabelCheck(passed=True)


def _check_drawn(image: Grey, expected: Expected, number: str) -> LabelCheck:
    return check_code(np.ascontiguousarray(np.rot90(image)) if expected.is_standing else image, number)


def weighed(file: PdfFile, page: int, dpi: float, crop: Crop) -> Grey:
    """Draw a part of a page so that each dot is as dark as the share of it that is covered; raises `PdfUnreadable`."""
    fine = Crop(*(side * _FINER for side in crop))
    image = file.rasterise(page, dpi * _FINER, fine).reshape(crop.height, _FINER, crop.width, _FINER)
    grey: Grey = image.mean(axis=(1, 3)).astype(np.uint8)
    return grey


def check_code(image: Grey, number: str) -> LabelCheck:
    """Check the code in an image that shows it and its quiet zone, its bars upright."""
    codes = codes_of(image, number)
    decoded = tuple(dict.fromkeys(code.text for code in codes))
    code = next((code for code in codes if code.says(number)), None)
    if code is None and decoded:
        return failed(WRONG_NUMBER, field="barcode", detail=" ".join(decoded)[:80], decoded=decoded)
    if code is None:
        return failed(CODE_NOT_FOUND, field="barcode", detail=number)
    fault = _fault(image, code)
    if fault:
        return failed(fault[0], field="barcode", detail=fault[1], decoded=decoded)
    return LabelCheck(passed=True, decoded=decoded)


def _crop(file: PdfFile, page: int, expected: Expected, head: Head) -> Crop:
    dots, sides = float(head.value), file.page_size_mm(page)
    start = [max(0.0, at - _MARGIN_MM) for at in (expected.left, expected.top)]
    end = [
        min(side, at + length + _MARGIN_MM)
        for side, at, length in zip(
            sides, (expected.left, expected.top), (expected.width, expected.height), strict=True
        )
    ]
    x, y = (math.floor(at * dots) for at in start)
    return Crop(x, y, max(1, round(end[0] * dots) - x), max(1, round(end[1] * dots) - y))


def _fault(image: Grey, code: SeenCode) -> tuple[str, str] | None:
    if code.symbology is Symbology.CODE128:
        share = _foreign_share(image, code)
        if share > _TOLERATED_SHARE:
            return DAMAGED, f"{share:.0%} of its dots"
    share = _share_in_quiet_zone(image, code)
    return (QUIET_ZONE, f"{share:.0%} of its dots") if share > _TOLERATED_SHARE else None


def _foreign_share(image: Grey, code: SeenCode) -> float:
    """Return the share of dots that differ plainly from what most dots along the same bar or gap are.

    Bars must look the same along their whole height: a reader finds one clean line, a scanner meets any.
    """
    bars = _cut(image, code.box)
    usual = np.median(bars, axis=1 if code.is_standing else 0, keepdims=True)
    return float(np.mean(np.abs(bars - usual) > _PLAINLY))


def _share_in_quiet_zone(image: Grey, code: SeenCode) -> float:
    """Return how much of the worst side of the quiet zone is dark."""
    zone, box = code.with_quiet_zone, code.box
    edge = math.ceil(_EDGE_DOTS)
    inner = Box(box.x - edge, box.y - edge, box.width + 2 * edge, box.height + 2 * edge)
    sides = []
    if zone.width > box.width:
        high = box.y, box.height
        left, right = zone.x + edge, zone.right - edge
        sides += [Box(left, high[0], inner.x - left, high[1]), Box(inner.right, high[0], right - inner.right, high[1])]
    if zone.height > box.height:
        top, bottom = zone.y + edge, zone.bottom - edge
        sides += [Box(box.x, top, box.width, inner.y - top), Box(box.x, inner.bottom, box.width, bottom - inner.bottom)]
    shares = [float(np.mean(_cut(image, side) < _PLAINLY)) for side in sides if _cut(image, side).size]
    return max(shares, default=0.0)


def _cut(image: Grey, box: Box) -> Grey:
    return image[max(box.y, 0) : max(box.bottom, 0), max(box.x, 0) : max(box.right, 0)]
