"""Go on with a shipment that a person looked at: a booking in REVIEW, or a booked one without a label."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.shipments.models import Shipment, Status
from fahuo.shipments.services import record


def ask_again(*, shipment: Shipment, at: datetime) -> bool:
    """Let the next worker ask the carrier about this shipment; False when it does not wait for a person.

    Safe in every case: what is taken over is always asked for by reference before anything is sent.
    """
    parked = Shipment.objects.filter(pk=shipment.pk, lease_until=None)
    with transaction.atomic():
        changed = parked.filter(status=Status.REVIEW).update(status=Status.BOOKING, lease_until=at, calls=1)
        changed += parked.filter(status=Status.BOOKED).update(lease_until=at, calls=1)
        if changed:
            record.note([shipment], kind="ASKED_AGAIN", at=at)
    return bool(changed)
