"""A job that joins two rooms that do not see each other: what tracking saw ends what pick-ups wait for."""

from __future__ import annotations

from procrastinate.contrib.django import app

from fahuo.kit import clock
from fahuo.pickups.services import fetched
from fahuo.site.first_mile import FIRST_MILE


@app.periodic(cron="* * * * *")
@app.task(queue="shipments", queueing_lock="note_pickup_scans", pass_context=False)
def note_pickup_scans(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every minute: note which parcels were scanned since their carrier was asked, or urged, and which pick-ups end."""
    fetched.note_scans(scans=FIRST_MILE.scans, at=clock.now())
