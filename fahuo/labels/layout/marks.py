"""The marks a lane demands, each in a frame of its own; DDP is white on black, batteries have their sign."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from fahuo.kit.text_shape import shape
from fahuo.labels.dots import Box
from fahuo.labels.layout.geometry import Slot
from fahuo.labels.layout.sheet import Sheet

_INSIDE = 12
_THICKNESS = 3
_BATTERIES = ("li-", "lithium", "battery", "un34", "un30", "un31", "电")


class _PlacedMark(NamedTuple):
    text: str
    box: Box
    size: int


def draw(sheet: Sheet, texts: tuple[str, ...], slot: Slot, gap: int) -> None:
    """Set the marks as large as all of them allow; what does not fit even at the smallest size is left out."""
    for mark in _placed(texts, slot, gap):
        _mark(sheet, mark)


@lru_cache(maxsize=1024)
def _placed(texts: tuple[str, ...], slot: Slot, gap: int) -> tuple[_PlacedMark, ...]:
    field = slot.box
    for size in range(int(slot.size), int(slot.smallest) - 1, -1):
        rows = _rows(texts, size, field.width, gap)
        height = round(size * 1.45)
        if len(rows) * (height + gap) - gap <= field.height:
            break
    placed: list[_PlacedMark] = []
    for number, row in enumerate(rows):
        x = field.x
        for text, width in row:
            placed.append(_PlacedMark(text, Box(x, field.y + number * (height + gap), width, height), size))
            x += width + gap
    return tuple(mark for mark in placed if mark.box.bottom <= field.bottom)


def _rows(texts: tuple[str, ...], size: int, room: int, gap: int) -> list[list[tuple[str, int]]]:
    rows: list[list[tuple[str, int]]] = [[]]
    used = 0
    for text in texts:
        width = round(shape(text, bold=True).width * size) + 2 * _INSIDE + _icon_width(text, size) + 1
        width = min(room, width)
        if rows[-1] and used + width > room:
            rows.append([])
            used = 0
        rows[-1].append((text, width))
        used += width + gap
    return rows


def _mark(sheet: Sheet, mark: _PlacedMark) -> None:
    text, box, size = mark
    is_duty_paid = text.strip().upper() == "DDP"
    if is_duty_paid:
        sheet.black.append(box)
    else:
        sheet.frame(box, _THICKNESS)
    icon = _icon_width(text, size)
    if icon:
        height = max(10, size * 2 // 3)
        _battery(sheet, Box(box.x + _INSIDE, box.y + (box.height - height) // 2, icon - 10, height))
    left = _INSIDE + icon
    inside = Box(box.x + left, box.y + _THICKNESS, box.width - left - _INSIDE, box.height - 2 * _THICKNESS)
    sheet.text(text, Slot(inside, size, 8), bold=True, is_white=is_duty_paid)


def _icon_width(text: str, size: int) -> int:
    return round(size * 1.2) + 10 if any(word in text.lower() for word in _BATTERIES) else 0


def _battery(sheet: Sheet, box: Box) -> None:
    """Draw a battery, half full."""
    body = Box(box.x, box.y, box.width - 3, box.height)
    sheet.frame(body, 2)
    sheet.fill(body.right, box.y + box.height // 4, 3, box.height - 2 * (box.height // 4))
    sheet.fill(box.x + 4, box.y + 4, max(2, (body.width - 8) // 2), box.height - 8)
