"""A person wants news of parcels now: their numbers are asked for next, within what each carrier allows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from fahuo.tracking.domain.risk import RUNGS
from fahuo.tracking.models import Leg

# Asked within the last minute, a carrier knows nothing new.
NOT_AGAIN_WITHIN = timedelta(minutes=1)
SOONEST = RUNGS.index(min(RUNGS))


def ask_now(*, shipment_ids: Collection[int], at: datetime, not_within: timedelta = NOT_AGAIN_WITHIN) -> int:
    """Put these parcels' numbers first in the queue; return how many. Those just asked, or refused, stay."""
    rows = Leg.objects.filter(shipment__in=shipment_ids, refusal="")
    stale = rows.filter(Q(polled_at=None) | Q(polled_at__lte=at - not_within))
    return stale.filter(Q(lease_until=None) | Q(lease_until__lte=at)).update(poll_at=at, rung=SOONEST)
