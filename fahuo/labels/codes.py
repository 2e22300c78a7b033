"""Where the two codes stand on our label, and every dot that they should print.

Both boxes are fixed and belong to their code alone, quiet zone included: whatever else is black in them is a fault.
Modules are whole dots of the print head wide, so that a thermal head prints them without rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from fahuo.kit import barcode
from fahuo.kit.barcode import BarcodeError, Modules
from fahuo.labels.dots import Box, Head
from fahuo.trade.label import LabelSize


class CodeBoxes(NamedTuple):
    """The two boxes of one label size, on the layout grid."""

    bars: Box
    qr: Box


BOXES = {
    LabelSize.MM_100X150: CodeBoxes(bars=Box(16, 140, 768, 148), qr=Box(544, 936, 256, 264)),
    LabelSize.MM_100X100: CodeBoxes(bars=Box(16, 96, 768, 108), qr=Box(560, 568, 240, 232)),
}
# Above and below the bars, and right of the QR, on the layout grid.
_BAR_MARGIN = 8
_RIGHT_MARGIN = 24
# 0.5, 0.375 and 0.25 mm; 0.75, 0.625 and 0.5 mm. Narrower modules do not survive one dot of print gain.
_BAR_MODULE_DOTS = {Head.DPI_203: (4, 3, 2), Head.DPI_300: (6, 5, 4, 3)}
_QR_MODULE_DOTS = {Head.DPI_203: (6, 5, 4), Head.DPI_300: (9, 8, 7, 6)}


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """A code in its box: `modules` as rows × columns, each `module` wide and `module_height` high.

    All measures are dots of the print head, also those of `box` and of the first module's corner (`x`, `y`).
    """

    box: Box
    modules: Modules
    module: int
    module_height: int
    x: int
    y: int

    def rectangles(self) -> list[tuple[int, int, int, int]]:
        """Return the black rectangles to fill as (x, y, width, height), one per run of black modules."""
        wide, high = self.module, self.module_height
        return [
            (self.x + start * wide, self.y + row * high, length * wide, high)
            for row, start, length in barcode.black_runs(self.modules).tolist()
        ]

    def intended(self) -> Modules:
        """Return every dot of the box as it should be printed, True for black."""
        dots = np.zeros((self.box.height, self.box.width), dtype=bool)
        drawn = self.modules.repeat(self.module_height, axis=0).repeat(self.module, axis=1)
        top, left = self.y - self.box.y, self.x - self.box.x
        dots[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
        return dots


@lru_cache(maxsize=2048)
def place_bars(text: str, size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203) -> PlacedCode:
    """Place a Code 128 with the widest module that leaves ten white ones on each side.

    Raises `BarcodeError` when the text cannot be encoded or is too long for the label (about 30 characters).
    """
    modules = barcode.code128_modules(text)
    needed = len(modules) + 2 * barcode.CODE128_QUIET_MODULES
    box = head.box(BOXES[size].bars)
    margin = head.dots(_BAR_MARGIN)
    for module in _BAR_MODULE_DOTS[head]:
        if needed * module <= box.width:
            x = box.x + (box.width - len(modules) * module) // 2
            return PlacedCode(box, modules[np.newaxis], module, box.height - 2 * margin, x, box.y + margin)
    raise BarcodeError(f"{text[:40]!r} is too long for a bar code of {BOXES[size].bars.width // 8} mm")


@lru_cache(maxsize=2048)
def place_qr(text: str, size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203) -> PlacedCode:
    """Place a QR code, level M, with the widest module that leaves four white ones around it.

    Its right edge stands on the right margin of the text, so its quiet zone reaches into the margin.
    Raises `BarcodeError` when the text cannot be encoded or is too long for the label (about 180 characters).
    """
    modules = barcode.qr_modules(text)
    box, margin = head.box(BOXES[size].qr), head.dots(_RIGHT_MARGIN)
    for module in _QR_MODULE_DOTS[head]:
        side, quiet = len(modules) * module, barcode.QR_QUIET_MODULES * module
        if side + quiet + margin <= box.width and side + 2 * quiet <= box.height:
            x, y = box.right - margin - side, box.y + (box.height - side) // 2
            return PlacedCode(box, modules, module, module, x, y)
    raise BarcodeError(f"A text of {len(text)} characters is too long for a QR code of {BOXES[size].qr.width // 8} mm")
