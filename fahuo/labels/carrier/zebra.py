"""Carriers' labels for printers that take ZPL: ZPL that fits is passed on as it came, all else is sent as dots."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fahuo.kit.barcode import Grey
from fahuo.kit.label_bytes import sniff
from fahuo.kit.pdf import Crop, PdfFile, opened
from fahuo.labels import zpl
from fahuo.labels.carrier.foreign import Foreign
from fahuo.labels.carrier.normalising import LARGEST_FILE, normalise
from fahuo.labels.carrier.read_back import check_code, weighed
from fahuo.labels.carrier.source import head_of_zpl
from fahuo.labels.dots import Head
from fahuo.labels.outcome import UNREADABLE, LabelCheck
from fahuo.trade.label import LabelFormat, LabelSize
from fahuo.trade.problem import Problem

_INK = 128


def as_zpl(
    labels: Sequence[Foreign], size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203
) -> list[bytes | Problem]:
    """Return for each label what a ZPL printer with this head prints, all its pages in one piece, or its problem.

    What is sent was read back: the dots are those of the normalised pages, and a carrier's own ZPL that is made for
    this head, lies within this paper and needs no pick line is passed on unchanged after it was drawn and read.
    """
    normal = normalise(labels, size, head)
    if not normal.content:
        return [_problem(result.check) for result in normal.results]
    written: list[bytes | Problem] = []
    page = 0
    with opened(normal.content, largest=LARGEST_FILE) as file:
        for label, result in zip(labels, normal.results, strict=True):
            pages = range(page, page + result.pages)
            page += result.pages
            if result.check.passed:
                written.append(_as_it_came(label, size, head) or _as_dots(file, pages, label.barcode, head))
            else:
                written.append(_problem(result.check))
    return written


def _problem(check: LabelCheck) -> Problem:
    return check.problem or Problem(UNREADABLE, "label")


def _as_dots(file: PdfFile, pages: range, number: str, head: Head) -> bytes | Problem:
    """Return the pages dot for dot, of which one was read; finer bars need their dots weighed."""
    outcome = LabelCheck(passed=False)
    for draw in (_drawn, _weighed):
        images = [draw(file, page, head) for page in pages]
        checks = [_check(image, number) for image in images]
        if any(check.passed for check in checks):
            return b"".join(zpl.graphic(image) for image in images)
        outcome = checks[0]
    return _problem(outcome)


def _drawn(file: PdfFile, page: int, head: Head) -> Grey:
    return _black_and_white(file.rasterise(page, head.dpi))


def _weighed(file: PdfFile, page: int, head: Head) -> Grey:
    width, height = (round(side * float(head.value)) for side in file.page_size_mm(page))
    return _black_and_white(weighed(file, page, head.dpi, Crop(0, 0, width, height)))


def _black_and_white(image: Grey) -> Grey:
    return np.where(image < _INK, 0, 255).astype(np.uint8)


def _check(image: Grey, number: str) -> LabelCheck:
    upright = check_code(image, number)
    return upright if upright.passed else check_code(np.ascontiguousarray(np.rot90(image)), number)


def _as_it_came(label: Foreign, size: LabelSize, head: Head) -> bytes | None:
    """Return the carrier's ZPL when the printer would put all of it on the paper, dot for dot."""
    found = sniff(label.content)
    if found.format is not LabelFormat.ZPL or label.pick_line or head_of_zpl(found.content) is not head:
        return None
    width, height = (round(side * float(head.value)) for side in (size.width_mm, size.height_mm))
    for pixels in zpl.draw(found.content, head):
        rows, columns = np.nonzero(pixels < _INK)
        if len(rows) and (rows.max() >= height or columns.max() >= width):
            return None
    return found.content
