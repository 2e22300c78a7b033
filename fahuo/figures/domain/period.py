"""A period of days, the one before it, and how it is laid out in months and the days at its edges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 731  # days; two years with a leap day

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Laid:
    """A period as months (the first days of the first and the last; None: there is none), days to add, and days of
    these months that are to be taken away again."""

    months: Days | None
    more: tuple[Days, ...]
    less: tuple[Days, ...]


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

    def laid(self, *, today: date) -> Laid:
        """Return the fewest days and months that make the period: of a month of which it has more than half, the
        others are taken away. Days to come cost nothing, as next to nothing is counted on them."""
        begin, end = self.first.replace(day=1), self.last.replace(day=1)
        before, after = (begin, self.first - timedelta(days=1)), (self.last + timedelta(days=1), _last_of_month(end))
        if begin == end:
            whole = (self.first, self.last) == (begin, _last_of_month(end))
            return Laid((begin, end), (), ()) if whole else Laid(None, ((self.first, self.last),), ())
        more, less = [], []
        if _length(before) <= _length((self.first, _last_of_month(begin))):
            less.append(before)
        else:
            more.append((self.first, _last_of_month(begin)))
            begin = _next_month(begin)
        if _length((after[0], min(after[1], today))) <= _length((end, self.last)):
            less.append(after)
        else:
            more.append((end, self.last))
            end = (end - timedelta(days=1)).replace(day=1)
        return Laid((begin, end) if begin <= end else None, tuple(more), tuple(days for days in less if _length(days)))


def last_days(length: int, *, until: date) -> Period:
    """Return the period of so many days that ends on a day."""
    return Period(until - timedelta(days=length - 1), until)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _last_of_month(day: date) -> date:
    return _next_month(day) - timedelta(days=1)


def _length(days: Days) -> int:
    return max((days[1] - days[0]).days + 1, 0)
