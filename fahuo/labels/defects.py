"""What goes wrong between a label's pixels and a scanner's eye, in steps from slight to bad.

Each defect takes the grey picture of one code with what stands around it, one pixel a dot of the print head (0 is
black), and a strength from its ladder. The same picture and strength always give the same result: chance is seeded.

Lengths are dots of the head unless a defect says otherwise. Columns are what one pin of the head prints, rows are what
all pins print at one step of the paper.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

Grey = npt.NDArray[np.uint8]

_WHITE, _DARK = 255, 128
_SEED = 20261122
# Paper and eye are never quite even; of 255, either way.
_NOISE = 14


class Picture(NamedTuple):
    """A code with its surroundings. The code covers `left` to `right` and `top` to `bottom` (both exclusive).

    `quiet` is the white space beside it, in dots, where it is narrowest. `dots_per_mm` belongs to the head.
    """

    pixels: Grey
    left: int
    top: int
    right: int
    bottom: int
    quiet: int
    dots_per_mm: float


class Defect(StrEnum):
    """The defects, in the order in which they are tried."""

    FADE = "FADE"
    DROPOUT = "DROPOUT"
    SHIFT = "SHIFT"
    SKEW = "SKEW"
    DEAD_PINS = "DEAD_PINS"
    DEAD_ROWS = "DEAD_ROWS"
    GAIN = "GAIN"
    LOSS = "LOSS"
    BLUR = "BLUR"
    ROTATION = "ROTATION"
    SCRATCH = "SCRATCH"
    PATCHES = "PATCHES"
    DIRT = "DIRT"


def fade(picture: Picture, strength: float) -> list[Grey]:
    """Black loses this share of its blackness: a worn ribbon, a cold head, a yellow label."""
    paler = _WHITE - (_WHITE - picture.pixels) * np.float32(1 - strength)
    noise = _chance().integers(0, 2 * _NOISE + 1, picture.pixels.shape, dtype=np.uint8)
    return [np.clip(paler - _NOISE + noise, 0, _WHITE).astype(np.uint8)]


def dropout(picture: Picture, strength: float) -> list[Grey]:
    """This share of the dots is not printed, here and there."""
    missed = _chance().random(picture.pixels.shape, dtype=np.float32) < strength
    return [np.where(missed, _WHITE, picture.pixels).astype(np.uint8)]


def shift(picture: Picture, strength: float) -> list[Grey]:
    """Every fourth of a millimetre is printed up to this far to the left or to the right."""
    height = picture.pixels.shape[0]
    step = max(1, round(picture.dots_per_mm / 4))
    offsets = _chance().integers(-round(strength), round(strength) + 1, height // step + 1)
    return [_rows_moved(picture.pixels, offsets.repeat(step)[:height])]


def skew(picture: Picture, strength: float) -> list[Grey]:
    """The paper drifts sideways by this far between the first row of the code and the last."""
    height = picture.pixels.shape[0]
    return [_rows_moved(picture.pixels, np.rint(np.linspace(0, strength, height)).astype(np.int64))]


def dead_pins(picture: Picture, strength: float) -> list[Grey]:
    """So many pins side by side print nothing, at four places of the code: all four must be read."""
    return _blanked(picture, round(strength), along=1)


def dead_rows(picture: Picture, strength: float) -> list[Grey]:
    """So many rows are left out, at four places of the code: all four must be read."""
    return _blanked(picture, round(strength), along=0)


def gain(picture: Picture, strength: float) -> list[Grey]:
    """Black spreads by so many dots, to the right and downwards: too hot, too slow, too much ink."""
    return [_spread(picture.pixels, round(strength), np.minimum)]


def loss(picture: Picture, strength: float) -> list[Grey]:
    """Black shrinks by so many dots from the left and from above."""
    return [_spread(picture.pixels, round(strength), np.maximum)]


def blur(picture: Picture, strength: float) -> list[Grey]:
    """The scanner is out of focus, or something wiped over the print: each dot is the mean of so many around it."""
    wide = round(strength)
    padded = np.pad(picture.pixels, wide // 2, mode="edge").astype(np.float32)
    sums = np.pad(padded.cumsum(axis=0, dtype=np.float64).cumsum(axis=1), ((1, 0), (1, 0)))
    window = sums[wide:, wide:] - sums[:-wide, wide:] - sums[wide:, :-wide] + sums[:-wide, :-wide]
    return [(window / wide**2).astype(np.uint8)]


def rotation(picture: Picture, strength: float) -> list[Grey]:
    """The label passes the scanner turned by so many degrees, either way."""
    image = Image.fromarray(picture.pixels)
    return [
        np.asarray(image.rotate(turn, Image.Resampling.NEAREST, expand=True, fillcolor=_WHITE))
        for turn in (strength, -strength)
    ]


def scratch(picture: Picture, strength: float) -> list[Grey]:
    """A scratch or a crease so many dots wide runs across the code from corner to corner."""
    rows, columns = np.ogrid[: picture.pixels.shape[0], : picture.pixels.shape[1]]
    height, width = picture.bottom - picture.top, picture.right - picture.left
    away = np.abs((columns - picture.left) * height - (rows - picture.top) * width) / np.hypot(width, height)
    return [np.where(away * 2 < strength, _WHITE, picture.pixels).astype(np.uint8)]


def patches(picture: Picture, strength: float) -> list[Grey]:
    """Round spots of one millimetre, together about this share of the code, took no ink."""
    height, width = picture.bottom - picture.top, picture.right - picture.left
    radius = picture.dots_per_mm / 2
    count = max(1, round(strength * height * width / (np.pi * radius**2)))
    chance, spoilt = _chance(), picture.pixels.copy()
    rows, columns = np.ogrid[: spoilt.shape[0], : spoilt.shape[1]]
    for _ in range(count):
        row, column = picture.top + chance.random() * height, picture.left + chance.random() * width
        top, left = max(0, int(row - radius)), max(0, int(column - radius))
        part = np.s_[top : int(row + radius) + 2, left : int(column + radius) + 2]
        spot = (rows[part[0]] - row) ** 2 + (columns[:, part[1]] - column) ** 2 < radius**2
        spoilt[part][spot] = _WHITE
    return [spoilt]


def dirt(picture: Picture, strength: float) -> list[Grey]:
    """Dirt, the paper's edge or other print takes so many millimetres of the white space on either side, from outside.

    White space beyond five millimetres, and beyond three beside a square code, does not count: none demands more.
    """
    left = max(0, picture.left - picture.quiet) + round(strength * picture.dots_per_mm)
    right = min(picture.pixels.shape[1], picture.right + picture.quiet) - round(strength * picture.dots_per_mm)
    spoilt = picture.pixels.copy()
    spoilt[:, : min(left, picture.left)] = 0
    spoilt[:, max(right, picture.right) :] = 0
    return [spoilt]


class Ladder(NamedTuple):
    """How a defect is made, and its strengths from slight to bad."""

    spoil: Callable[[Picture, float], list[Grey]]
    strengths: tuple[float, ...]


LADDERS: dict[Defect, Ladder] = {
    Defect.FADE: Ladder(fade, (0.4, 0.6, 0.8, 0.9)),
    Defect.DROPOUT: Ladder(dropout, (0.05, 0.1, 0.2, 0.3)),
    Defect.SHIFT: Ladder(shift, (1, 2, 3, 4)),
    Defect.SKEW: Ladder(skew, (4, 8, 16)),
    Defect.DEAD_PINS: Ladder(dead_pins, (1, 2, 3, 4)),
    Defect.DEAD_ROWS: Ladder(dead_rows, (1, 2, 4, 8)),
    Defect.GAIN: Ladder(gain, (1, 2, 3)),
    Defect.LOSS: Ladder(loss, (1, 2, 3)),
    Defect.BLUR: Ladder(blur, (3, 5, 7, 9)),
    Defect.ROTATION: Ladder(rotation, (1, 3, 5, 8)),
    Defect.SCRATCH: Ladder(scratch, (1, 2, 4, 8)),
    Defect.PATCHES: Ladder(patches, (0.03, 0.06, 0.12, 0.2)),
    Defect.DIRT: Ladder(dirt, (0.5, 1, 2, 3)),
}


def _chance() -> np.random.Generator:
    return np.random.default_rng(_SEED)


def _rows_moved(pixels: Grey, offsets: npt.NDArray[np.int64]) -> Grey:
    height, width = pixels.shape
    columns = np.arange(width)[np.newaxis] - offsets[:, np.newaxis]
    inside = (columns >= 0) & (columns < width)
    moved = pixels[np.arange(height)[:, np.newaxis], np.clip(columns, 0, width - 1)]
    return np.where(inside, moved, _WHITE).astype(np.uint8)


def _blanked(picture: Picture, width: int, *, along: int) -> list[Grey]:
    """Whiten a stripe at four places where there is something to lose: over the darkest stripe near each."""
    first, last = (picture.left, picture.right) if along else (picture.top, picture.bottom)
    darkness = (picture.pixels < _DARK)[picture.top : picture.bottom, picture.left : picture.right].sum(axis=1 - along)
    found = []
    for place in (0.15, 0.4, 0.6, 0.85):
        middle = round(place * (last - first))
        reach = max(1, round(picture.dots_per_mm))
        start = max(0, middle - reach)
        at = first + start + int(np.argmax(darkness[start : middle + reach]))
        spoilt = picture.pixels.copy()
        stripe = np.s_[:, at : at + width] if along else np.s_[at : at + width, :]
        spoilt[stripe] = _WHITE
        found.append(spoilt)
    return found


def _spread(pixels: Grey, dots: int, take: np.ufunc) -> Grey:
    """Let each dot take the darkest (or lightest) of those up to `dots` above and to the left of it."""
    spoilt = pixels
    for axis in (0, 1):
        taken = spoilt.copy()
        for step in range(1, dots + 1):
            here, there = (np.s_[step:], np.s_[:-step]) if axis == 0 else (np.s_[:, step:], np.s_[:, :-step])
            taken[here] = take(taken[here], spoilt[there])
        spoilt = taken
    return spoilt
