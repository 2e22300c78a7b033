"""Background jobs. One job carries a batch; the rows carry the state.

A job whose worker died is given back by the worker's own rescue; running it again is safe, as only orders that are
still OPEN are taken up. Rows that were taken up already are advanced by `recover_shipments`.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from fahuo.accounts.models import Person, Seller
from fahuo.carriers.services import journal
from fahuo.kit import clock
from fahuo.routing.services import backtest
from fahuo.shipments.models import ShipRun
from fahuo.shipments.past_orders import PAST
from fahuo.shipments.services import recover, ship, void
from fahuo.shipments.services.clocks import check_clock

# A database that goes away for a while must not strand a batch; 2 s, 4 s, 8 s … an hour in all.
AGAIN = RetryStrategy(max_attempts=11, exponential_wait=2)
AFTER_BOOKINGS = -10  # a queue gives out what has the higher priority first
LABELS_A_JOB = 50  # reading labels takes our own time, and bookings that wait for a worker should not wait long
TRANSCRIPTS_AT_ONCE = 1000


@app.task(queue="shipments", pass_context=False, retry=AGAIN)
def ship_orders(*, seller_id: int, run_id: int, order_ids: list[int]) -> None:
    """Book one batch of a run, and leave its labels to jobs that come after the bookings.

    Killed before those are queued, or while they wait too long, the rows are taken over by `recover_shipments`.
    """
    check_clock()
    seller = Seller.objects.get(pk=seller_id)
    run = ShipRun.objects.get(pk=run_id, seller=seller)
    with ship.open_desk(seller) as desk:
        waiting = ship.book_batch(seller=seller, run=run, order_ids=order_ids, desk=desk)
    jobs: list[JSONDict] = [
        {"run_id": run.pk, "lease": str(booked.lease), "shipment_ids": list(portion)}
        for booked in waiting
        for portion in booked.portions(LABELS_A_JOB)
    ]
    if jobs:
        label_shipments.configure(priority=AFTER_BOOKINGS).batch_defer(*jobs)


@app.task(queue="shipments", pass_context=False, retry=AGAIN)
def label_shipments(*, run_id: int, lease: str, shipment_ids: list[int]) -> None:
    """Fetch and check the labels of one batch that was booked; bookings that are due again go first."""
    check_clock()
    recover.recover_due()
    run = ShipRun.objects.select_related("seller").get(pk=run_id)
    with ship.open_desk(run.seller) as desk:
        ship.label_batch(run=run, waiting=ship.Waiting(uuid.UUID(lease), tuple(shipment_ids)), desk=desk)


@app.task(queue="shipments", pass_context=False, retry=AGAIN)
def void_shipments(*, seller_id: int, person_id: int | None, shipment_ids: list[int]) -> None:
    """Cancel bookings at their carriers."""
    check_clock()
    seller = Seller.objects.get(pk=seller_id)
    person = Person.objects.filter(pk=person_id, seller=seller).first() if person_id is not None else None
    void.void_batch(seller=seller, person=person, shipment_ids=shipment_ids)


@app.periodic(cron="* * * * * */2")
@app.task(queue="shipments", queueing_lock="recover_shipments", pass_context=False)
def recover_shipments(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every two seconds: advance what a crash or a slow carrier left behind."""
    check_clock()
    while recover.recover_due():
        pass


@app.periodic(cron="17 3 * * *")
@app.task(queue="shipments", queueing_lock="forget_transcripts", pass_context=False)
def forget_transcripts(timestamp: int) -> None:
    """Every night: empty the transcripts of calls that are older than the installation keeps them."""
    before = clock.now() - timedelta(days=settings.FAHUO_TRANSCRIPT_DAYS)
    while journal.forget_transcripts(before=before, limit=TRANSCRIPTS_AT_ONCE):
        pass


@app.task(queue="routing", pass_context=False, retry=AGAIN)
def run_back_test(*, seller_id: int, back_test_id: int) -> None:
    """Replay a template set on past orders. It stands here, as it needs to know what orders were shipped with."""
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is not None:
        backtest.work_back_test(seller=seller, back_test_id=back_test_id, past=PAST, now=clock.now)
