"""Background jobs. One job carries a batch; the rows carry the state.

A job whose worker died is given back by the worker's own rescue; running it again is safe, as only orders that are
still OPEN are taken up. Rows that were taken up already are advanced by `recover_shipments`.
"""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fahuo.accounts.models import Seller
from fahuo.kit import clock
from fahuo.routing.services import backtest
from fahuo.shipments.models import ShipRun
from fahuo.shipments.past_orders import PAST
from fahuo.shipments.services import recover, ship

# A database that goes away for a while must not strand a batch; 2 s, 4 s, 8 s … an hour in all.
AGAIN = RetryStrategy(max_attempts=11, exponential_wait=2)


@app.task(queue="shipments", pass_context=False, retry=AGAIN)
def ship_orders(*, seller_id: int, run_id: int, order_ids: list[int]) -> None:
    """Ship one batch of a run."""
    seller = Seller.objects.get(pk=seller_id)
    run = ShipRun.objects.get(pk=run_id, seller=seller)
    with ship.open_desk(seller) as desk:
        ship.ship_batch(seller=seller, run=run, order_ids=order_ids, desk=desk)


@app.periodic(cron="* * * * * */5")
@app.task(queue="shipments", queueing_lock="recover_shipments", pass_context=False)
def recover_shipments(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every five seconds: advance what a crash or a slow carrier left behind."""
    while recover.recover_due():
        pass


@app.task(queue="routing", pass_context=False, retry=AGAIN)
def run_back_test(*, seller_id: int, back_test_id: int) -> None:
    """Replay a template set on past orders. It stands here, as it needs to know what orders were shipped with."""
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is not None:
        backtest.work_back_test(seller=seller, back_test_id=back_test_id, past=PAST, now=clock.now)
