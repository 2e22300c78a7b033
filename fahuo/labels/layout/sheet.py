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

_HEIGHT_OF_CAPITALS = 0.714


class Align(Enum):
    """Where a line stands in its box."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class PlacedLine(NamedTuple):
    """A shaped line with its baseline at (`x`, `y`), `size` dots to the em, and the box it must not leave."""

    line: ShapedLine
    x: float
    y: float
    size: float
    box: Box
    is_white: bool = False


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

    def text(
        self,
        text: str,
        box: Box,
        *,
        size: float,
        smallest: float = 13,
        bold: bool = False,
        align: Align = Align.LEFT,
        is_white: bool = False,
    ) -> float:
        """Set one line, vertically centred on its capitals; shrink or cut it to the box. Return its width."""
        fitted = fit_line(text, width=box.width, height=box.height, size=size, smallest=smallest, bold=bold)
        if not fitted.lines:
            return 0.0
        line = fitted.lines[0]
        width = line.width * fitted.size
        x = box.x + (box.width - width) * align.value
        centred = box.y + (box.height + _HEIGHT_OF_CAPITALS * fitted.size) / 2
        baseline = min(max(centred, box.y + line.ascent * fitted.size), box.bottom - line.descent * fitted.size)
        self.lines.append(PlacedLine(line, x, baseline, fitted.size, box, is_white))
        return width

    def paragraphs(
        self, texts: Iterable[str], box: Box, *, size: float, smallest: float = 13, bold: bool = False
    ) -> int:
        """Set paragraphs from the top of the box downwards, as large as fits. Return the first row below the text."""
        return self._block(_fitted(texts, box, size, smallest, bold=bold), box)

    def address(
        self, before: Sequence[str], end: Sequence[str], box: Box, *, size: float, smallest: float = 13
    ) -> None:
        """Set an address in one size. When it is too long even at `smallest`, cut `before`, never `end`."""
        whole = _fitted([*before, *end], box, size, smallest)
        if not whole.is_cut:
            self._block(whole, box)
            return
        kept = _fitted(end, Box(box.x, box.y, box.width, box.height // 2), smallest, smallest)
        height = math.ceil(len(kept.lines) * kept.leading * kept.size)
        self.paragraphs(before, Box(box.x, box.y, box.width, box.height - height), size=smallest, smallest=smallest)
        self._block(kept, Box(box.x, box.bottom - height, box.width, height))

    def _block(self, fitted: FittedText, box: Box) -> int:
        for number, line in enumerate(fitted.lines):
            baseline = box.y + (number * fitted.leading + fitted.ascent) * fitted.size
            self.lines.append(PlacedLine(line, box.x, baseline, fitted.size, box))
        return math.ceil(box.y + len(fitted.lines) * fitted.leading * fitted.size)

    def words(
        self, parts: Sequence[tuple[str, bool]], box: Box, *, size: float, gap: float = 0.35, is_white: bool = False
    ) -> None:
        """Set (text, bold) parts one after the other on one line, smaller if they are too wide together."""
        wanted = sum(shape(text, bold=bold).width + gap for text, bold in parts) - gap
        size = min(size, box.height / (ASCENT + DESCENT), box.width / wanted) if wanted > 0 else size
        x = float(box.x)
        for text, bold in parts:
            width = shape(text, bold=bold).width * size
            part = Box(round(x), box.y, min(box.right - round(x), round(width) + 1), box.height)
            self.text(text, part, size=size, smallest=size * 0.9, bold=bold, is_white=is_white)
            x += width + gap * size


def _fitted(texts: Iterable[str], box: Box, size: float, smallest: float, *, bold: bool = False) -> FittedText:
    return fit_block(texts, width=box.width, height=box.height, size=size, smallest=smallest, bold=bold)
