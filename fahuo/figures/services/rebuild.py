"""Count everything anew from orders, bookings and journeys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from fahuo.figures.models import Cell, Fact
from fahuo.figures.services.count import lock, recount
from fahuo.orders.models import Order

BATCH = 5000


@transaction.atomic
def rebuild(*, seller_id: int, at: datetime, progress: Callable[[int], None] | None = None) -> int:
    """Forget a seller's sums and count all orders anew; return how many. Pages show the old sums until it is done.

    Orders, bookings and events may come in meanwhile: what changes after it was read keeps its flag and is counted
    by the next `count_due`, which waits for this transaction. Killed half-way, the old sums stand.
    """
    lock(seller_id)
    Cell.objects.filter(seller_id=seller_id).delete()
    Fact.objects.filter(seller_id=seller_id).delete()
    last, done = 0, 0
    orders = Order.objects.filter(seller_id=seller_id).order_by("pk").values_list("pk", flat=True)
    while batch := list(orders.filter(pk__gt=last)[:BATCH]):
        recount(seller_id=seller_id, order_ids=batch, at=at)
        last, done = batch[-1], done + len(batch)
        if progress:
            progress(len(batch))
    return done
