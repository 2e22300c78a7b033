"""By when something must be heard of a parcel. The hours are those of the rule book, `tracking.deadlines`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fahuo.tracking.domain.standing import Standing

# A parcel that is followed later than it was labelled is asked for first, before anybody is told that it is overdue.
FIRST_ANSWER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Allowed:
    """How long the first scan, and then the next sign of life, may take."""

    pickup: timedelta
    silent: timedelta


def allowed(rule: Mapping[str, Any]) -> Allowed:
    """Read the rule book's value."""
    return Allowed(timedelta(hours=float(rule["pickup"])), timedelta(hours=float(rule["silent"])))


def pickup_due_at(found: Standing, *, labelled_at: datetime, begun_at: datetime, hours: Allowed) -> datetime | None:
    """Return by when the first scan must come; None once it has come, or nothing more is expected."""
    if found.scanned_at or found.ended_at:
        return None
    return max(labelled_at + hours.pickup, begun_at + FIRST_ANSWER)


def silent_at(found: Standing, *, hours: Allowed) -> datetime | None:
    """Return when a parcel under way counts as silent; None before the first scan and after the end."""
    if found.ended_at or not found.scanned_at or not found.alive_at:
        return None
    return max(found.alive_at, found.scanned_at) + hours.silent
