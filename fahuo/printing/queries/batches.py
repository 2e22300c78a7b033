"""Batches under work: claiming them under a lease, and what a worker needs of one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from fahuo.printing.models import PrintBatch, Printout
from fahuo.shipments.models import Shipment

_CLAIM_DUE = """
WITH due AS MATERIALIZED (
     SELECT id, status FROM printing_printbatch
      WHERE status IN ('QUEUED', 'RENDERING', 'READY', 'SENDING') AND lease_until < %(at)s
        AND (%(seller)s::bigint IS NULL OR seller_id = %(seller)s)
      ORDER BY lease_until LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE printing_printbatch AS b SET lease = %(lease)s, lease_until = %(until)s FROM due WHERE b.id = due.id
RETURNING b.id, due.status
"""


@dataclass(frozen=True, slots=True)
class Work:
    """One batch under work: the row with its seller and printer, and its shipments in the sequence they were chosen."""

    batch: PrintBatch
    shipment_ids: tuple[int, ...]


def claim_one(batch_id: int, *, lease: uuid.UUID, until: datetime) -> bool:
    """Take up a batch that nobody works on yet; False when another has it, or when it is beyond that."""
    mine = PrintBatch.objects.filter(pk=batch_id, status="QUEUED", lease=None)
    return bool(mine.update(lease=lease, lease_until=until))


def claim_due(
    *, at: datetime, until: datetime, lease: uuid.UUID, limit: int, seller_id: int | None = None
) -> dict[int, str]:
    """Take over batches whose lease ran out, as batch → how far it was. Two workers never get the same one."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_DUE, {"lease": lease, "until": until, "at": at, "limit": limit, "seller": seller_id})
        return dict(cursor.fetchall())


def work(batch_id: int) -> Work:
    """Load a batch with its shipments, in the sequence of their places."""
    batch = PrintBatch.objects.select_related("seller", "printer", "person").get(pk=batch_id)
    rows = Printout.objects.filter(seller_id=batch.seller_id, batch=batch).order_by("position")
    return Work(batch, tuple(rows.values_list("shipment_id", flat=True)))


def states(seller_id: int, shipment_ids: Sequence[int], *, lock: bool = False) -> dict[int, str]:
    """Return the state of each of the seller's shipments; absent when it is not his.

    `lock` keeps them from being cancelled, and from being queued elsewhere, until the transaction ends.
    """
    rows = Shipment.objects.filter(seller_id=seller_id, pk__in=shipment_ids).order_by("pk")
    if lock:
        rows = rows.select_for_update(no_key=True)
    return dict(rows.values_list("pk", "status"))
