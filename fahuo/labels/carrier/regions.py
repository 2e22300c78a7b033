"""Which parts of a page are to be printed: the label in a corner of a sheet, two on one sheet, a form beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fahuo.labels.carrier.modules import dark_runs
from fahuo.labels.carrier.view import SeenCode, View, around, grown
from fahuo.labels.dots import DOTS_PER_MM, Box
from fahuo.trade.label import LabelSize

# 4 × 6 inch and A6 are printed on 100 × 150 without a second thought.
SAME_PAPER_MM = 6.0
# Sheets are cut along white this wide, never so that less than a part of a label is left on one side.
_GUTTER_MM, _SHORTEST_MM = 3, 40
# Larger pages than A5 hold several things.
_SHEET_MM = (180.0, 230.0)
_HARDLY_SMALLER = 0.95
_MARGIN = 2 * DOTS_PER_MM
# A whole label, beside which text without a ruled line is instructions and not part of it.
_WHOLE_LABEL_MM = (70.0, 90.0)
_RULED = 0.5
_SPECK = 12


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page in dots of its view: what is shown, and inside it what must be on the paper.

    `need` is the ink and the quiet zones of the codes. `is_page`: it is the page as the carrier laid it out.
    """

    view: View
    part: Box
    need: Box
    codes: tuple[SeenCode, ...]
    is_page: bool = False

    def bears(self, number: str) -> bool:
        """Tell whether one of its codes says the number."""
        return any(code.says(number) for code in self.codes)


def regions(view: View, number: str, size: LabelSize) -> list[Region]:
    """Return what is to be printed of a page, each part on a page of its own; nothing for an empty page.

    Parts with codes of which none says the number belong to other parcels and are left out; so are instructions
    (text without a ruled line) beside a whole label.
    """
    ink = view.ink()
    need = _needed(view, ink, view.box)
    if need is None:
        return []
    whole = _region(view, need)
    if _is_label_paper(view.box, size):
        return [Region(view, view.box, need, view.codes, is_page=True)]
    if _scale(need, size) >= _HARDLY_SMALLER or not _is_sheet(view.box):
        return [whole]
    return _parts(view, ink, need, number, size) or [whole]


def _parts(view: View, ink: np.ndarray, need: Box, number: str, size: LabelSize) -> list[Region]:
    """Cut a sheet: first along any white if that gives a whole label, else only into parts that may be labels."""
    for shortest_mm in (0, _SHORTEST_MM):
        found = [_region(view, part) for part in _cut(view, ink, need, size, shortest_mm)]
        ours = next((region for region in found if region.bears(number)), None)
        if ours and (_is_whole(ours) or shortest_mm):
            return _with_what_belongs(found, ours, number, size)
    return []


def _with_what_belongs(found: list[Region], ours: Region, number: str, size: LabelSize) -> list[Region]:
    """Return our label, grown by what stands near it as long as it fits the paper, and the forms beside it."""
    at = found.index(ours)
    rest = found[:at] + found[at + 1 :]
    for region in sorted(rest, key=lambda region: _distance(region.need, ours.need)):
        both = around(ours.need, region.need)
        is_free = not any(_meet(both, other.need) for other in rest if other is not region)
        if not region.codes and is_free and _scale(both, size) >= _HARDLY_SMALLER:
            ours = _region(ours.view, both)
            rest.remove(region)
    kept = [region for region in rest if _belongs(region, ours, number)]
    return sorted([ours, *kept], key=lambda region: found.index(region) if region in found else at)


def _distance(one: Box, other: Box) -> int:
    across = max(one.x - other.right, other.x - one.right, 0)
    return across + max(one.y - other.bottom, other.y - one.bottom, 0)


