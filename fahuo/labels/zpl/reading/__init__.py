"""Reading ZPL: what a printer would make of a file, as far as labels need.

`draw` returns whole labels; `labels` yields them one by one. Text is drawn in our faces, as large and as wide as the
printer's own letters: a stand-in, good for finding text where none should be, not for judging a carrier's typography.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fahuo.kit.barcode import Grey
from fahuo.kit.pdf import MAX_PIXELS
from fahuo.labels.dots import Box, Head
from fahuo.labels.zpl.glyphs import Dots
from fahuo.labels.zpl.reading.canvas import MOST_INK
from fahuo.labels.zpl.reading.commands import commands
from fahuo.labels.zpl.reading.interpreter import Interpreter
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable


def draw(content: bytes, head: Head = Head.DPI_203) -> list[Grey]:
    """Return each label as grey pixels, one a dot of `head`: 0 is black, 255 white.

    Raises `ZplUnreadable` for a command that we do not know, naming it, for a file that is damaged, cut off or
    larger than any label, and for one that prints nothing.
    """
    drawn: list[Grey] = []
    pixels = 0
    for dots in labels(content, head):
        pixels += dots.size
        if pixels > MAX_PIXELS:
            raise ZplUnreadable(f"The file has more than {len(drawn)} labels")
        drawn.append(grey(dots))
    if not drawn:
        raise ZplUnreadable("The file prints no label")
    return drawn


def labels(
    content: bytes, head: Head, views: tuple[Box, ...] | None = None, most_ink: int = MOST_INK
) -> Iterator[Dots]:
    """Yield the dots of each label, True for black; with `views` only what touches them. Raises `ZplUnreadable`."""
    return Interpreter(head, views, most_ink).labels(commands(content))


def grey(dots: Dots) -> Grey:
    """Return dots as grey pixels."""
    return np.where(dots, np.uint8(0), np.uint8(255))
