"""How many of sixty spoilt labels each way of reading back lets pass, for docs/labels.md and the test of it.

Faults are made in the pixels of the code areas, one pixel a dot of the head: so the print head's own faults can be
made as well. `python -m fahuo.labels.tests.fault_counts` prints the table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np

from fahuo.kit import barcode
from fahuo.kit.barcode import Grey
from fahuo.kit.pdf import Crop, opened
from fahuo.kit.text_shape import shape
from fahuo.labels.codes import PlacedCode, place_codes
from fahuo.labels.dots import Box, Head
from fahuo.labels.layout.sheet import PlacedLine, Sheet
from fahuo.labels.own_check import check_images, expectation_of
from fahuo.labels.render import paint
from fahuo.labels.tests.samples import LABEL
from fahuo.trade.label import LabelContent, LabelSize

LABELS = 60
Fault = Callable[["Sample", "Sample", np.random.Generator], "Sample"]


class Sample(NamedTuple):
    """One label's two codes and the pixels of their boxes; `words` are the pixels of a word that went astray."""

    content: LabelContent
    bars: PlacedCode
    qr: PlacedCode
    bars_image: Grey
    qr_image: Grey
    words: Grey


class Passed(NamedTuple):
    """How many labels passed: decoded at one place, decoded at three, compared dot by dot, and by our check."""

    one_strip: int
    three_strips: int
    dots: int
    check: int


def _wrong_number(label: Sample, other: Sample, _: np.random.Generator) -> Sample:
    return label._replace(bars_image=other.bars_image)


def _text_through_bars(label: Sample, _: Sample, chance: np.random.Generator) -> Sample:
    row = (label.bars_image.shape[0] - label.words.shape[0]) // 2
    width = label.bars.modules.shape[1] * label.bars.module
    column = label.bars.x - label.bars.box.x + int(chance.integers(0, width - label.words.shape[1]))
    return label._replace(bars_image=_stamped(label.bars_image, label.words, row, column))


def _line_in_quiet_zone(label: Sample, _: Sample, chance: np.random.Generator) -> Sample:
    bars = label.bars_image.copy()
    column = label.bars.x - label.bars.box.x - int(chance.integers(2, 8)) * label.bars.module
    bars[:, column : column + 2] = 0
    return label._replace(bars_image=bars)


