"""Where everything stands on a label of each size, as values: the parts draw the same things in other places.

One grid for both sizes: text runs from `LEFT` to `RIGHT`, rules go from edge to edge of it. Boxes of text never overlap
and never enter the boxes of the codes; `tests/test_geometry.py` proves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from fahuo.labels.codes import BOXES
from fahuo.labels.dots import Box
from fahuo.trade.label import LabelSize

LEFT, RIGHT = 24, 776
_WIDTH = RIGHT - LEFT
RULE = 3
# Meaning of the sentences on form CN 22 (UPU), in our own words.
_CERTIFIED = (
    "May be opened officially. I, the undersigned, certify that the particulars given are correct and that this item "
    "contains no article that is dangerous or forbidden by law or by postal or customs regulations."
)
_CERTIFIED_SHORTLY = (
    "May be opened officially. I certify that the particulars given are correct and that this item contains nothing "
    "dangerous or forbidden."
)


class Slot(NamedTuple):
    """A place for text: its box, the size wanted and the smallest one before text is cut."""

    box: Box
    size: float
    smallest: float = 13


@dataclass(frozen=True, slots=True)
class HeadingPlan:
    """Carrier, service and its Chinese name, one below the other; sort code; country; the number below the bars."""

    service: tuple[Slot, ...]
    service_beside_sort: tuple[Slot, ...]
    sort_frame: Box
    sort_caption: Slot
    sort_code: Slot
    country_field: Box
    country: Slot
    number: Slot
    rules: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PartiesPlan:
    """Recipient with captions, name, address and country; sender; marks.

    `latin` is the foot of `address` that the Latin form takes where there is one. `legible` is the size below which
    the native address is not squeezed for its sake.
    """

    to: tuple[Slot, Slot]
    name: Slot
    address: Slot
    latin: Slot
    legible: float
    country: Slot
    sender_caption: tuple[Slot, Slot]
    sender: Slot
    sender_beside_marks: Slot
    marks: Slot
    gap_of_marks: int
    rules: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class CustomsPlan:
    """The title band, the table and its totals. `rows` is the most that are printed of a CN 22.

    `is_two_lined`: a row has the Chinese name below the English one, else beside it. `widest_row` is the pitch of few
    rows. A CN 23 has its particulars at the foot of the table's `body`, in place of the last row.
    """

    band: Box
    title: Slot
    tick: Box
    category: Slot
    header: Slot
    body: Box
    rows: int
    row_height: int
    widest_row: int
    is_two_lined: bool
    size: float
    size_zh: float
    total: Slot
    rules: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class FootPlan:
    """Left of the QR code: certification, facts in two columns (caption, value), and what the packer needs."""

    certification: Slot
    certified: str
    facts: tuple[tuple[Slot, Slot], ...]
    pick_field: Box
    pick_caption: Slot
    pick: Slot
    pick_body: Box
    pick_body_beside_field: Box
    rules: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Geometry:
    """All parts of one size."""

    heading: HeadingPlan
    parties: PartiesPlan
    customs: CustomsPlan
    foot: FootPlan


def _rule(y: int, right: int = RIGHT) -> Box:
    return Box(LEFT, y, right - LEFT, RULE)


def _column(x: int, right: int, *rows: tuple[int, int, float]) -> tuple[Slot, ...]:
    """Return one slot per (top, height, size), all from `x` to `right`."""
    return tuple(Slot(Box(x, y, right - x, height), size) for y, height, size in rows)


def _facts(
    left: tuple[int, int, int],
    right: tuple[int, int, int],
    tops: tuple[int, ...],
    height: int,
    sizes: tuple[float, float],
) -> tuple[tuple[Slot, Slot], ...]:
    """Return (caption, value) row by row, left and right in turn; each side is (x, x of the value, end)."""
    caption, value = sizes
    return tuple(
        (Slot(Box(x, y, split - x - 6, height), caption, 10), Slot(Box(split, y, end - split, height), value, 11))
        for y in tops
        for x, split, end in (left, right)
    )


_NUMBER_TOP = BOXES[LabelSize.MM_100X150].bars.bottom
_TALL = Geometry(
    heading=HeadingPlan(
        service=_column(LEFT, 616, (22, 28, 21), (50, 46, 38), (97, 31, 24)),
        service_beside_sort=_column(LEFT, 436, (22, 28, 21), (50, 46, 38), (97, 31, 24)),
        sort_frame=Box(452, 24, 168, 104),
        sort_caption=Slot(Box(460, 31, 152, 23), 16),
        sort_code=Slot(Box(460, 55, 152, 66), 46),
        country_field=Box(632, 24, 144, 104),
        country=Slot(Box(640, 24, 128, 104), 78),
        number=Slot(Box(LEFT, _NUMBER_TOP, _WIDTH, 44), 35, 18),
        rules=(_rule(134), _rule(_NUMBER_TOP + 46)),
    ),
    parties=PartiesPlan(
        to=(Slot(Box(LEFT, 336, 88, 44), 34), Slot(Box(LEFT, 382, 88, 27), 20)),
        name=Slot(Box(120, 330, 656, 70), 44, 11),
        address=Slot(Box(120, 330, 656, 196), 32, 11),
        latin=Slot(Box(134, 484, 642, 42), 17, 11),
        legible=19,
        country=Slot(Box(120, 527, 656, 46), 37),
        sender_caption=(Slot(Box(LEFT, 584, 88, 34), 24), Slot(Box(LEFT, 618, 88, 27), 20)),
        sender=Slot(Box(120, 582, 656, 82), 21),
        sender_beside_marks=Slot(Box(120, 582, 312, 82), 21),
        marks=Slot(Box(448, 585, RIGHT - 448, 76), 24, 11),
        gap_of_marks=8,
        rules=(_rule(574),),
    ),
    customs=CustomsPlan(
        band=Box(LEFT, 668, _WIDTH, 32),
        title=Slot(Box(34, 668, 490, 32), 20),
        tick=Box(546, 676, 16, 16),
        category=Slot(Box(572, 668, 196, 32), 18),
        header=Slot(Box(LEFT, 702, _WIDTH, 22), 16, 11),
        body=Box(LEFT, 725, _WIDTH, 180),
        rows=4,
        row_height=42,
        widest_row=52,
        is_two_lined=True,
        size=18,
        size_zh=15.5,
        total=Slot(Box(LEFT, 908, _WIDTH, 24), 19.5),
        rules=(_rule(905), _rule(932)),
    ),
    foot=FootPlan(
        certification=Slot(Box(LEFT, 940, 508, 56), 15, 11),
        certified=_CERTIFIED,
        facts=_facts((LEFT, 138, 340), (352, 444, 532), (1000, 1023, 1046), 22, (14, 17)),
        pick_field=Box(LEFT, 1081, 116, 95),
        pick_caption=Slot(Box(32, 1086, 100, 22), 16),
        pick=Slot(Box(32, 1108, 100, 62), 40, 12),
        pick_body=Box(LEFT, 1077, 508, 104),
        pick_body_beside_field=Box(152, 1077, 380, 104),
        rules=(_rule(1072, 532),),
    ),
)

_SPLIT = 522
_SHORT = Geometry(
    heading=HeadingPlan(
        service=_column(LEFT, 656, (16, 17, 13.5), (33, 26, 21), (59, 17, 13.5)),
        service_beside_sort=_column(LEFT, 492, (16, 17, 13.5), (33, 26, 21), (59, 17, 13.5)),
        sort_frame=Box(508, 16, 152, 59),
        sort_caption=Slot(Box(516, 20, 136, 15), 12),
        sort_code=Slot(Box(516, 35, 136, 37), 30),
        country_field=Box(672, 16, 104, 59),
        country=Slot(Box(680, 16, 88, 59), 48),
        number=Slot(Box(LEFT, BOXES[LabelSize.MM_100X100].bars.bottom, _WIDTH, 31), 25, 15),
        rules=(_rule(81), _rule(219)),
    ),
    parties=PartiesPlan(
        to=(Slot(Box(LEFT, 226, 54, 32), 25), Slot(Box(LEFT, 258, 54, 20), 14)),
        name=Slot(Box(84, 224, _SPLIT - 94, 50), 33, 9),
        address=Slot(Box(84, 224, _SPLIT - 94, 138), 24, 9),
        latin=Slot(Box(94, 331, _SPLIT - 104, 31), 12.5, 10),
        legible=15,
        country=Slot(Box(84, 363, _SPLIT - 94, 33), 26),
        sender_caption=(
            Slot(Box(_SPLIT + 12, 225, 62, 24), 17),
            Slot(Box(_SPLIT + 74, 225, RIGHT - _SPLIT - 74, 24), 14),
        ),
        sender=Slot(Box(_SPLIT + 12, 249, RIGHT - _SPLIT - 12, 144), 17, 11),
        sender_beside_marks=Slot(Box(_SPLIT + 12, 249, RIGHT - _SPLIT - 12, 68), 17, 11),
        marks=Slot(Box(_SPLIT + 12, 324, RIGHT - _SPLIT - 12, 68), 19, 10),
        gap_of_marks=6,
        rules=(Box(_SPLIT, 222, 2, 178),),
    ),
    customs=CustomsPlan(
        band=Box(LEFT, 400, _WIDTH, 26),
        title=Slot(Box(32, 400, 490, 26), 16.5),
        tick=Box(574, 406, 14, 14),
        category=Slot(Box(596, 400, 174, 26), 15.5),
        header=Slot(Box(LEFT, 428, _WIDTH, 19), 14, 10),
        body=Box(LEFT, 448, _WIDTH, 84),
        rows=3,
        row_height=28,
        widest_row=28,
        is_two_lined=False,
        size=17,
        size_zh=15,
        total=Slot(Box(LEFT, 536, _WIDTH, 23), 17.5),
        rules=(_rule(532), _rule(560)),
    ),
    foot=FootPlan(
        certification=Slot(Box(LEFT, 567, 524, 34), 13.5, 10),
        certified=_CERTIFIED_SHORTLY,
        facts=_facts((LEFT, 122, 342), (354, 436, 548), (602, 622, 642), 20, (12.5, 15)),
        pick_field=Box(LEFT, 673, 108, 109),
        pick_caption=Slot(Box(32, 678, 92, 20), 14),
        pick=Slot(Box(32, 700, 92, 76), 36, 12),
        pick_body=Box(LEFT, 670, 524, 114),
        pick_body_beside_field=Box(144, 670, 404, 114),
        rules=(_rule(664, 548),),
    ),
)

GEOMETRY = {LabelSize.MM_100X150: _TALL, LabelSize.MM_100X100: _SHORT}
