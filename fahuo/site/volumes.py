"""How many parcels a seller's contracts carried, as routing asks for it: counted in shipments, which it cannot see."""

from __future__ import annotations

from datetime import datetime

from fahuo.shipments.models import Shipment, Status
from fahuo.shipments.queries.volume import volumes

ENDED = (Status.CLOSED, Status.CANCELLED, Status.FAILED)


def counted(seller_id: int, *, at: datetime) -> dict[str, tuple[int, int]]:
    """Return by carrier the parcels of the day and of the month."""
    return {carrier: (found.today, found.month) for carrier, found in volumes(seller_id, at=at).items()}


def under_way(account_id: int) -> int:
    """Return how many shipments that were booked through an account have not ended."""
    return Shipment.objects.filter(account=account_id).exclude(status__in=ENDED).count()
