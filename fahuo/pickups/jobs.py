"""Background jobs of pick-ups. The rows carry the state; a job only says that somebody should look."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fahuo.kit import clock
from fahuo.pickups.services import ask, fetched
from fahuo.shipments.services.clocks import check_clock

AGAIN = RetryStrategy(max_attempts=11, exponential_wait=2)


@app.task(queue="shipments", pass_context=False, retry=AGAIN)
def ask_carriers() -> None:
    """Ask carriers for the pick-ups that are due."""
    check_clock()
    while ask.ask_due():
        pass


@app.periodic(cron="* * * * * */10")
@app.task(queue="shipments", queueing_lock="ask_due_pickups", pass_context=False)
def ask_due_pickups(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every ten seconds: look at what waits, and at what was left behind."""
    while ask.ask_due():
        pass


@app.periodic(cron="* * * * *")
@app.task(queue="shipments", queueing_lock="end_done_pickups", pass_context=False)
def end_done_pickups(timestamp: int) -> None:
    """Every minute: end the pick-ups whose parcels were handed over or cancelled."""
    fetched.end_done(at=clock.now())
