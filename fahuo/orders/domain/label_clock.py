"""Until when an order should have a label: its clock starts when it is paid, or when it comes here, if later."""

from __future__ import annotations

from datetime import datetime, timedelta


def label_due(
    *,
    paid_at: datetime | None,
    at: datetime,
    hours: float | None,
    outcome: str,
    stored: datetime | None = None,
) -> datetime | None:
    """Return the moment, None for an order that is not to be shipped, or while no rule is in force.

    A clock that runs is never set anew: the same order again, or a new version of it, keeps the moment it has.
    """
    if outcome == "SKIP" or (hours is None and stored is None):
        return None
    if stored is not None or hours is None:
        return stored
    return max(paid_at or at, at) + timedelta(hours=hours)
