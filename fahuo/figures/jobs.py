"""Background jobs of figures. The rows carry the state: whoever is killed half-way has changed nothing."""

from __future__ import annotations

from procrastinate.contrib.django import app

from fahuo.figures.services import count, disputes, sweep, teach
from fahuo.kit import clock


@app.periodic(cron="* * * * * */30")
@app.task(queue="figures", queueing_lock="count_figures", pass_context=False)
def count_figures(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every thirty seconds: count what has changed, and tell lanes how parcels ended."""
    at = clock.now()
    count.count_due(at=at)
    teach.teach_due(at=at)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="figures", queueing_lock="notice_disputes", pass_context=False)
def notice_disputes(timestamp: int) -> None:
    """Every five minutes: look for disputes that were imported."""
    disputes.notice_disputes()


@app.periodic(cron="37 3 * * *")
@app.task(queue="figures", queueing_lock="sweep_figures", pass_context=False)
def sweep_figures(timestamp: int) -> None:
    """Every night: drop sums that count nothing any more."""
    sweep.sweep()
