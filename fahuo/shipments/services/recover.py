"""Take over what a crash, a time-out or a slow carrier left behind. The carrier is asked before anything is sent."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from fahuo.accounts.models import Seller
from fahuo.kit import clock
from fahuo.shipments import queries
from fahuo.shipments.services import record, ship
from fahuo.shipments.services.desk import Desk
from fahuo.shipments.services.finish import finish_runs
from fahuo.shipments.services.isolate import isolate
from fahuo.shipments.services.telling import tell

log = logging.getLogger(__name__)
BATCH = 100


def recover_due(*, seller: Seller | None = None, desk: Desk | None = None, limit: int = BATCH) -> int:
    """Advance up to `limit` rows whose lease or wait ran out; return how many were taken over.

    A row is claimed by one UPDATE with SKIP LOCKED, so any number of workers may do this at once.
    """
    at = clock.now()
    lease = uuid.uuid4()
    claimed = queries.claim_due(
        at=at,
        until=at + timedelta(seconds=settings.FAHUO_LEASE_SECONDS),
        lease=lease,
        limit=limit,
        seller_id=seller.pk if seller else None,
    )
    for seller_id, shipment_ids in claimed.items():
        try:
            _advance(Seller.objects.get(pk=seller_id), shipment_ids, lease, desk)
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:  # such as a key that opens nothing: the other sellers go on
            tell(log, f"recovery of seller {seller_id}", error)
    finish_runs(at=clock.now())
    return sum(len(shipment_ids) for shipment_ids in claimed.values())


def _advance(seller: Seller, shipment_ids: list[int], lease: uuid.UUID, desk: Desk | None) -> None:
    with nullcontext(desk) if desk is not None else ship.open_desk(seller) as open_desk:

        def act(ids: Sequence[int]) -> None:
            ship.advance(queries.work(ids), lease=lease, desk=open_desk)

        isolate(shipment_ids, act, lambda shipment_id, error: record.defect(lease, shipment_id, error))