def _meet(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _belongs(region: Region, ours: Region, number: str) -> bool:
    if region.codes:
        return region.bears(number)
    return not _is_whole(ours) or _is_ruled(region)


def _is_whole(ours: Region) -> bool:
    sides = sorted((ours.need.width, ours.need.height))
    return all(side >= least * DOTS_PER_MM for side, least in zip(sides, _WHOLE_LABEL_MM, strict=True))


def _is_ruled(region: Region) -> bool:
    """Tell whether an unbroken line runs across at least half of it: a form or a table, not mere text."""
    ink = region.view.ink()[region.need.y : region.need.bottom, region.need.x : region.need.right]
    return any(_has_rule(lines) for lines in (ink, ink.T))


def _has_rule(lines: np.ndarray) -> bool:
    full = lines[lines.mean(axis=1) > _RULED]
    return any(np.diff(dark_runs(line), axis=1).max() > _RULED * len(line) for line in full)


def _region(view: View, need: Box) -> Region:
    part = _within(grown(need, _MARGIN, _MARGIN), view.box)
    codes = tuple(code for code in view.codes if _holds(need, code.box))
    return Region(view, part, need, codes)


def _needed(view: View, ink: np.ndarray, within: Box) -> Box | None:
    """Return the box of all ink inside `within`, with the quiet zones of its codes as far as the page goes."""
    inside = ink[within.y : within.bottom, within.x : within.right]
    columns, rows = np.flatnonzero(inside.any(axis=0)), np.flatnonzero(inside.any(axis=1))
    if not len(columns) or int(np.count_nonzero(inside)) < _SPECK:
        return None
    left, right = within.x + int(columns[0]), within.x + int(columns[-1]) + 1
    top, bottom = within.y + int(rows[0]), within.y + int(rows[-1]) + 1
    for code in view.codes:
        if _holds(Box(left, top, right - left, bottom - top), code.box):
            zone = _within(code.with_quiet_zone, view.box)
            left, top = min(left, zone.x), min(top, zone.y)
            right, bottom = max(right, zone.right), max(bottom, zone.bottom)
    return Box(left, top, right - left, bottom - top)


def _holds(outer: Box, inner: Box) -> bool:
    x, y = inner.x + inner.width / 2, inner.y + inner.height / 2
    return outer.x <= x < outer.right and outer.y <= y < outer.bottom


def _within(box: Box, limit: Box) -> Box:
    x, y = max(box.x, limit.x), max(box.y, limit.y)
    return Box(x, y, min(box.right, limit.right) - x, min(box.bottom, limit.bottom) - y)


def _is_label_paper(box: Box, size: LabelSize) -> bool:
    """Tell whether a page, lying or standing, is the paper that is printed on, or smaller."""
    width, height = sorted((box.width / DOTS_PER_MM, box.height / DOTS_PER_MM))
    most = sorted((size.width_mm + SAME_PAPER_MM, size.height_mm + SAME_PAPER_MM))
    return width <= most[0] and height <= most[1]


def _is_sheet(box: Box) -> bool:
    short, long = sorted((box.width / DOTS_PER_MM, box.height / DOTS_PER_MM))
    return short >= _SHEET_MM[0] and long >= _SHEET_MM[1]


def _scale(need: Box, size: LabelSize) -> float:
    width, height = need.width / DOTS_PER_MM, need.height / DOTS_PER_MM
    upright = min(size.width_mm / width, size.height_mm / height)
    return min(1.0, max(upright, min(size.width_mm / height, size.height_mm / width)))


def _cut(view: View, ink: np.ndarray, box: Box, size: LabelSize, shortest_mm: float) -> list[Box]:
    """Cut along the widest white that runs right through, again and again, until each part fits the paper."""
    if _scale(box, size) >= _HARDLY_SMALLER:
        return [box]
    inside = ink[box.y : box.bottom, box.x : box.right]
    gutters = [(*gutter, True) for gutter in _gutters(np.asarray(inside.any(axis=1)), shortest_mm)]
    gutters += [(*gutter, False) for gutter in _gutters(np.asarray(inside.any(axis=0)), shortest_mm)]
    if not gutters:
        return [box]
    start, end, is_row = max(gutters, key=lambda gutter: gutter[1] - gutter[0])
    if is_row:
        halves = Box(box.x, box.y, box.width, start), Box(box.x, box.y + end, box.width, box.height - end)
    else:
        halves = Box(box.x, box.y, start, box.height), Box(box.x + end, box.y, box.width - end, box.height)
    needed = [_needed(view, ink, half) for half in halves]
    return [part for half in needed if half for part in _cut(view, ink, half, size, shortest_mm)]


def _gutters(used: np.ndarray, shortest_mm: float) -> list[tuple[int, int]]:
    shortest = max(1.0, shortest_mm * DOTS_PER_MM)
    return [
        (int(start), int(end))
        for start, end in dark_runs(~used)
        if end - start >= _GUTTER_MM * DOTS_PER_MM and start >= shortest and len(used) - end >= shortest
    ]
