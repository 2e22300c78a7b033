"""Prolong a lease that is still ours when a later job goes on with the rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from fahuo.shipments.models import Shipment, Status


def renew_booked(*, shipment_ids: Sequence[int], lease: uuid.UUID, until: datetime) -> list[int]:
    """Prolong the lease of booked rows that nobody took over; return their ids."""
    rows = Shipment.objects.filter(pk__in=shipment_ids, lease=lease, status=Status.BOOKED)
    rows.update(lease_until=until)
    return list(rows.values_list("pk", flat=True))
