"""Carriers' labels for printers that take ZPL: ZPL that fits is passed on as it came, all else is sent as dots."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fahuo.kit.label_bytes import sniff
from fahuo.kit.pdf import PdfFile, opened
from fahuo.labels import zpl
from fahuo.labels.carrier.foreign import Foreign, NormalLabel
from fahuo.labels.carrier.normalising import normalise
from fahuo.labels.carrier.source import head_of_zpl
from fahuo.labels.dots import Head
from fahuo.labels.outcome import UNREADABLE
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
        return [_problem(result) for result in normal.results]
    written: list[bytes | Problem] = []
    page = 0
    with opened(normal.content) as file:
        for label, result in zip(labels, normal.results, strict=True):
            if result.check.passed:
                written.append(_as_it_came(label, size, head) or _dots(file, page, result.pages, head))
                page += result.pages
            else:
                written.append(_problem(result))
    return written


def _problem(result: NormalLabel) -> Problem:
    return result.check.problem or Problem(UNREADABLE, "label")


def _dots(file: PdfFile, first: int, count: int, head: Head) -> bytes:
    return b"".join(zpl.graphic(file.rasterise(page, head.dpi)) for page in range(first, first + count))


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
