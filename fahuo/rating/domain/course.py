"""The course of a price: on which days it can change, and what it was on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from fahuo.rating.domain.sheet import RateSheet
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

MONTH, YEAR = timedelta(days=30), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Course:
    """What one service costs for one parcel, in one currency: (day, amount) of each day on which it changed.

    An amount holds until the next day in the list; None means that there was no price. `problem` says why there is
    none on the last day, `sample` whether the last price comes from an invented sheet, `ddp` whether it holds duties.
    """

    service: Service
    points: tuple[tuple[date, Decimal | None], ...]
    problem: Problem | None = None
    sample: bool = False
    ddp: bool = False

    def on(self, day: date) -> Decimal | None:
        """Return the price of a day; None where there was none."""
        return next((amount for since, amount in reversed(self.points) if since <= day), None)

    def change(self, since: date, until: date) -> Decimal | None:
        """Return by how many per cent the price changed between two days, to one decimal; None without both."""
        before, after = self.on(since), self.on(until)
        if before is None or after is None or before <= 0:
            return None
        return ((after / before - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def change_days(sheets: Iterable[RateSheet], rule_days: Iterable[date], *, first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` on which some price may differ from the day before, `first` itself too.

    Those are the days on which a sheet begins or ends, its fuel surcharge changes, a peak season begins or ends, or a
    rule of the rule book (an exchange rate, a duty) takes a new value.
    """
    days = {first, last, *rule_days}
    for sheet in sheets:
        days.update(_days_of(sheet))
    return sorted(day for day in days if first <= day <= last)


def shortened(points: Sequence[tuple[date, Decimal | None]]) -> tuple[tuple[date, Decimal | None], ...]:
    """Return the points without those that repeat the amount before them."""
    kept: list[tuple[date, Decimal | None]] = []
    for day, amount in points:
        if not kept or kept[-1][1] != amount:
            kept.append((day, amount))
    return tuple(kept)


def _days_of(sheet: RateSheet) -> Iterator[date]:
    yield sheet.valid_from
    if sheet.valid_until:
        yield sheet.valid_until
    for since, _percent in sheet.fuel:
        yield since
    for peak in sheet.peak:
        yield peak.valid_from
        yield peak.valid_until
