"""Any kind of label as PDF pages of its natural size, or a clear problem."""

from __future__ import annotations

import re
from typing import NamedTuple

from fahuo.kit.image_page import Dots, Grey, dots_of_image, pages_of_dots
from fahuo.kit.label_bytes import NotALabel, Unfit, sniff
from fahuo.kit.pdf import PdfUnreadable, opened
from fahuo.kit.pdf_pages import flattened
from fahuo.labels.dots import Head
from fahuo.labels.outcome import EMPTY, MESSAGE, TOO_LARGE, UNREADABLE, ZPL_UNREADABLE
from fahuo.trade.label import LabelFormat
from fahuo.trade.problem import Problem

_PROBLEMS = {Unfit.EMPTY: EMPTY, Unfit.TOO_LARGE: TOO_LARGE, Unfit.MESSAGE: MESSAGE, Unfit.STRANGE: UNREADABLE}
_POSITION = re.compile(rb"\^F[OT](\d+),(\d+)|\^(PW|LL)(\d+)", re.IGNORECASE)
# Dots of 4 × 6 inch at 203 dpi are 812 × 1218; what reaches further was made for 300 dpi.
_SHORT_SIDE, _LONG_SIDE = 860, 1290


class Unprintable(Exception):
    """This label cannot be printed; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Source(NamedTuple):
    """A label as PDF, and what it came as."""

    pdf: bytes
    format: LabelFormat

    @property
    def is_dots(self) -> bool:
        """True for a picture, whose dots should stay dots."""
        return self.format is not LabelFormat.PDF


def source_of(content: bytes) -> Source:
    """Tell what the bytes are and make them PDF pages; raises `Unprintable`."""
    try:
        found = sniff(content)
    except NotALabel as error:
        raise Unprintable(Problem(_PROBLEMS[error.why], "label", str(error))) from error
    try:
        if found.format is LabelFormat.PDF:
            return Source(_pdf(found.content), found.format)
        return Source(pages_of_dots(_dots(*found)), found.format)
    except PdfUnreadable as error:
        raise Unprintable(Problem(UNREADABLE, "label", str(error))) from error


def _pdf(content: bytes) -> bytes:
    if b"/Annots" not in content and b"/ObjStm" not in content:
        return content
    with opened(content) as file:
        return flattened(file) or content


def _dots(label_format: LabelFormat, content: bytes) -> list[Dots]:
    if label_format is LabelFormat.ZPL:
        head = head_of_zpl(content)
        return [Dots(pixels, head.dpi) for pixels in _drawn(content, head)]
    return [dots_of_image(content)]


def _drawn(content: bytes, head: Head) -> list[Grey]:
    from fahuo.labels import zpl

    try:
        return zpl.draw(content, head)
    except zpl.ZplUnreadable as error:
        raise Unprintable(Problem(ZPL_UNREADABLE, "label", str(error))) from error


def head_of_zpl(content: bytes) -> Head:
    """Return the head that a ZPL label was made for, told by how far it reaches."""
    reach = {"x": 0, "y": 0}
    for match in _POSITION.finditer(content):
        if match[3]:
            axis = "x" if match[3].upper() == b"PW" else "y"
            reach[axis] = max(reach[axis], int(match[4]))
        else:
            reach = {"x": max(reach["x"], int(match[1])), "y": max(reach["y"], int(match[2]))}
    short, long = sorted(reach.values())
    return Head.DPI_300 if short > _SHORT_SIDE or long > _LONG_SIDE else Head.DPI_203
