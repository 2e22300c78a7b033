"""Where the two codes stand on our label, and every dot that they should print.

Both boxes are fixed and belong to their code alone, quiet zone included: whatever else is black in them is a fault.
Modules are whole dots wide, so that a thermal head prints them without rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fahuo.kit import barcode
from fahuo.kit.barcode import BarcodeError, Modules
from fahuo.shipments.labelling.dots import Box

BARS_BOX = Box(16, 140, 768, 148)
QR_BOX = Box(544, 936, 256, 264)
_BAR_HEIGHT = 132
_RIGHT_MARGIN = 24
# 0.5, 0.375 and 0.25 mm; 0.75, 0.625 and 0.5 mm. Narrower modules do not survive one dot of print gain.
_BAR_MODULE_DOTS = (4, 3, 2)
_QR_MODULE_DOTS = (6, 5, 4)


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """A code in its box: `modules` as rows × columns, each `module` dots wide and `module_height` dots high.

    (`x`, `y`) is the upper left corner of the first module on the page.
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
            for row, start, length in barcode.black_runs(self.modules)
        ]

    def intended(self) -> Modules:
        """Return every dot of the box as it should be printed, True for black."""
        dots = np.zeros((self.box.height, self.box.width), dtype=bool)
        drawn = self.modules.repeat(self.module_height, axis=0).repeat(self.module, axis=1)
        top, left = self.y - self.box.y, self.x - self.box.x
        dots[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
        return dots


@lru_cache(maxsize=2048)
def place_bars(text: str) -> PlacedCode:
    """Place a Code 128 with the widest module that leaves ten white ones on each side.

    Raises `BarcodeError` when the text cannot be encoded or is too long for the label (about 30 characters).
    """
    modules = barcode.code128_modules(text)
    needed = len(modules) + 2 * barcode.CODE128_QUIET_MODULES
    for module in _BAR_MODULE_DOTS:
        if needed * module <= BARS_BOX.width:
            x = BARS_BOX.x + (BARS_BOX.width - len(modules) * module) // 2
            y = BARS_BOX.y + (BARS_BOX.height - _BAR_HEIGHT) // 2
            return PlacedCode(BARS_BOX, modules[np.newaxis], module, _BAR_HEIGHT, x, y)
    raise BarcodeError(f"{text[:40]!r} is too long for a bar code of {BARS_BOX.width // 8} mm")


@lru_cache(maxsize=2048)
def place_qr(text: str) -> PlacedCode:
    """Place a QR code, level M, with the widest module that leaves four white ones around it.

    Its right edge stands on the right margin of the text, so its quiet zone reaches into the margin.
    Raises `BarcodeError` when the text cannot be encoded or is too long for the label (about 180 characters).
    """
    modules = barcode.qr_modules(text)
    for module in _QR_MODULE_DOTS:
        side, quiet = len(modules) * module, barcode.QR_QUIET_MODULES * module
        if side + quiet + _RIGHT_MARGIN <= QR_BOX.width and side + 2 * quiet <= QR_BOX.height:
            x, y = QR_BOX.right - _RIGHT_MARGIN - side, QR_BOX.y + (QR_BOX.height - side) // 2
            return PlacedCode(QR_BOX, modules, module, module, x, y)
    raise BarcodeError(f"A text of {len(text)} characters is too long for a QR code of {QR_BOX.width // 8} mm")
