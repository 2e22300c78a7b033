"""By when something must be heard of a parcel. The hours are those of the rule book, `tracking.deadlines`.

Moments are microseconds since 1970, as in marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fahuo.tracking.domain.standing import Judged

HOUR = 3_600_000_000
# A parcel that is followed later than it was labelled is asked for first, before anybody is told that it is overdue.
FIRST_ANSWER = 2 * HOUR


@dataclass(frozen=True, slots=True)
class Allowed:
    """How long the first scan, and then the next sign of life, may take."""

    pickup: int
    silent: int


def allowed(rule: Mapping[str, Any]) -> Allowed:
    """Read the rule book's value."""
    return Allowed(int(Decimal(rule["pickup"]) * HOUR), int(Decimal(rule["silent"]) * HOUR))


def pickup_due(found: Judged, *, labelled_at: int, begun_at: int, hours: Allowed) -> int | None:
    """Return by when the first scan must come; None once it has come, or nothing more is expected."""
    if found.scanned_at is not None or found.ended_at is not None:
        return None
    return max(labelled_at + hours.pickup, begun_at + FIRST_ANSWER)


def silent_from(found: Judged, *, hours: Allowed) -> int | None:
    """Return when a parcel under way counts as silent; None before the first scan and after the end."""
    if found.ended_at is not None or found.scanned_at is None or found.alive_at is None:
        return None
    return found.alive_at + hours.silent
