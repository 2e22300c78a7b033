"""Background jobs of pick-ups. The rows carry the state; a job only says that somebody should look."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fahuo.pickups.services import ask
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
