"""Boxes, circles and slanting lines ("^GB", "^GC", "^GE", "^GD"). Corners are drawn square, whatever their rounding."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from fahuo.labels.dots import Box
from fahuo.labels.zpl.reading.canvas import Canvas
from fahuo.labels.zpl.reading.commands import Command
from fahuo.labels.zpl.reading.drawing import Drawing, plain

_LARGEST = 8000


def box(canvas: Canvas, command: Command, x: int, y: int, *, is_typeset: bool, is_reverse: bool) -> None:
    """Draw a ^GB: a frame, or a filled area when its line is as thick as half of it."""
    thickness = max(1, command.number(2, 1))
    width, height = max(command.number(0, 1), thickness), max(command.number(1, 1), thickness)
    y -= height if is_typeset else 0
    is_white = command.word(3, "B") == "W"
    for part in _sides(Box(x, y, width, height), thickness):
        canvas.fill(part, is_white=is_white, is_reverse=is_reverse)


def _sides(whole: Box, thickness: int) -> list[Box]:
    """Return the black parts of a frame without overlap: turned over twice, a corner would be white."""
    x, y, width, height = whole
    if 2 * thickness >= min(width, height):
        return [whole]
    inner = height - 2 * thickness
    return [
        Box(x, y, width, thickness),
        Box(x, y + height - thickness, width, thickness),
        Box(x, y + thickness, thickness, inner),
        Box(x + width - thickness, y + thickness, thickness, inner),
    ]


def _circle(command: Command, canvas: Canvas) -> Drawing:
    side = _bounded(command.number(0, 3))
    return _ellipse(side, side, command.number(1, 1), canvas)


def _oval(command: Command, canvas: Canvas) -> Drawing:
    return _ellipse(_bounded(command.number(0, 3)), _bounded(command.number(1, 3)), command.number(2, 1), canvas)


def _ellipse(width: int, height: int, thickness: int, canvas: Canvas) -> Drawing:
    canvas.spend(width, height)
    image = Image.new("1", (width, height))
    thickness = max(1, min(thickness, min(width, height) // 2 + 1))
    ImageDraw.Draw(image).ellipse((0, 0, width - 1, height - 1), outline=1, width=thickness)
    return plain(np.asarray(image, dtype=bool))


def _slope(command: Command, canvas: Canvas) -> Drawing:
    width, height = _bounded(command.number(0, 3)), _bounded(command.number(1, 3))
    canvas.spend(width, height)
    image = Image.new("1", (width, height))
    ends = (0, 0, width - 1, height - 1) if command.word(4, "R") in ("L", "\\") else (0, height - 1, width - 1, 0)
    ImageDraw.Draw(image).line(ends, fill=1, width=max(1, min(command.number(2, 1), 200)))
    return plain(np.asarray(image, dtype=bool))


def _bounded(side: int) -> int:
    return max(1, min(side, _LARGEST))


SHAPES: dict[str, Callable[[Command, Canvas], Drawing]] = {"^GC": _circle, "^GE": _oval, "^GD": _slope}
