"""Pick-ups under work: what is due, and what the carrier is to be asked."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from fahuo.pickups.models import GONE, Pickup
from fahuo.shipments import queries as shipments
from fahuo.trade.address import Address
from fahuo.trade.pickup import PickupOrder, PickupParcel, PickupWindow

# In a subquery the portion might be taken again for every row, and exceed the limit.
_CLAIM = """
WITH due AS MATERIALIZED (
     SELECT id FROM pickups_pickup WHERE state = 'ASKING' AND lease_until <= %(at)s
      ORDER BY lease_until LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE pickups_pickup AS p SET lease = %(lease)s, lease_until = %(until)s FROM due WHERE p.id = due.id
RETURNING p.id
"""


def claim_due(*, at: datetime, until: datetime, lease: uuid.UUID, limit: int) -> list[int]:
    """Take over pick-ups that are to be asked for, or were left behind. Two workers never get the same row."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"lease": lease, "until": until, "at": at, "limit": limit})
        return sorted(row[0] for row in cursor.fetchall())


def order_of(pickup: Pickup) -> PickupOrder:
    """Return what the carrier is asked, without parcels that were cancelled or handed over since they were chosen.

    Raises `LookupError` when the size of a parcel is not known any more.
    """
    lines = pickup.lines.exclude(shipment__status__in=GONE).order_by("pk")
    return PickupOrder(
        reference=pickup.reference,
        address=Address(**pickup.address),
        window=window_of(pickup),
        parcels=_parcels(list(lines.values_list("shipment_id", flat=True))),
        note=pickup.note,
    )


def window_of(pickup: Pickup) -> PickupWindow:
    """Return when somebody is there."""
    return PickupWindow(pickup.comes_on, pickup.ready, pickup.close, pickup.zone)


def _parcels(shipment_ids: Sequence[int]) -> tuple[PickupParcel, ...]:
    try:
        work = shipments.work(shipment_ids)
    except ValueError as error:  # nothing to be packed: the goods are no longer known
        raise LookupError(str(error)) from error
    return tuple(
        PickupParcel(
            row.waybill.number,
            row.booking.service_code,
            row.booking.recipient.country,
            row.booking.parcel.weight_g,
            row.booking.parcel.size,
        )
        for row in work
    )
