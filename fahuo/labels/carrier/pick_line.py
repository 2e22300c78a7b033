"""Finding room for our pick line at an edge of a carrier's label, away from everything that is printed there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fahuo.labels.carrier.modules import dark_runs
from fahuo.labels.carrier.placing import Place, Room, place
from fahuo.labels.carrier.regions import Region
from fahuo.labels.carrier.source import Unprintable
from fahuo.labels.carrier.view import grown
from fahuo.labels.dots import DOTS_PER_MM, Box, Head
from fahuo.trade.label import LabelSize

TEXT_MM = 3.0
# From the edge of the paper, where heads may not reach; from other print; from the quiet zone of a code.
EDGE_MM, CLEAR_MM, FROM_CODES_MM = 0.8, 1.0, 2.0
_RESERVED_MM = EDGE_MM + TEXT_MM + FROM_CODES_MM
_LARGEST_SHRINKING = 0.94
_WHOLE_LINE_MM, _SHORTEST_MM = 80.0, 45.0
# Occupied or free is told on a grid of half millimetres.
_CELL_MM, _CELL_DOTS = 0.5, DOTS_PER_MM // 2
# Pictures lose whole columns of dots when they are made smaller: only where a module has dots to spare.
_DOTS_TO_SPARE = 3.5


@dataclass(frozen=True, slots=True)
class Strip:
    """White paper for one line of text in millimetres; `is_standing`: it is read from bottom to top."""

    x: float
    y: float
    width: float
    height: float
    is_standing: bool = False

    @property
    def length(self) -> float:
        """How long the line may be."""
        return self.height if self.is_standing else self.width


def paper(size: LabelSize) -> Room:
    """Return the whole paper."""
    return Room(0, 0, size.width_mm, size.height_mm)


def with_room(placed: Place, size: LabelSize, head: Head) -> tuple[Place, Strip | None]:
    """Return the place, perhaps moved or made up to 6 % smaller, and a strip for the line; None when there is none."""
    free = free_strips(placed, size)
    if free and free[0].length >= _WHOLE_LINE_MM:
        return placed, free[0]
    made = _made(placed, size, head)
    if made:
        return made
    return placed, free[0] if free and free[0].length >= _SHORTEST_MM else None


def _made(placed: Place, size: LabelSize, head: Head) -> tuple[Place, Strip] | None:
    """Keep a strip at one of the four edges free: at that which costs the least."""
    best: tuple[Place, Strip] | None = None
    for room, strip in _reserved(size):
        tried = _tried(placed.region, room, head)
        if tried is None or tried.is_turned != placed.is_turned or tried.scale < placed.scale * _LARGEST_SHRINKING:
            continue
        if placed.region.view.is_dots and tried.scale < placed.scale and not _spares_dots(tried, head):
            continue
        if best is None or tried.scale > best[0].scale + 1e-6:
            best = tried, strip
    return best


def _tried(region: Region, room: Room, head: Head) -> Place | None:
    try:
        return place(region, room, head)
    except Unprintable:
        return None


def _spares_dots(tried: Place, head: Head) -> bool:
    return all(code.module * float(head.scale) * tried.scale >= _DOTS_TO_SPARE for code in tried.region.codes)


def _reserved(size: LabelSize) -> list[tuple[Room, Strip]]:
    width, height = size.width_mm, size.height_mm
    line, post = width - 2 * EDGE_MM, height - 2 * EDGE_MM
    far_y, far_x = height - EDGE_MM - TEXT_MM, width - EDGE_MM - TEXT_MM
    return [
        (Room(0, 0, width, height - _RESERVED_MM), Strip(EDGE_MM, far_y, line, TEXT_MM)),
        (Room(0, _RESERVED_MM, width, height - _RESERVED_MM), Strip(EDGE_MM, EDGE_MM, line, TEXT_MM)),
        (Room(0, 0, width - _RESERVED_MM, height), Strip(far_x, EDGE_MM, TEXT_MM, post, is_standing=True)),
        (Room(_RESERVED_MM, 0, width - _RESERVED_MM, height), Strip(EDGE_MM, EDGE_MM, TEXT_MM, post, is_standing=True)),
    ]


def free_strips(placed: Place, size: LabelSize) -> list[Strip]:
    """Return the strips along the edges in which nothing stands, the longest first."""
    used = _occupied(placed, size)
    strips = []
    for _, strip in _reserved(size):
        run = _longest_free(used, strip)
        if run:
            strips.append(run)
    return sorted(strips, key=lambda strip: -strip.length)


def _longest_free(used: np.ndarray, strip: Strip) -> Strip | None:
    """Return the longest stretch of the strip that is free, with clear paper on all its sides."""
    top, bottom = _cells(strip.y - CLEAR_MM, strip.y + strip.height + CLEAR_MM, used.shape[0])
    left, right = _cells(strip.x - CLEAR_MM, strip.x + strip.width + CLEAR_MM, used.shape[1])
    runs = dark_runs(~np.asarray(used[top:bottom, left:right].any(axis=1 if strip.is_standing else 0)))
    if not len(runs):
        return None
    first, last = max(runs, key=lambda run: run[1] - run[0])
    origin = (top if strip.is_standing else left) + int(first)
    start = max(origin * _CELL_MM + CLEAR_MM, strip.y if strip.is_standing else strip.x)
    end = min((origin + int(last - first)) * _CELL_MM - CLEAR_MM, _end(strip))
    if strip.is_standing:
        return Strip(strip.x, start, strip.width, end - start, is_standing=True)
    return Strip(start, strip.y, end - start, strip.height)


def _end(strip: Strip) -> float:
    return strip.y + strip.height if strip.is_standing else strip.x + strip.width


def _cells(start_mm: float, end_mm: float, count: int) -> tuple[int, int]:
    return max(0, int(start_mm / _CELL_MM)), min(count, -int(-end_mm / _CELL_MM // 1))


def _occupied(placed: Place, size: LabelSize) -> np.ndarray:
    """Return the paper as cells, True where ink is or a code must be left alone."""
    used = np.zeros((round(size.height_mm / _CELL_MM), round(size.width_mm / _CELL_MM)), dtype=bool)
    part = placed.region.part
    ink = placed.region.view.ink()[part.y : part.bottom, part.x : part.right]
    coarse = _by_cells(_by_cells(ink).T).T
    across, down = np.nonzero(coarse)[::-1]
    boxes = Box(part.x + across * _CELL_DOTS, part.y + down * _CELL_DOTS, _CELL_DOTS, _CELL_DOTS)  # type: ignore[arg-type]
    left, top, width, height = placed.on_paper(boxes)
    for x, y in ((left, top), (left + width, top), (left, top + height), (left + width, top + height)):
        rows_used, columns_used = (np.floor(np.asarray(at) / _CELL_MM - 1e-6).astype(int) for at in (y, x))
        used[rows_used.clip(0, used.shape[0] - 1), columns_used.clip(0, used.shape[1] - 1)] = True
    for code in placed.region.codes:
        beside = round(FROM_CODES_MM * DOTS_PER_MM / placed.scale)
        left, top, width, height = placed.on_paper(grown(code.with_quiet_zone, beside, beside))
        first_row, last_row = _cells(top, top + height, used.shape[0])
        first, last = _cells(left, left + width, used.shape[1])
        used[first_row:last_row, first:last] = True
    return used


def _by_cells(ink: np.ndarray) -> np.ndarray:
    """Return rows of cells for rows of dots: a cell is used when one of its dots is."""
    rows = len(ink) // _CELL_DOTS * _CELL_DOTS
    used = ink[0:rows:_CELL_DOTS].copy()
    for offset in range(1, _CELL_DOTS):
        used |= ink[offset:rows:_CELL_DOTS]
    return used
