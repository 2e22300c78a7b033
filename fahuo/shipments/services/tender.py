"""Write down that parcels were handed over. Whether they may be is judged above: only `customs` calls this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from fahuo.accounts.models import Seller
from fahuo.shipments.models import Shipment, Status
from fahuo.shipments.services import record


def tender(
    *, seller: Seller, shipment_ids: Sequence[int], at: datetime, detail: Mapping[str, str] | None = None
) -> list[int]:
    """Move labelled parcels to TENDERED; return those that moved. The caller holds a transaction.

    One that was cancelled, or handed over, meanwhile does not move.
    """
    labelled = Shipment.objects.filter(seller=seller, pk__in=shipment_ids, status=Status.LABELLED)
    rows = list(labelled.order_by("pk").select_for_update(no_key=True).only("pk", "seller_id", "status"))
    ids = [row.pk for row in rows]
    labelled.filter(pk__in=ids).update(status=Status.TENDERED)
    record.note(rows, kind="TENDERED", at=at, detail=dict(detail or {}))
    return ids
