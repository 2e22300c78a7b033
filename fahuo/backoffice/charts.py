"""Small charts as geometry; the template draws them as SVG. No script, no inline style."""

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


def _share(amount: Decimal, top: Decimal) -> float:
    return round(float(max(amount, Decimal(0)) / top * 100), 1) if top > 0 else 0.0
