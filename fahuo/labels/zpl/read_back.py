"""Reading our own ZPL back, from the bytes that are sent: decoded, and compared dot by dot, as the PDF is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fahuo.labels.codes import BOXES, PlacedCode
from fahuo.labels.dots import Head, page
from fahuo.labels.outcome import PAGE_MISSING, UNREADABLE, WRONG_SIZE, LabelCheck, failed
from fahuo.labels.own_check import Expectation, check_images, codes_of
from fahuo.labels.zpl.glyphs import Dots
from fahuo.labels.zpl.reading import grey, labels
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable
from fahuo.trade.label import LabelSize

# A label of 100 × 150 at 300 dpi spends 4 to 5 million dots; a batch spends that for each.
_INK_OF_A_LABEL = 40_000_000


def check(
    content: bytes,
    expectations: Sequence[Expectation],
    size: LabelSize = LabelSize.MM_100X150,
    head: Head = Head.DPI_203,
) -> list[LabelCheck]:
    """Draw the labels of a file as a printer would and check each, one outcome per expectation.

    Text is drawn as well, so that an address which runs into a code is found. A file that cannot be read, or prints
    labels that nobody asked for, fails them all; a label that is bad or missing fails only its own.
    """
    views = tuple(head.box(box) for box in BOXES[size])
    checks: list[LabelCheck] = []
    found = 0
    try:
        for dots in labels(content, head, views, _INK_OF_A_LABEL * max(1, len(expectations))):
            checks += [_check_label(dots, expected, size, head) for expected in expectations[found : found + 1]]
            found += 1
    except ZplUnreadable as error:
        return [failed(UNREADABLE, detail=str(error)) for _ in expectations]
    if found > len(expectations):
        return [failed(UNREADABLE, detail=f"{found} > {len(expectations)}") for _ in expectations]
    return [*checks, *_missing(len(checks), len(expectations))]


def _missing(found: int, wanted: int) -> Iterator[LabelCheck]:
    return (failed(PAGE_MISSING, detail=f"{number} > {found}") for number in range(found + 1, wanted + 1))


def _check_label(dots: Dots, expected: Expectation, size: LabelSize, head: Head) -> LabelCheck:
    whole = head.box(page(size))
    if dots.shape != (whole.height, whole.width):
        return failed(WRONG_SIZE, detail=f"{dots.shape[1]} × {dots.shape[0]} dots")
    placed = codes_of(expected, size, head)
    if isinstance(placed, LabelCheck):
        return placed
    bars, qr = placed
    return check_images(bars, qr, expected, grey(_crop(dots, bars)), grey(_crop(dots, qr)))


def _crop(dots: Dots, code: PlacedCode) -> Dots:
    return dots[code.box.y : code.box.bottom, code.box.x : code.box.right]
