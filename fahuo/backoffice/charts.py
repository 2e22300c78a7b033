"""Small charts as geometry; the templates in `chart_macros.html` draw them as SVG. No script, no inline style.

Lines differ by dashes, markers and a letter at their end, bars by their filling, so that a print in black and white
says the same. Every chart stands beside a table with its numbers: a chart is never the only place of a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar: its words, the figure beside it, its top and width in user units of a 100-wide drawing."""

    label: str
    figure: str
    y: int
    width: float


ROW_HEIGHT = 22


def bars(rows: Sequence[tuple[str, Decimal, str]]) -> tuple[Bar, ...]:
    """Scale (label, amount, figure) so that the largest amount fills the width; nothing is drawn below zero."""
    top = max((amount for _, amount, _ in rows), default=Decimal(0))
    return tuple(
        Bar(label, figure, place * ROW_HEIGHT, _share(amount, top))
        for place, (label, amount, figure) in enumerate(rows)
    )


@dataclass(frozen=True, slots=True)
class BarGroup:
    """What belongs together: its words above, one bar per series below."""

    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class GroupedBars:
    """Groups of horizontal bars, one bar per series; a series is told by its filling. All are on one scale."""

    series: tuple[str, ...]
    groups: tuple[BarGroup, ...]
    height: int


GROUP_HEAD, GROUP_BAR, GROUP_GAP = 18, 17, 12


def grouped_bars(series: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[Decimal, str]]]]) -> GroupedBars:
    """Draw rows of (label, [(amount, figure) of each series]); up to three series can be told apart.

    `series` are their words. Amounts of one chart have one unit; figures are the text beside the bars (`12.30 CNY`).
    The macros `grouped_chart` and `grouped_table` show it and its numbers.
    """
    top = max((amount for _, cells in rows for amount, _ in cells), default=Decimal(0))
    groups, y = [], 0
    for label, cells in rows:
        drawn = tuple(
            Bar(name, figure, y + GROUP_HEAD + place * GROUP_BAR, _share(amount, top))
            for place, (name, (amount, figure)) in enumerate(zip(series, cells, strict=True))
        )
        groups.append(BarGroup(label, y, drawn))
        y += GROUP_HEAD + len(cells) * GROUP_BAR + GROUP_GAP
    return GroupedBars(tuple(series), tuple(groups), max(y - GROUP_GAP, 1))


def _share(amount: Decimal, top: Decimal) -> float:
    return round(float(max(amount, Decimal(0)) / top * 100), 1) if top > 0 else 0.0


def stack(parts: Sequence[Decimal], top: Decimal) -> tuple[tuple[int, float, float], ...]:
    """Return (place, x, width) of the parts laid end to end, so that `top` fills 100; nothing below zero is drawn."""
    drawn, x = [], 0.0
    for place, amount in enumerate(parts):
        width = _share(amount, top)
        if width:
            drawn.append((place, round(x, 1), width))
        x += width
    return tuple(drawn)
