"""A period of days, the one before it, and how it is laid out in whole months and the days at its edges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 731  # days; two years with a leap day

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both inclusive."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """Return the period of the same length that ends where this one begins."""
        return Period(self.first - timedelta(days=self.length), self.first - timedelta(days=1))

    def days(self) -> list[date]:
        """Return all its days."""
        return [self.first + timedelta(days=place) for place in range(self.length)]

    def months(self) -> tuple[Days | None, tuple[Days, ...]]:
        """Return the first days of the first and the last whole month (None: there is none), and the days around."""
        begin = self.first if self.first.day == 1 else _next_month(self.first)
        after = self.last + timedelta(days=1)
        end = after.replace(day=1)  # the first day that belongs to no whole month
        if begin >= end:
            return None, ((self.first, self.last),)
        edges = [(self.first, begin - timedelta(days=1)), (end, self.last)]
        return (begin, (end - timedelta(days=1)).replace(day=1)), tuple(edge for edge in edges if edge[0] <= edge[1])


def last_days(length: int, *, until: date) -> Period:
    """Return the period of so many days that ends on a day."""
    return Period(until - timedelta(days=length - 1), until)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
