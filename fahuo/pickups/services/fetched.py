"""Note which parcels carriers scanned since they were asked to come or urged, and end pick-ups that are done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, DateTimeField, Exists, OuterRef, Q, QuerySet, Value, When

from fahuo.pickups.models import GONE, Pickup, PickupLine, State, UrgeLine
from fahuo.pickups.services import record, timeline
from fahuo.shipments.models import LIVE

Scans = Callable[[int, Sequence[int]], Mapping[int, datetime]]
PORTION = 1000
ENDED_BY_SCANS = (State.DRAFT, State.CONFIRMED, State.REVIEW)
# Somewhere the day of a window is over that late.
_DAY_OVER = timedelta(days=2)


def note_scans(*, scans: Scans, at: datetime) -> int:
    """Ask `scans` about every parcel that waits in a pick-up or for an urge; return how many were fetched."""
    found = _note(PickupLine, PickupLine.objects.filter(is_open=True, fetched_at=None), scans)
    found += _note(UrgeLine, UrgeLine.objects.filter(fetched_at=None, shipment__status__in=LIVE), scans)
    end_done(at=at)
    return found


def end_done(*, at: datetime) -> int:
    """End the pick-ups in which nothing waits any more, also those of which nobody knew; return how many.

    A driver who comes for nothing, as everything was cancelled, can be called off until his day is over.
    """
    lines = PickupLine.objects.filter(pickup=OuterRef("pk"))
    waiting = lines.filter(is_open=True, fetched_at=None).exclude(shipment__status__in=GONE)
    went = lines.filter(Q(fetched_at__isnull=False) | Q(shipment__status__in=("TENDERED", "CLOSED")))
    nobody_comes = Q(state=State.DRAFT) | Q(comes_on__lte=at.date() - _DAY_OVER)
    open_ones = Pickup.objects.filter(state__in=ENDED_BY_SCANS)
    done = open_ones.filter(~Exists(waiting)).filter(nobody_comes | Exists(went))
    return sum(_end(pickup, at) for pickup in done.order_by("pk")[:PORTION])


@transaction.atomic
def _end(pickup: Pickup, at: datetime) -> bool:
    """What a person was to find out, or to see to, is of no use by then."""
    rows = Pickup.objects.filter(pk=pickup.pk, state__in=ENDED_BY_SCANS)
    if not rows.update(state=State.DONE, problems=[], ended_at=at):
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
            found += _write(model, seller_id, scans(seller_id, ids[first : first + PORTION]))
    return found


def _write(model: type[PickupLine] | type[UrgeLine], seller_id: int, scans: Mapping[int, datetime]) -> int:
    """Write the scans of a portion in one statement: a driver takes thousands at once."""
    if not scans:
        return 0
    waiting = model.objects.filter(seller_id=seller_id, shipment_id__in=scans, fetched_at=None)
    known = [When(shipment_id=key, then=Value(seen_at)) for key, seen_at in scans.items()]
    return waiting.update(fetched_at=Case(*known, output_field=DateTimeField()))
