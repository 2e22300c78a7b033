"""Times that cannot be: such events are kept, marked, and count for nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# A carrier's clock may be wrong, and a local time may be read in a neighbouring zone.
AHEAD = timedelta(hours=6)
# A number is announced before it is booked, a label may be late, and a number may have belonged to another parcel.
BEFORE = timedelta(days=7)
FUTURE, PAST = "FUTURE", "PAST"


def oddity(at: datetime, *, labelled_at: datetime, seen_at: datetime) -> str:
    """Return why an event's time is not believed: FUTURE, PAST, or nothing."""
    if at > seen_at + AHEAD:
        return FUTURE
    return PAST if at < labelled_at - BEFORE else ""


def in_utc(at: datetime) -> datetime:
    """Return a moment in UTC; one without a zone is read as UTC, as is one too close to the end of time to be moved."""
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        return at.replace(tzinfo=UTC)
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return at.replace(tzinfo=UTC)
