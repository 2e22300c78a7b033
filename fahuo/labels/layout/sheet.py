"""One label while it is being laid out: text, black areas and codes, kept as a list of what to draw.

The layout never sees PDF: it puts text into boxes. Whatever the text, its lines stay inside the box.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from fahuo.kit.text_fit import FittedText, fit_block, fit_line
from fahuo.kit.text_shape import ASCENT, DESCENT, ShapedLine, shape
from fahuo.labels.dots import Box
from fahuo.labels.layout.geometry import Slot

_HEIGHT_OF_CAPITALS = 0.714
# What must not be cut may become this small: 0.75 mm, for a magnifying glass rather than for nobody.
_SMALLEST = 6
# Between words that are set apart on one line, in em.
_GAP = 0.35


class Align(float, Enum):
    """Where a line stands in its box, as the share of the free room that is left of it."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class PlacedLine(NamedTuple):
    """A shaped line with its baseline at (`x`, `y`), `size` dots to the em, and the box it must not leave.

    `align` says which side of the box it keeps when it is written in another font.
    """

    line: ShapedLine
    x: float
    y: float
    size: float
    box: Box
    is_white: bool = False
    align: Align = Align.LEFT


@dataclass(slots=True)
class Sheet:
    """What is on one label so far. All measures in dots."""

    lines: list[PlacedLine] = field(default_factory=list)
    black: list[Box] = field(default_factory=list)
    white: list[Box] = field(default_factory=list)

    def fill(self, x: int, y: int, width: int, height: int) -> None:
        """Blacken a rectangle."""
        self.black.append(Box(x, y, width, height))

    def frame(self, box: Box, thickness: int) -> None:
        """Draw a frame just inside `box`."""
        self.fill(box.x, box.y, box.width, thickness)
        self.fill(box.x, box.bottom - thickness, box.width, thickness)
        self.fill(box.x, box.y, thickness, box.height)
        self.fill(box.right - thickness, box.y, thickness, box.height)

    def copy(self) -> Sheet:
        """Return another sheet with the same on it."""
        return Sheet(self.lines.copy(), self.black.copy(), self.white.copy())

    def text(
        self, text: str, slot: Slot, *, bold: bool = False, align: Align = Align.LEFT, is_white: bool = False
    ) -> None:
        """Set one line, vertically centred on its capitals; shrink or cut it to the box."""
        box, wanted, smallest = slot
        fitted = fit_line(text, width=box.width, height=box.height, size=wanted, smallest=smallest, bold=bold)
        if not fitted.lines:
            return
        line, size = fitted.lines[0], fitted.size
        x = box.x + (box.width - line.width * size) * align
        centred = box.y + (box.height + _HEIGHT_OF_CAPITALS * size) / 2
        baseline = min(max(centred, box.y + line.ascent * size), box.bottom - line.descent * size)
        self.lines.append(PlacedLine(line, x, baseline, size, box, is_white, align))

    def text_then(self, text: str, slot: Slot, gap: int, *, bold: bool = False) -> int:
        """Set one line and close its box behind it; return where the next text on the same line may begin."""
        before = len(self.lines)
        self.text(text, slot, bold=bold)
        if len(self.lines) == before:
            return slot.box.x
        placed = self.lines[-1]
        width = min(slot.box.width, math.ceil(placed.line.width * placed.size))
        self.lines[-1] = placed._replace(box=slot.box._replace(width=width))
        return slot.box.x + width + gap

    def paragraphs(self, texts: Iterable[str], slot: Slot, *, bold: bool = False) -> int:
        """Set paragraphs from the top of the box downwards, as large as fits. Return the first row below the text."""
        return self._block(_fitted(texts, slot, bold=bold), slot.box)

    def paragraphs_whole(self, texts: Iterable[str], slot: Slot) -> bool:
        """Set paragraphs if all of them fit at the slot's smallest size, else nothing; say which."""
        fitted = _fitted(texts, slot)
        is_whole = not fitted.is_cut and slot.box.height >= slot.smallest
        if is_whole:
            self._block(fitted, slot.box)
        return is_whole

    def address(self, before: Sequence[str], end: Sequence[str], slot: Slot) -> None:
        """Set an address in one size. When it is too long even at the smallest, cut `before`; `end` shrinks instead."""
        whole = _fitted([*before, *end], slot)
        box, smallest = slot.box, slot.smallest
        if not whole.is_cut:
            self._block(whole, box)
            return
        kept = _fitted(end, Slot(box._replace(height=box.height // 2), smallest, smallest))
        if kept.is_cut:
            kept = _fitted(end, Slot(box._replace(height=box.height * 4 // 5), smallest, _SMALLEST))
        height = math.ceil(len(kept.lines) * kept.leading * kept.size)
        self.paragraphs(before, Slot(box._replace(height=box.height - height), smallest, smallest))
        self._block(kept, Box(box.x, box.bottom - height, box.width, height))

    def _block(self, fitted: FittedText, box: Box) -> int:
        """Set lines from the top of the box down; outlines that hang over a full line make all a little smaller."""
        lines, size, ascent, leading = fitted.lines, fitted.size, fitted.ascent, fitted.leading
        widest = max([line.width for line in lines], default=0.0)
        if widest * size > box.width:
            size = box.width / widest
        bottom = min(box.bottom, math.ceil(box.y + len(lines) * leading * size))
        used = Box(box.x, box.y, box.width, bottom - box.y)
        for number, line in enumerate(lines):
            self.lines.append(PlacedLine(line, box.x, box.y + (number * leading + ascent) * size, size, used))
        return bottom

    def words(self, parts: Sequence[tuple[str, bool]], slot: Slot, *, is_white: bool = False) -> None:
        """Set (text, bold) parts one after the other on one line, smaller if they are too wide together."""
        box, size, _ = slot
        wanted = sum(shape(text, bold=bold).width + _GAP for text, bold in parts) - _GAP
        size = min(size, box.height / (ASCENT + DESCENT), box.width / wanted) if wanted > 0 else size
        x = float(box.x)
        for text, bold in parts:
            width = shape(text, bold=bold).width * size
            part = Box(math.floor(x), box.y, min(box.right - math.floor(x), math.ceil(width) + 1), box.height)
            self.text(text, Slot(part, size, size * 0.9), bold=bold, is_white=is_white)
            x += width + _GAP * size


def _fitted(texts: Iterable[str], slot: Slot, *, bold: bool = False) -> FittedText:
    box, size, smallest = slot
    texts = list(texts)
    return _unwrapped(texts, slot, bold=bold) or fit_block(
        texts, width=box.width, height=box.height, size=size, smallest=smallest, bold=bold
    )


def _unwrapped(texts: Sequence[str], slot: Slot, *, bold: bool) -> FittedText | None:
    """Set each paragraph on one line, as large as their number allows; None when one of them is too wide for that.

    Most addresses are, and nothing larger fits: so there is no need to try sizes and line ends.
    """
    box, size, smallest = slot
    lines = tuple(line for line in [shape(text, bold=bold) for text in texts] if line.pieces)
    if not lines:
        return FittedText(size, ())
    ascent, descent = max(line.ascent for line in lines), max(line.descent for line in lines)
    size = min(size, box.height / (ascent + descent) / len(lines))
    if size < smallest or max(line.width for line in lines) * size > box.width:
        return None
    return FittedText(size, lines, ascent, ascent + descent)
