"""Where a label goes on the paper: upright or turned, as it is if it fits, else a little smaller."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.kit.pdf_pages import Part, Stamp
from fahuo.labels.carrier.regions import Region
from fahuo.labels.carrier.source import Unprintable
from fahuo.labels.dots import DOTS_PER_MM, Box, Head
from fahuo.labels.outcome import DOES_NOT_FIT
from fahuo.trade.problem import Problem

# Narrower modules do not survive one dot of print gain.
NARROWEST_DOTS = 2.0
# What measuring a module in pixels may be off.
_TOLERANCE = 0.98
# Text on a customs form of half its size can still be read; smaller it cannot.
_SMALLEST_FORM = 0.5
# One dot of the outermost line may be lost at the edge of the paper, rather than scaling everything.
_BLEED_MM = 0.13
_WIDE_ENOUGH_DOTS = 2.5
# Turning must be worth it.
_MUCH_LARGER = 1.02


@dataclass(frozen=True, slots=True)
class Room:
    """The part of the paper that the label may take, in millimetres from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """How a region lies on the paper: turned a quarter clockwise or not, scaled, its part's corner at x, y (mm)."""

    region: Region
    is_turned: bool
    scale: float
    x: float
    y: float

    @property
    def is_as_it_was(self) -> bool:
        """Whether it is neither scaled nor turned: every dot prints as it was seen, a few dots elsewhere perhaps."""
        return self.scale == 1 and not self.is_turned

    def stamp(self, pdf: bytes) -> Stamp:
        """Return what draws it."""
        part = Part(*(side / DOTS_PER_MM for side in self.region.part))
        return Stamp(pdf, self.region.view.page, part, self.is_turned, self.scale, self.x, self.y)

    def on_paper(self, box: Box) -> tuple[float, float, float, float]:
        """Return where a box of the view lies on the paper: left, top, width and height in millimetres."""
        left, top, width, height = _turned(box, self.region.part, is_turned=self.is_turned)
        factor = self.scale / DOTS_PER_MM
        return self.x + left * factor, self.y + top * factor, width * factor, height * factor


def place(region: Region, room: Room, head: Head) -> Place:
    """Place a region inside the room, unscaled and where the carrier had it on the page whenever that fits.

    Raises `Unprintable` when it would have to become so small that codes or text could not be read.
    """
    is_turned, scale = _turn_and_scale(region.need, room)
    scale = _in_whole_dots(region, scale, head)
    _demand_legible(region, scale, head)
    anchor = region.part if region.is_page else region.need
    x = _offset(region, anchor, room, scale, is_turned=is_turned, axis=0)
    y = _offset(region, anchor, room, scale, is_turned=is_turned, axis=1)
    dots = float(head.value)
    return Place(region, is_turned, scale, round(x * dots) / dots, round(y * dots) / dots)


def smallest_scale(region: Region, head: Head) -> float:
    """Return how small the region may become: modules of at least two dots, text of half its size."""
    least = NARROWEST_DOTS * _TOLERANCE / float(head.scale)
    return max([_SMALLEST_FORM, *(min(1.0, least / code.module) for code in region.codes)])


def _demand_legible(region: Region, scale: float, head: Head) -> None:
    if scale >= 1 or scale >= smallest_scale(region, head):
        return
    width, height = region.need.width / DOTS_PER_MM, region.need.height / DOTS_PER_MM
    detail = f"{width:.0f} × {height:.0f} mm, {scale:.0%}"
    if region.codes:
        detail += f", {min(code.module for code in region.codes) * float(head.scale) * scale:.1f} dots"
    raise Unprintable(Problem(DOES_NOT_FIT, "label", detail))


def _turn_and_scale(need: Box, room: Room) -> tuple[bool, float]:
    width, height = need.width / DOTS_PER_MM - _BLEED_MM, need.height / DOTS_PER_MM - _BLEED_MM
    upright = min(1.0, room.width / width, room.height / height)
    turned = min(1.0, room.width / height, room.height / width)
    return (True, turned) if turned > upright * _MUCH_LARGER else (False, upright)


def _in_whole_dots(region: Region, scale: float, head: Head) -> float:
    """Make a picture so much smaller that its narrowest modules, if they get below 2½ dots, are exactly two.

    A picture loses whole columns of dots; of three dots a module two must remain, everywhere.
    """
    if scale >= 1 or not region.view.is_dots or not region.codes:
        return scale
    module = min(code.module for code in region.codes) * float(head.scale)
    is_narrow = NARROWEST_DOTS <= module * scale < _WIDE_ENOUGH_DOTS
    return NARROWEST_DOTS / module if is_narrow else scale


def _offset(region: Region, anchor: Box, room: Room, scale: float, *, is_turned: bool, axis: int) -> float:
    """Return where the part's corner goes on one axis: the anchor in the middle, but nothing needed outside."""
    factor = scale / DOTS_PER_MM
    middle = _turned(anchor, region.part, is_turned=is_turned)
    need = _turned(region.need, region.part, is_turned=is_turned)
    start, length = (room.x, room.width) if axis == 0 else (room.y, room.height)
    wanted = start + (length - middle[2 + axis] * factor) / 2 - middle[axis] * factor
    first = start - need[axis] * factor
    last = start + length - (need[axis] + need[2 + axis]) * factor
    return (first + last) / 2 if first > last else min(max(wanted, first), last)


def _turned(box: Box, part: Box, *, is_turned: bool) -> tuple[int, int, int, int]:
    """Return left, top, width and height of a box inside the part, after its turn."""
    if is_turned:
        return part.bottom - box.bottom, box.x - part.x, box.height, box.width
    return box.x - part.x, box.y - part.y, box.width, box.height
