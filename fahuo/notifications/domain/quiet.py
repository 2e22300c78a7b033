"""When something may go out: quiet hours and digests, both by the clock on the wall.

A time that the wall clock skips (spring) counts as the moment an hour later; of one that it shows twice (autumn) the
first counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, slots=True)
class Hours:
    """A target's hours, local to `zone`; `quiet_from` equal to `quiet_until`, or either missing, means never quiet."""

    zone: str
    quiet_from: time | None = None
    quiet_until: time | None = None
    urgent_breaks: bool = True
    digest_at: Sequence[time] = ()


def due_at(at: datetime, *, digest: bool, urgent: bool, hours: Hours) -> datetime:
    """Return when something that came at `at` goes out, in UTC."""
    moment = next_digest(at, hours) if digest else at
    return moment if urgent and hours.urgent_breaks else after_quiet(moment, hours)


def after_quiet(at: datetime, hours: Hours) -> datetime:
    """Return `at`, or the end of the quiet hours that it lies in."""
    start, end = hours.quiet_from, hours.quiet_until
    if start is None or end is None or start == end:
        return at
    zone = _zone(hours.zone)
    today = at.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        begins = _moment(day, start, zone)
        ends = _moment(day if start < end else day + timedelta(days=1), end, zone)
        if begins <= at < ends:
            return ends
    return at


def next_digest(at: datetime, hours: Hours) -> datetime:
    """Return the first digest time after `at`; without any, `at`."""
    zone = _zone(hours.zone)
    today = at.astimezone(zone).date()
    days = (today, today + timedelta(days=1), today + timedelta(days=2))
    moments = sorted(_moment(day, wall, zone) for day in days for wall in hours.digest_at)
    return next((moment for moment in moments if moment > at), at)


def _zone(name: str) -> tzinfo:
    """Return the zone; one that this machine does not know (any more) must not hold up a message."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _moment(day: date, wall: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, wall, zone).astimezone(UTC)
