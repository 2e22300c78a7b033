"""Leases are moments on a worker's clock, and another worker's clock ends them: the two must agree."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from fahuo.kit import clock

# Two workers may differ by twice this; what a carrier is left to settle is several times longer.
FURTHEST_S = 5.0


class ClockWrong(RuntimeError):
    """This machine's clock differs from the database's: nothing is booked here until the operator set it."""


def check_clock() -> None:
    """Raise `ClockWrong` unless this machine's clock agrees with the database's, which all workers share."""
    before = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        shared = cursor.fetchone()[0]
    ahead_s = seconds_ahead(before, shared, clock.now())
    if abs(ahead_s) > FURTHEST_S:
        side = "ahead of" if ahead_s > 0 else "behind"
        raise ClockWrong(f"The clock of this machine is {abs(ahead_s):.0f} s {side} the database's; set it (NTP).")


def seconds_ahead(before: datetime, shared: datetime, after: datetime) -> float:
    """Return by how much we are ahead at least, if the shared clock was read between our two moments."""
    if before > shared:
        return (before - shared).total_seconds()
    return min((after - shared).total_seconds(), 0.0)
