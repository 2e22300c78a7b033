"""By when what must be done, reckoned from the day of export and the day of filing with the tax office.

All spans are dated values of the rule book; sources stand there.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Spans:
    """Days after filing until the record is complete, the day of next year until which exports of a year are filed
    (month, day), months from the export until it counts as sold at home, and years that the record is kept.
    """

    record_days: int
    file_until: tuple[int, int]
    domestic_after_months: int
    kept_years: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The days themselves. `record_by` is None until the month was filed with the tax office."""

    file_by: date
    record_by: date | None
    domestic_from: date
    keep_until: date | None


def deadlines(*, exported_on: date, filed_on: date | None, spans: Spans) -> Deadlines:
    """Return the deadlines of one export. What is filed late is late: nothing is moved to a working day."""
    record_by = filed_on + timedelta(days=spans.record_days) if filed_on else None
    return Deadlines(
        file_by=date(exported_on.year + 1, *spans.file_until),
        record_by=record_by,
        domestic_from=months_after(exported_on, spans.domestic_after_months),
        keep_until=months_after(filed_on, 12 * spans.kept_years) if filed_on else None,
    )


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
