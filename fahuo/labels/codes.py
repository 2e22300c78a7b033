"""Where the two codes stand on our label, and every dot that they should print.

Both boxes are fixed and belong to their code alone, quiet zone included: whatever else is black in them is a fault.
Modules are whole dots of the print head wide, so that a thermal head prints them without rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from fahuo.kit import barcode
from fahuo.kit.barcode import BarcodeError, Modules, Symbology
from fahuo.labels.dots import Box, Head
from fahuo.trade.label import BarSymbology, LabelContent, LabelSize


class CodeBoxes(NamedTuple):
    """The two boxes of one label size, on the layout grid."""

    bars: Box
    qr: Box


BOXES = {
    LabelSize.MM_100X150: CodeBoxes(bars=Box(16, 138, 768, 140), qr=Box(544, 936, 256, 264)),
    LabelSize.MM_100X100: CodeBoxes(bars=Box(16, 84, 768, 104), qr=Box(560, 568, 240, 232)),
}
# Above and below the bars, and right of the QR, on the layout grid.
_BAR_MARGIN = 8
_RIGHT_MARGIN = 24
# 0.5, 0.375 and 0.25 mm; 0.75, 0.625 and 0.5 mm. Narrower modules do not survive one dot of print gain.
_BAR_MODULE_DOTS = {Head.DPI_203: (4, 3, 2), Head.DPI_300: (6, 5, 4, 3)}
_SQUARE_MODULE_DOTS = {Head.DPI_203: (6, 5, 4), Head.DPI_300: (9, 8, 7, 6)}


class _Writing(NamedTuple):
    """How a number becomes modules, and what reads them."""

    modules: Callable[[str], Modules]
    read_as: Symbology
    quiet: int


_WRITINGS = {
    BarSymbology.CODE128: _Writing(barcode.code128_modules, Symbology.CODE128, barcode.BAR_QUIET_MODULES),
    BarSymbology.GS1_128: _Writing(barcode.gs1_128_modules, Symbology.CODE128, barcode.BAR_QUIET_MODULES),
    BarSymbology.CODE39: _Writing(barcode.code39_modules, Symbology.CODE39, barcode.BAR_QUIET_MODULES),
    BarSymbology.ITF: _Writing(barcode.itf_modules, Symbology.ITF, barcode.BAR_QUIET_MODULES),
    BarSymbology.DATA_MATRIX: _Writing(
        barcode.data_matrix_modules, Symbology.DATA_MATRIX, barcode.DATA_MATRIX_QUIET_MODULES
    ),
}


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """A code in its box: `modules` as rows × columns, each `module` wide and `module_height` high.

    All measures are dots of the print head, also those of `box` and of the first module's corner (`x`, `y`).
    `symbology` is what reads it.
    """

    box: Box
    modules: Modules
    module: int
    module_height: int
    x: int
    y: int
    symbology: Symbology = Symbology.CODE128

    @property
    def is_square(self) -> bool:
        """A code of squares, not of bars: no part of its height can be read alone."""
        return self.symbology in {Symbology.QR, Symbology.DATA_MATRIX}

    def intended(self) -> Modules:
        """Return every dot of the box as it should be printed, True for black."""
        dots = np.zeros((self.box.height, self.box.width), dtype=bool)
        drawn = self.modules.repeat(self.module_height, axis=0).repeat(self.module, axis=1)
        top, left = self.y - self.box.y, self.x - self.box.x
        dots[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
        return dots


class _Room(NamedTuple):
    """Boxes and margins in the dots of one head."""

    bars: Box
    qr: Box
    bar_margin: int
    right_margin: int


@cache
def _room(size: LabelSize, head: Head) -> _Room:
    boxes = BOXES[size]
    return _Room(head.box(boxes.bars), head.box(boxes.qr), head.dots(_BAR_MARGIN), head.dots(_RIGHT_MARGIN))


def place_codes(
    content: LabelContent, size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203
) -> tuple[PlacedCode, PlacedCode]:
    """Place both codes of a label, bars first; raises `BarcodeError` as `place_bars` and `place_qr` do."""
    return place_bars(content.barcode, size, head, content.symbology), place_qr(content.qr, size, head)


@lru_cache(maxsize=2048)
def place_bars(
    text: str,
    size: LabelSize = LabelSize.MM_100X150,
    head: Head = Head.DPI_203,
    symbology: BarSymbology = BarSymbology.CODE128,
) -> PlacedCode:
    """Place the number in the upper box, with the widest module that leaves its quiet zone white on each side.

    Raises `BarcodeError` when the text cannot be encoded or is too long for the label (about 30 characters).
    """
    writing, room = _WRITINGS[symbology], _room(size, head)
    box, margin = room.bars, room.bar_margin
    modules = writing.modules(text)
    if modules.ndim == 2:
        return _square_in_the_middle(modules, writing, box, head)
    needed = len(modules) + 2 * writing.quiet
    for module in _BAR_MODULE_DOTS[head]:
        if needed * module <= box.width:
            x, height = box.x + (box.width - len(modules) * module) // 2, box.height - 2 * margin
            return PlacedCode(box, modules[np.newaxis], module, height, x, box.y + margin, writing.read_as)
    raise BarcodeError(f"{text[:40]!r} is too long for a bar code of {BOXES[size].bars.width // 8} mm")


def _square_in_the_middle(modules: Modules, writing: _Writing, box: Box, head: Head) -> PlacedCode:
    for module in _SQUARE_MODULE_DOTS[head]:
        side = len(modules) * module
        if side + 2 * writing.quiet * module <= box.height:
            x, y = box.x + (box.width - side) // 2, box.y + (box.height - side) // 2
            return PlacedCode(box, modules, module, module, x, y, writing.read_as)
    raise BarcodeError(f"A square code of {len(modules)} modules is too large for its box")


@lru_cache(maxsize=2048)
def place_qr(text: str, size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203) -> PlacedCode:
    """Place a QR code, level M, with the widest module that leaves four white ones around it.

    Its right edge stands on the right margin of the text, so its quiet zone reaches into the margin.
    Raises `BarcodeError` when the text cannot be encoded or is too long for the label (about 180 characters).
    """
    modules = barcode.qr_modules(text)
    room = _room(size, head)
    box, margin = room.qr, room.right_margin
    for module in _SQUARE_MODULE_DOTS[head]:
        side, quiet = len(modules) * module, barcode.QR_QUIET_MODULES * module
        if side + quiet + margin <= box.width and side + 2 * quiet <= box.height:
            x, y = box.right - margin - side, box.y + (box.height - side) // 2
            return PlacedCode(box, modules, module, module, x, y, Symbology.QR)
    raise BarcodeError(f"A text of {len(text)} characters is too long for a QR code of {BOXES[size].qr.width // 8} mm")
