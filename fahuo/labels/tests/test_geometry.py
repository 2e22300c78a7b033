"""Whatever the text: no ink leaves its box, no two boxes overlap, none enters the box of a code. Both sizes."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from fahuo.kit import pdf
from fahuo.labels.codes import BOXES
from fahuo.labels.dots import Box, page
from fahuo.labels.layout import lay_out
from fahuo.labels.layout.sheet import PlacedLine, Sheet
from fahuo.labels.render import paint
from fahuo.labels.tests.samples import CABLE, EVERY, LABEL
from fahuo.trade.label import CustomsForm, LabelContent, LabelSize

BLOCKS = [
    *((0, 0x250), (0x300, 0x370), (0x590, 0x780), (0x900, 0x980), (0xE00, 0xE80), (0x1E00, 0x1F00), (0x2000, 0x2FFF)),
    *((0x3040, 0x9FFF), (0xAC00, 0xE100), (0xF900, 0x10000), (0x1D400, 0x1D800), (0x1F300, 0x1FA00), (0, 0x110000)),
]
_drawn_before: set[PlacedLine] = set()


def random_labels(count: int, seed: int = 20261122) -> list[LabelContent]:
    chance = random.Random(seed)

    def anything() -> str:
        return "".join(chr(chance.randrange(*chance.choice(BLOCKS))) for _ in range(chance.randrange(1, 90)))

    return [
        replace(
            LABEL,
            recipient=replace(LABEL.recipient, name=anything(), street=anything(), city=anything(), tax_id=anything()),
            recipient_latin=replace(LABEL.recipient, name=anything(), street=anything(), city=anything()),
            service_name=anything(),
            order_number=anything(),
            sort_code=anything(),
            marks=(anything(), anything()),
            customs_form=chance.choice(list(CustomsForm)),
            importer_reference=anything(),
            pick=anything(),
            lines=(replace(CABLE, title_en=anything(), title_zh=anything(), sku=anything(), hs_code=anything()),),
        )
        for _ in range(count)
    ]


def ink(pixels: np.ndarray) -> Box | None:
    """The rectangle around everything dark."""
    dark = pixels < 128
    if not dark.any():
        return None
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return Box(columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)


def assert_inside(lines: Iterable[PlacedLine], size: LabelSize) -> None:
    # Each line alone on a page of its own, in black: what is dark there is that line.
    lines = [line._replace(is_white=False) for line in lines]
    lines = [line for line in lines if line not in _drawn_before]
    _drawn_before.update(lines)
    if not lines:
        return
    with pdf.opened(paint(((Sheet(lines=[line]), ()) for line in lines), size)) as pages:
        for number, line in enumerate(lines):
            drawn = ink(pages.rasterise(number))
            if drawn is not None and not holds(_widened(line.box), drawn):
                pytest.fail(f"{_said(line)} has ink at {tuple(map(int, drawn))}")


def _widened(box: Box) -> Box:
    """The rims of letters are smoothed: allow them one dot."""
    return Box(box.x - 1, box.y - 1, box.width + 2, box.height + 2)


def _said(line: PlacedLine) -> str:
    return f"{''.join(piece.text for piece in line.line.pieces)!r} of size {line.size:.1f} in {line.box}"


def overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def holds(outer: Box, inner: Box) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and inner.right <= outer.right and inner.bottom <= outer.bottom


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize("name", EVERY)
def test_no_ink_leaves_its_box(name: str, size: LabelSize) -> None:
    assert_inside(lay_out(EVERY[name], size).lines, size)


@pytest.mark.parametrize("size", LabelSize)
def test_no_ink_of_random_letters_leaves_its_box(size: LabelSize) -> None:
    for content in random_labels(6):
        assert_inside(lay_out(content, size).lines, size)


def assert_apart(sheet: Sheet) -> None:
    """Boxes of text are disjoint; black is either around white text or clear of text."""
    boxes = list(dict.fromkeys(line.box for line in sheet.lines))
    assert [(one, other) for one, other in combinations(boxes, 2) if overlap(one, other)] == []
    for line in sheet.lines:
        around = [black for black in sheet.black if overlap(black, line.box)]
        if line.is_white or any(overlap(white, line.box) for white in sheet.white):
            is_right = any(holds(black, line.box) for black in around)
        else:
            is_right = not around
        if not is_right:
            pytest.fail(f"{_said(line)}: {around}")


def assert_on_paper(sheet: Sheet, size: LabelSize) -> None:
    """Nothing stands in the margin or in the box of a code."""
    _, _, width, height = page(size)
    for box in [*(line.box for line in sheet.lines), *sheet.black, *sheet.white]:
        assert holds(Box(16, 16, width - 32, height - 32), box), box
        for code in BOXES[size]:
            assert not overlap(box, code), (box, code)


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize("name", EVERY)
def test_boxes_keep_off_each_other_and_off_the_codes(name: str, size: LabelSize) -> None:
    sheet = lay_out(EVERY[name], size)
    assert_apart(sheet)
    assert_on_paper(sheet, size)


@pytest.mark.parametrize("size", LabelSize)
def test_boxes_of_random_letters_keep_off_each_other(size: LabelSize) -> None:
    for content in random_labels(40, seed=5):
        sheet = lay_out(content, size)
        assert_apart(sheet)
        assert_on_paper(sheet, size)


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize("form", CustomsForm)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
def test_any_number_of_lines_keeps_its_place(count: int, form: CustomsForm, size: LabelSize) -> None:
    content = replace(LABEL, lines=(CABLE,) * count, customs_form=form, pick="A-001" if count % 2 else "")
    sheet = lay_out(content, size)
    assert_apart(sheet)
    assert_on_paper(sheet, size)


@pytest.mark.parametrize("size", LabelSize)
def test_nothing_is_thinner_than_a_dot(size: LabelSize) -> None:
    for content in EVERY.values():
        assert min(min(box.width, box.height) for box in lay_out(content, size).black) >= 2
