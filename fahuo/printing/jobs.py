"""Background jobs of printing. A job carries the number of its batch; the row carries the state.

A job whose worker died is given back by the worker's own rescue and finds the row under a lease; the row itself is
taken over by `recover_batches` once that lease has run out.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fahuo.kit import clock
from fahuo.printing.services import advance, forget

# A database that goes away for a while must not strand a batch; 2 s, 4 s, 8 s … an hour in all.
AGAIN = RetryStrategy(max_attempts=11, exponential_wait=2)


@app.task(queue="printing", pass_context=False, retry=AGAIN)
def print_batch(*, batch_id: int) -> None:
    """Draw one batch and send it to its printer."""
    advance.print_batch(batch_id=batch_id)


@app.periodic(cron="* * * * * */5")
@app.task(queue="printing", queueing_lock="recover_batches", pass_context=False)
def recover_batches(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every five seconds: go on with batches whose worker died."""
    while advance.recover_due():
        pass


@app.periodic(cron="47 3 * * *")
@app.task(queue="printing", queueing_lock="forget_print_files", pass_context=False)
def forget_print_files(timestamp: int) -> None:
    """Every night: delete printed files that are older than the installation keeps them."""
    forget.forget_files(before=clock.now() - timedelta(days=settings.FAHUO_PRINT_FILE_DAYS))
