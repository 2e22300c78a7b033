"""The grid of a label: dots, 8 to the millimetre, counted from the upper left corner; and what print heads make of it.

Layouts are drawn on this grid. A 203 dpi head prints it dot for dot; a 300 dpi head has 300 dots to the inch, so text
and lines are scaled, while codes are placed anew in its own whole dots.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from fahuo.trade.label import LabelSize

DOTS_PER_MM = 8
POINTS_PER_DOT = 72 / 25.4 / DOTS_PER_MM


class Box(NamedTuple):
    """A rectangle in dots."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column after the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row after the box."""
        return self.y + self.height


class Head(Enum):
    """A print head by its resolution; the value is its dots per millimetre."""

    DPI_203 = Fraction(8)
    DPI_300 = Fraction(3000, 254)

    @classmethod
    def of(cls, dpi: int) -> Head:
        """Return the head that is sold as 203 or 300 dpi; `KeyError` for any other."""
        return cls[f"DPI_{dpi}"]

    @property
    def dpi(self) -> float:
        """Dots per inch, exactly: 203.2 and 300."""
        return float(self.value * Fraction(254, 10))

    @property
    def scale(self) -> Fraction:
        """The head's dots for one dot of the layout grid: 1 and about 1.48."""
        return self.value / DOTS_PER_MM

    def dots(self, layout_dots: float) -> int:
        """Return the nearest whole dot of this head."""
        return round(layout_dots * self.scale)

    def box(self, box: Box) -> Box:
        """Return the box in this head's dots, edge by edge, so that neighbours stay neighbours."""
        x, y = self.dots(box.x), self.dots(box.y)
        return Box(x, y, self.dots(box.right) - x, self.dots(box.bottom) - y)


def page(size: LabelSize) -> Box:
    """Return the whole label on the layout grid."""
    return Box(0, 0, size.width_mm * DOTS_PER_MM, size.height_mm * DOTS_PER_MM)
