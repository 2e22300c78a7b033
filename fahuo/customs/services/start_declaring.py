"""Have parcels declared in the background, a hundred in each job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.customs.queries.underway import DECLARE

BATCH = 100


@transaction.atomic
def start(*, seller: Seller, person: Person | None, shipment_ids: Sequence[int], at: datetime) -> None:
    """Enqueue the batches and write it into the log, both or neither."""
    portions = [list(shipment_ids[first : first + BATCH]) for first in range(0, len(shipment_ids), BATCH)]
    who = person.pk if person else None
    jobs: list[JSONDict] = [{"seller_id": seller.pk, "person_id": who, "shipment_ids": list(ids)} for ids in portions]
    if jobs:
        app.configure_task(DECLARE, queue="customs").batch_defer(*jobs)
        accounts.record(seller=seller, person=person, verb="declare", at=at, shipments=len(shipment_ids))
