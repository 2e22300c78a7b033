"""Background jobs. One job carries a batch; the rows carry the state.

A job whose worker died is given back by the worker's own rescue; running it again is safe, as only orders that are
still OPEN are taken up. Rows that were taken up already are advanced by `recover_shipments`.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from fahuo.accounts.models import Seller
from fahuo.shipments.models import ShipRun
from fahuo.shipments.services import recover, ship


@app.task(queue="shipments", pass_context=False)
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
