"""Start a run: write down what was asked for, and hand it to the workers in batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from fahuo.accounts.models import Person, Seller
from fahuo.orders.services.check_again import check_changed_products
from fahuo.shipments.models import ShipRun
from fahuo.shipments.services.ship import BATCH

# Jobs sit above services, so the job is named, not imported.
SHIP_ORDERS = "fahuo.shipments.jobs.ship_orders"


def open_run(*, seller: Seller, person: Person | None, order_count: int, at: datetime) -> ShipRun:
    """Create a run that the caller works through himself (the command line); stale verdicts are judged again first."""
    check_changed_products(seller=seller, at=at)
    return ShipRun.objects.create(
        seller=seller, person=person, order_count=order_count, created_at=at, finished_at=None if order_count else at
    )


def start_run(*, seller: Seller, person: Person | None, order_ids: Sequence[int], at: datetime) -> ShipRun:
    """Create a run and enqueue its batches in the same transaction: both exist, or neither."""
    unique = sorted(set(order_ids))
    with transaction.atomic():
        run = open_run(seller=seller, person=person, order_count=len(unique), at=at)
        batches = [unique[start : start + BATCH] for start in range(0, len(unique), BATCH)]
        if batches:
            jobs: list[JSONDict] = [
                {"seller_id": seller.pk, "run_id": run.pk, "order_ids": list(batch)} for batch in batches
            ]
            app.configure_task(SHIP_ORDERS, queue="shipments").batch_defer(*jobs)
    return run
