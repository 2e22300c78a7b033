"""How many parcels go under each contract: today, for its capacity, and this month, for its volume rebate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from fahuo.shipments.models import LIVE, Shipment


@dataclass(frozen=True, slots=True)
class Volume:
    """Parcels of one contract that are booked or about to be."""

    today: int = 0
    month: int = 0


def volumes(seller_id: int, *, at: datetime) -> dict[str, Volume]:
    """Return by carrier what the seller took up since midnight and since the first of the month, in local time."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    live = Shipment.objects.filter(seller_id=seller_id, status__in=LIVE, created_at__gte=midnight.replace(day=1))
    rows = live.values_list("carrier").annotate(
        today=Count("id", filter=Q(created_at__gte=midnight)), month=Count("id")
    )
    return {carrier: Volume(today, month) for carrier, today, month in rows}
