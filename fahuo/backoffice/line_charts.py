"""Step lines over days as geometry: what a price was until it changed. Drawn by `step_chart` of `chart_macros`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

Course = Sequence[tuple[date, Decimal | None]]

LETTERS = "ABCDEF"  # as many lines as dashes and markers can tell apart
TOP, FOOT, LEFT, LABEL_HEIGHT = 12, 26, 48, 15


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One course: its letter and words, its path, where it changed, and the height of its label. `style` is 0 to 5."""

    letter: str
    label: str
    style: int
    path: str
    marks: tuple[tuple[float, float], ...]
    end_y: float
    label_y: float


@dataclass(frozen=True, slots=True)
class StepChart:
    """A drawing of `width` × `height` user units; the plot lies between `left`, `right`, `top` and `bottom`."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    lines: tuple[Line, ...]
    days: tuple[Tick, ...]
    amounts: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where a day and an amount lie on the drawing."""

    first: date
    last: date
    low: Decimal
    high: Decimal
    right: int
    bottom: int

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        return round(LEFT + (self.right - LEFT) * min(max((day - self.first).days, 0), span) / span, 1)

    def y(self, amount: Decimal) -> float:
        return round(self.bottom - (self.bottom - TOP) * float((amount - self.low) / (self.high - self.low)), 1)


def step_chart(
    courses: Sequence[tuple[str, Course]], *, first: date, last: date, width: int = 760, height: int = 300,
    room: int = 180,
) -> StepChart:  # fmt: skip
    """Draw up to six courses of (label, [(day, amount)]) from `first` to `last`, both inclusive.

    An amount holds from its day until the next one; None is a gap. Days come in order; one before `first` counts as on
    it. `room` stays free on the right for labels. The amounts' axis spans what there is and need not begin at zero.
    """
    shown = [(label, course) for label, course in courses if any(amount is not None for _, amount in course)]
    shown = shown[: len(LETTERS)]
    amounts = [amount for _, course in shown for _, amount in course if amount is not None]
    ticks = round_ticks(min(amounts, default=Decimal(0)), max(amounts, default=Decimal(0)))
    plot = _Plot(first, last, ticks[0], ticks[-1], width - room, height - FOOT)
    lines = [_line(place, label, course, plot) for place, (label, course) in enumerate(shown)]
    return StepChart(
        width, height, LEFT, plot.right, TOP, plot.bottom,
        _labels_apart(lines, plot.bottom),
        tuple(_months(plot, labels=max(2, (plot.right - LEFT) // 65))),
        tuple(Tick(plot.y(amount), f"{amount:,f}") for amount in ticks),
    )  # fmt: skip


def _line(place: int, label: str, course: Course, plot: _Plot) -> Line:
    path, marks, height = "", [], None
    for day, amount in course:
        x, y = plot.x(day), None if amount is None else plot.y(amount)
        path += f"H{x}" if height is not None else ""
        if y is not None:
            path += f"V{y}" if height is not None else f"M{x} {y}"
            marks.append((x, y))
        height = y
    path += f"H{plot.right}" if height is not None else ""
    end = marks[-1][1]
    return Line(LETTERS[place], label, place, path, tuple(marks), end, end)


def _labels_apart(lines: Sequence[Line], bottom: int) -> tuple[Line, ...]:
    """Move labels down, and the whole pile up again where it would leave the plot, so that none covers another."""
    ordered = sorted(lines, key=lambda line: (line.end_y, line.letter))
    places: list[float] = []
    for line in ordered:
        places.append(max(line.end_y, places[-1] + LABEL_HEIGHT if places else TOP))
    limit = float(bottom)
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], limit)
        limit = places[at] - LABEL_HEIGHT
    moved = {line.letter: round(place, 1) for line, place in zip(ordered, places, strict=True)}
    return tuple(replace(line, label_y=moved[line.letter]) for line in lines)


def round_ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Return three to seven round amounts that hold what lies between; a single amount gets room around it."""
    if low == high:
        room = max(abs(high) / 10, Decimal("0.5"))
        low, high = low - room, high + room
    power = Decimal(1).scaleb(((high - low) / 5).adjusted())
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * 5 >= high - low)
    step = step.to_integral_value() if step >= 1 else step
    first, last = (low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING)
    return [step * place for place in range(int(first), int(last) + 1)]


def _months(plot: _Plot, *, labels: int) -> Iterator[Tick]:
    """Yield the first days of months, so few that their words do not touch; January carries its year."""
    count = (plot.last.year - plot.first.year) * 12 + plot.last.month - plot.first.month
    every = next((step for step in (1, 2, 3, 6, 12) if count <= labels * step), 24)
    for ahead in range(1, count + 1):
        month = plot.first.month - 1 + ahead
        day = date(plot.first.year + month // 12, month % 12 + 1, 1)
        if (day.month - 1) % every == 0:
            yield Tick(plot.x(day), f"{day:%Y-%m}")
