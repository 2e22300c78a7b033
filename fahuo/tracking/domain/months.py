"""Months as numbers, and which of them have a place of their own among the stored events."""

from __future__ import annotations

from datetime import UTC, datetime

# An event further back than this, or further ahead, is odd or a stray: it lies in the partition for all others.
BACK, AHEAD = 13, 1


def month_of(at: datetime) -> int:
    """Return the number of the month of a moment in UTC."""
    return at.year * 12 + at.month - 1


def starts_at(month: int) -> datetime:
    """Return the first moment of a month."""
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)


def placed(months: set[int], *, at: datetime, kept: int) -> list[int]:
    """Return those months that are to have a partition; `kept` is how many months events are kept, 0 for ever."""
    now = month_of(at)
    oldest = now - BACK if not kept else max(now - BACK, oldest_kept(at, kept))
    return sorted(month for month in months if oldest <= month <= now + AHEAD)


def oldest_kept(at: datetime, kept: int) -> int:
    """Return the oldest month that is kept, when `kept` full months beside the running one are."""
    return month_of(at) - kept
