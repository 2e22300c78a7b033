"""What is being declared at this moment, so that pages know whether to look again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from fahuo.customs.models import Declaration

# Jobs sit above queries and services, so the job is named, not imported.
DECLARE = "fahuo.customs.jobs.declare_shipments"
# States that last seconds; in others customs may take hours, and nobody waits before the page.
MOVING = ("QUEUED", "STAGED", "SUBMITTED", "SENT", "ACCEPTED", "CONCLUDED")
_RECENT = timedelta(minutes=15)


def being_declared(seller_id: int) -> int:
    """Return how many parcels wait for a worker to write their declarations."""
    return sum(len(args["shipment_ids"]) for args in _jobs(seller_id).values_list("args", flat=True))


def waits(seller_id: int, shipment_id: int) -> bool:
    """Tell whether a worker is about to declare this parcel."""
    return _jobs(seller_id).filter(args__shipment_ids__contains=[shipment_id]).exists()


def moves(item: Declaration, at: datetime) -> bool:
    """Tell whether an answer about this declaration is to be expected within moments."""
    last = max(filter(None, (item.declared_at, item.state_at, item.created_at)))
    return item.state in MOVING and last > at - _RECENT


def anything_moves(seller_id: int, at: datetime) -> bool:
    """Tell whether an answer about any declaration is to be expected within moments."""
    since = at - _RECENT
    rows = Declaration.objects.filter(seller_id=seller_id, state__in=MOVING)
    return rows.filter(Q(declared_at__gt=since) | Q(state_at__gt=since) | Q(created_at__gt=since)).exists()


def _jobs(seller_id: int) -> QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(task_name=DECLARE, status__in=("todo", "doing"), args__seller_id=seller_id)
