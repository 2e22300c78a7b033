"""Journeys written as words: `DELIVERED@AWAY`, `HELD/CUSTOMS`, with the hour at which each was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fahuo.tracking.domain.marks import Where
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone

START = datetime(2026, 11, 1, tzinfo=UTC)
_WHERE = {"": Where.UNKNOWN, "HOME": Where.ORIGIN, "AWAY": Where.DESTINATION}


@dataclass(frozen=True, order=True)
class Said:
    """One event."""

    at: datetime
    milestone: Milestone
    reason: ExceptionReason = ExceptionReason.NONE
    where: Where = Where.UNKNOWN

    def parts(self) -> tuple[Milestone, ExceptionReason, Where, datetime]:
        """Return what marks are made of."""
        return self.milestone, self.reason, self.where, self.at


def hour(number: float) -> datetime:
    """Return the moment so many hours after the start."""
    return START + timedelta(hours=number)


def read(journey: str) -> list[Said]:
    """Read `1 RECEIVED, 2 HELD/CUSTOMS`; an event without an hour follows an hour after the one before."""
    said, at = [], 0.0
    for part in filter(None, (one.strip() for one in journey.split(","))):
        *when, words = part.split()
        at = float(when[0]) if when else at + 1
        words, _, where = words.partition("@")
        milestone, _, reason = words.partition("/")
        said.append(Said(hour(at), Milestone(milestone), ExceptionReason(reason), _WHERE[where]))
    return said
