"""The grid of a label: printer dots, 8 to the millimetre, counted from the upper left corner."""

from __future__ import annotations

from typing import NamedTuple

DOTS_PER_MM = 8
POINTS_PER_DOT = 72 / 25.4 / DOTS_PER_MM
PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 100, 150
PAGE_WIDTH, PAGE_HEIGHT = PAGE_WIDTH_MM * DOTS_PER_MM, PAGE_HEIGHT_MM * DOTS_PER_MM


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
