"""Have parcels asked for at once because a person wants to know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from fahuo.tracking.models import Leg


def ask_now(*, shipment_ids: Collection[int], at: datetime) -> int:
    """Make the numbers of these parcels due now, those that were not to be asked for again too; return how many."""
    return Leg.objects.filter(shipment__in=shipment_ids, lease=None, refusal="").update(poll_at=at, rung=0)
