"""A field as dots, before it is turned and put in its place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fahuo.labels.dots import Box
from fahuo.labels.zpl.glyphs import Dots

# Quarter turns clockwise: normal, rotated, inverted, read from bottom up ("^A", parameter o).
TURNS = {"N": 0, "R": 1, "I": 2, "B": 3}


class Drawing(NamedTuple):
    """Dots of which `box` is the field as printers measure it; ink may hang over.

    ^FO gives the upper left corner of the box, ^FT its left edge at row `foot`: the baseline of text, the lower edge
    of everything else.
    """

    dots: Dots
    box: Box
    foot: int

    def corner(self, turns: int, *, is_typeset: bool) -> tuple[int, int]:
        """Return which column and row of the dots, turned, lie on the point that ^FO or ^FT gives."""
        height, width = self.dots.shape
        left, top, right, bottom = self.box.x, self.box.y, width - self.box.right, height - self.box.bottom
        if is_typeset:
            x, y = left, self.foot
            return ((x, y), (height - y, x), (width - x, height - y), (y, width - x))[turns]
        return ((left, top), (bottom, left), (right, bottom), (top, right))[turns]

    def turned(self, turns: int) -> Dots:
        """Return the dots after quarter turns clockwise."""
        return np.rot90(self.dots, -turns) if turns else self.dots


def plain(dots: Dots) -> Drawing:
    """Return a drawing without overhang."""
    height, width = dots.shape
    return Drawing(dots, Box(0, 0, width, height), height)