def _address_into_qr(label: Sample, _: Sample, chance: np.random.Generator) -> Sample:
    left, top = label.qr.x - label.qr.box.x, label.qr.y - label.qr.box.y
    side = len(label.qr.modules) * label.qr.module
    words = label.words[:, -label.words.shape[1] // 2 :]
    row = top + int(chance.integers(side // 3, side - words.shape[0]))
    return label._replace(qr_image=_stamped(label.qr_image, words, row, left - words.shape[1] // 2))


def _patch_on_qr(label: Sample, _: Sample, chance: np.random.Generator) -> Sample:
    qr, side = label.qr_image.copy(), len(label.qr.modules) * label.qr.module
    wide = side * 2 // 5
    row, column = (int(start) for start in chance.integers(0, side - wide, 2))
    top, left = label.qr.y - label.qr.box.y + row, label.qr.x - label.qr.box.x + column
    qr[top : top + wide, left : left + wide] = 0
    return label._replace(qr_image=qr)


def _dead_pins(label: Sample, _: Sample, chance: np.random.Generator) -> Sample:
    """Two pins side by side, somewhere under a bar or under the QR code."""
    images = [label.bars_image.copy(), label.qr_image.copy()]
    spoilt = images[int(chance.integers(0, 2))]
    dark = np.flatnonzero((spoilt < 128).any(axis=0))
    column = int(chance.choice(dark))
    spoilt[:, column : column + 2] = 255
    return label._replace(bars_image=images[0], qr_image=images[1])


def _inverted(label: Sample, _: Sample, __: np.random.Generator) -> Sample:
    return label._replace(bars_image=255 - label.bars_image)


def _faultless(label: Sample, _: Sample, __: np.random.Generator) -> Sample:
    return label


def _encoders_mistake(label: Sample, other: Sample, _: np.random.Generator) -> Sample:
    """What was printed is what was meant, and both are wrong."""
    return label._replace(bars=other.bars, bars_image=other.bars_image)


FAULTS: dict[str, Fault] = {
    "none (must pass)": _faultless,
    "wrong number in the bars": _wrong_number,
    "text through part of the bars": _text_through_bars,
    "line in the quiet zone": _line_in_quiet_zone,
    "address runs into the QR": _address_into_qr,
    "black patch on the QR": _patch_on_qr,
    "two dead pins side by side": _dead_pins,
    "bars inverted": _inverted,
    "encoder's mistake": _encoders_mistake,
}


def samples(size: LabelSize, head: Head) -> list[Sample]:
    """Draw the codes of sixty labels and rasterise them as the head prints them."""
    contents = [
        replace(LABEL, barcode=f"YT26{number:014d}", qr=f"https://fahuo.example.com/t/{number:022d}")
        for number in range(7_000_003, 7_000_003 + LABELS * 104_729, 104_729)
    ]
    placed = [place_codes(content, size, head) for content in contents]
    words = _words(head)
    with opened(paint([(Sheet(), codes) for codes in placed], size, head)) as file:
        return [
            Sample(
                content,
                bars,
                qr,
                file.rasterise(page, head.dpi, Crop(*bars.box)),
                file.rasterise(page, head.dpi, Crop(*qr.box)),
                words,
            )
            for page, (content, (bars, qr)) in enumerate(zip(contents, placed, strict=True))
        ]


@cache
def counts(size: LabelSize, head: Head) -> dict[str, Passed]:
    """Return for each fault how many of sixty labels pass."""
    labels = samples(size, head)
    chance = np.random.default_rng(20261122)
    found = {}
    for name, fault in FAULTS.items():
        passed = [_passed(fault(label, labels[index - 1], chance)) for index, label in enumerate(labels)]
        found[name] = Passed(*np.sum(passed, axis=0).tolist())
    return found


def _passed(label: Sample) -> tuple[bool, bool, bool, bool]:
    expected = expectation_of(label.content)
    codes = ((label.bars_image, label.bars), (label.qr_image, label.qr))
    is_qr_read = barcode.read(label.qr_image, label.qr.symbology) == (expected.qr,)
    strips = [np.ascontiguousarray(part) for part in np.array_split(label.bars_image, 3)]
    return (
        is_qr_read and barcode.read(label.bars_image, label.bars.symbology) == (expected.barcode,),
        is_qr_read and all(barcode.read(part, label.bars.symbology) == (expected.barcode,) for part in strips),
        all(np.array_equal(image < 128, code.intended()) for image, code in codes),
        check_images(label.bars, label.qr, expected, label.bars_image, label.qr_image).passed,
    )


def _words(head: Head) -> Grey:
    box = Box(40, 40, 136, 30)
    line = PlacedLine(shape("FRAGILE", bold=True), box.x, box.y + 26, 30, box)
    with opened(paint([(Sheet(lines=[line]), ())], LabelSize.MM_100X150, head)) as file:
        return file.rasterise(0, head.dpi, Crop(*head.box(box)))


def _stamped(image: Grey, words: Grey, row: int, column: int) -> Grey:
    stamped = image.copy()
    part = stamped[row : row + words.shape[0], column : column + words.shape[1]]
    np.minimum(part, words[: part.shape[0], : part.shape[1]], out=part)
    return stamped


def table() -> str:
    """Return the table of docs/labels.md."""
    found = {head: counts(LabelSize.MM_100X150, head) for head in Head}
    rows = [
        f"| {name} | {head.name[4:]} dpi | " + " | ".join(map(str, found[head][name])) + " |"
        for name in FAULTS
        for head in Head
    ]
    heading = "| fault | head | decoded at one place | decoded at three | compared dot by dot | our check |"
    return "\n".join([heading, "|---|---|---|---|---|---|", *rows])


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
