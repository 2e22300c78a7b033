"""Go on with a shipment that a person looked at: a booking in REVIEW, or a booked one without a label."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from fahuo.carriers.queries import calls
from fahuo.shipments.models import Shipment, Status
from fahuo.shipments.services import record


def ask_again(*, shipment: Shipment, at: datetime) -> bool:
    """Let the next worker ask the carrier about this shipment; False when it does not wait for a person.

    Safe in every case: whatever may have been sent is asked for by reference before anything is sent again.
    """
    parked = Shipment.objects.filter(pk=shipment.pk, lease_until=None)
    with transaction.atomic():
        changed = parked.filter(status=Status.REVIEW).update(
            status=Status.BOOKING, lease_until=_settled(shipment, at), calls=1
        )
        changed += parked.filter(status=Status.BOOKED).update(lease_until=at, calls=1)
        if changed:
            record.note([shipment], kind="ASKED_AGAIN", at=at)
    return bool(changed)


def _settled(shipment: Shipment, at: datetime) -> datetime:
    """Return when to ask: not before what was sent last has settled, else a "not found" would be believed too early."""
    settled = calls.settled_at(
        shipment.seller_id,
        shipment.reference,
        settle=timedelta(seconds=settings.FAHUO_SETTLE_SECONDS),
        lease=timedelta(seconds=settings.FAHUO_LEASE_SECONDS),
    )
    return max(at, settled) if settled else at
