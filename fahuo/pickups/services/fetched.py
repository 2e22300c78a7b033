"""Note which parcels carriers scanned since they were asked to come or urged, and end pick-ups that are done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from fahuo.pickups.models import Pickup, PickupLine, State, UrgeLine
from fahuo.pickups.services import record, timeline
from fahuo.shipments.models import LIVE, Status

Scans = Callable[[int, Sequence[int]], Mapping[int, datetime]]
PORTION = 1000
# We handed them over ourselves, or they are not to be fetched any more.
_GONE = (Status.TENDERED, Status.CLOSED, Status.CANCELLED, Status.FAILED)


def note_scans(*, scans: Scans, at: datetime) -> int:
    """Ask `scans` about every parcel that waits in a pick-up or for an urge; return how many were fetched."""
    found = _note(PickupLine, PickupLine.objects.filter(is_open=True, fetched_at=None), scans)
    found += _note(UrgeLine, UrgeLine.objects.filter(fetched_at=None, shipment__status__in=LIVE), scans)
    end_done(at=at)
    return found


def end_done(*, at: datetime) -> int:
    """End the pick-ups in which nothing waits any more; return how many."""
    waiting = PickupLine.objects.filter(is_open=True, fetched_at=None).exclude(shipment__status__in=_GONE)
    open_ones = Pickup.objects.filter(state__in=(State.DRAFT, State.CONFIRMED))
    done = open_ones.exclude(pk__in=waiting.values("pickup_id"))
    return sum(_end(pickup, at) for pickup in done.order_by("pk")[:PORTION])


@transaction.atomic
def _end(pickup: Pickup, at: datetime) -> bool:
    rows = Pickup.objects.filter(pk=pickup.pk, state__in=(State.DRAFT, State.CONFIRMED))
    if not rows.update(state=State.DONE, ended_at=at):
        return False
    record.release(pickup)
    timeline.note(pickup, "DONE", at=at)
    return True


def _note(model: type[PickupLine] | type[UrgeLine], waiting: QuerySet[Any], scans: Scans) -> int:
    by_seller: dict[int, list[int]] = defaultdict(list)
    for seller_id, shipment_id in waiting.order_by("pk").values_list("seller_id", "shipment_id"):
        by_seller[seller_id].append(shipment_id)
    found = 0
    for seller_id, ids in by_seller.items():
        for first in range(0, len(ids), PORTION):
            for shipment_id, seen_at in scans(seller_id, ids[first : first + PORTION]).items():
                own = model.objects.filter(seller_id=seller_id, shipment_id=shipment_id, fetched_at=None)
                found += own.update(fetched_at=seen_at)
    return found
