"""A person wants news of a parcel now: its numbers are asked for next, within what each carrier allows."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from fahuo.accounts.models import Seller
from fahuo.tracking.domain.risk import RUNGS
from fahuo.tracking.models import Leg

# Asked within the last minute, a carrier knows nothing new.
NOT_AGAIN_WITHIN = timedelta(minutes=1)
SOONEST = RUNGS.index(min(RUNGS))


def ask_now(*, seller: Seller, shipment_id: int, at: datetime) -> int:
    """Put a parcel's numbers first in the queue; return how many. Those just asked, or refused, stay as they are."""
    rows = Leg.objects.filter(seller=seller, shipment_id=shipment_id, refusal="")
    lately = at - NOT_AGAIN_WITHIN
    free = rows.filter(Q(polled_at=None) | Q(polled_at__lte=lately)).filter(
        Q(lease_until=None) | Q(lease_until__lte=at)
    )
    return free.update(poll_at=at, rung=SOONEST)
