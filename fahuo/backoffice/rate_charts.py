"""A share by day as geometry: a line that stops where there is nothing to divide by, and the target across it.

Drawn by `rate_chart` of `chart_macros`. It stands beside a table with its numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from fahuo.backoffice.line_charts import Tick, round_ticks

LEFT, TOP, FOOT, RIGHT = 58, 20, 22, 14  # above the plot stand the words of a target of all
MOST_MARKS = 45  # more would hide the line


@dataclass(frozen=True, slots=True)
class RateChart:
    """A drawing of `width` × `height` user units. `path` is empty when no day has a share; `target_y` without target.

    `marks` are the days to be marked: all of a short line, else those that stand alone and the last one.
    """

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    path: str
    marks: tuple[tuple[float, float], ...]
    target_y: float | None
    days: tuple[Tick, ...]
    shares: tuple[Tick, ...]


def rate_chart(
    shares: Sequence[tuple[date, float | None]], *, target: float | None = None, ceiling: bool = True,
    width: int = 400, height: int = 150,
) -> RateChart:  # fmt: skip
    """Draw shares (0 to 1) of days in sequence. `ceiling`: the axis ends at 100 %, else it begins at 0 %."""
    known = [share for _, share in shares if share is not None]
    marked = [*known, *([] if target is None else [target])]
    ticks = _axis(marked, ceiling=ceiling)
    low, high = float(ticks[0]) / 100, float(ticks[-1]) / 100
    right, bottom = width - RIGHT, height - FOOT
    step = (right - LEFT) / max(len(shares) - 1, 1)

    def y(share: float) -> float:
        return round(bottom - (bottom - TOP) * (share - low) / (high - low), 1)

    places = [
        (round(LEFT + step * place, 1), None if share is None else y(share)) for place, (_, share) in enumerate(shares)
    ]
    runs = list(_runs(places))
    return RateChart(
        width, height, LEFT, right, TOP, bottom,
        "".join(f"M{'L'.join(f'{x} {at}' for x, at in run)}" for run in runs if len(run) > 1),
        tuple(_marks(runs)),
        None if target is None else y(target),
        tuple(_days([day for day, _ in shares], step)),
        tuple(Tick(y(float(tick) / 100), f"{tick:f} %") for tick in ticks),
    )  # fmt: skip


def _axis(marked: Sequence[float], *, ceiling: bool) -> list[Decimal]:
    """Return three to seven round percentages that hold all shares; they never leave 0 to 100."""
    end = (min if ceiling else max)(marked, default=0.0 if ceiling else 0.01)
    percent = Decimal(str(round(end * 100, 4)))
    low, high = (percent, Decimal(100)) if ceiling else (Decimal(0), percent)
    if low == high:
        low, high = (high - 1, high) if ceiling else (low, low + 1)
    return [tick for tick in round_ticks(low, high) if 0 <= tick <= 100]


def _runs(places: Sequence[tuple[float, float | None]]) -> Iterator[list[tuple[float, float]]]:
    """Yield days that follow each other and have a share."""
    for there, run in groupby(places, key=lambda place: place[1] is not None):
        if there:
            yield [(x, at) for x, at in run if at is not None]


def _marks(runs: Sequence[Sequence[tuple[float, float]]]) -> Iterator[tuple[float, float]]:
    if sum(map(len, runs)) <= MOST_MARKS:
        for run in runs:
            yield from run
        return
    for run in runs:
        if len(run) == 1 or run is runs[-1]:
            yield run[-1]


def _days(days: Sequence[date], step: float) -> Iterator[Tick]:
    """Yield the days under the axis: a few of a short period, first days of months of a longer one."""
    if len(days) <= 62:
        for place in sorted({0, len(days) // 2, len(days) - 1}) if days else ():
            yield Tick(round(LEFT + step * place, 1), f"{days[place]:%m-%d}")
        return
    firsts = [(place, day) for place, day in enumerate(days) if day.day == 1]
    every = -(-len(firsts) // 6)
    for place, day in firsts[::every]:
        yield Tick(round(LEFT + step * place, 1), f"{day:%Y-%m}")
