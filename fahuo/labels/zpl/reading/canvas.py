"""The dots of one label while it is drawn, and a bound on the work a file may cause."""

from __future__ import annotations

import numpy as np

from fahuo.labels.dots import Box
from fahuo.labels.zpl.glyphs import Dots
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable

# Dots painted in a whole file: a label has one million, its graphics a few more. A hostile file fills it for ever.
MOST_INK = 400_000_000


class Allowance:
    """How many dots a file may still paint."""

    def __init__(self, dots: int = MOST_INK) -> None:
        self._left = dots

    def spend(self, width: int, height: int) -> None:
        """Take off an area before it is made; raises `ZplUnreadable` when the file has used up its share."""
        self._left -= max(0, width) * max(0, height) + 100
        if self._left < 0:
            raise ZplUnreadable("The file paints more than any label needs")


class Canvas:
    """Black dots on white, `dots[row, column]`. What lies outside is lost, as on a printer.

    With `views`, fields that touch none of these boxes are left out: the check of our own labels looks at the codes.
    """

    def __init__(self, width: int, height: int, allowance: Allowance, views: tuple[Box, ...] | None = None) -> None:
        allowance.spend(width, height)
        self._dots: Dots = np.zeros((height, width), dtype=bool)
        self._allowance = allowance
        self._views = views

    def stamp(self, ink: Dots, x: int, y: int, *, is_reverse: bool = False) -> None:
        """Blacken where `ink` is black, or turn it over: black upon white, white upon black."""
        top, left = max(0, -y), max(0, -x)
        part = self._part(Box(x, y, ink.shape[1], ink.shape[0]))
        ink = ink[top : top + part.shape[0], left : left + part.shape[1]]
        if is_reverse:
            part ^= ink
        else:
            part |= ink

    def fill(self, box: Box, *, is_white: bool, is_reverse: bool) -> None:
        """Paint a rectangle."""
        part = self._part(box)
        if is_reverse:
            np.logical_not(part, out=part)
        else:
            part[:] = not is_white

    def _part(self, box: Box) -> Dots:
        part = self._dots[max(0, box.y) : max(0, box.bottom), max(0, box.x) : max(0, box.right)]
        self._allowance.spend(*part.shape)
        return part

    def spend(self, width: int, height: int) -> None:
        """Announce a picture of this size before it is made."""
        self._allowance.spend(width, height)

    def is_seen(self, box: Box) -> bool:
        """Say whether anybody will look at any dot of this box."""
        return self._views is None or any(_meet(box, view) for view in self._views)

    def dots_of(self, width: int, height: int) -> Dots:
        """Return the label, cut or lengthened when its size was only said after the first field."""
        if self._dots.shape == (height, width):
            return self._dots
        self._allowance.spend(width, height)
        dots = np.zeros((height, width), dtype=bool)
        kept = self._dots[:height, :width]
        dots[: kept.shape[0], : kept.shape[1]] = kept
        return dots


def _meet(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
