"""Write down a tracking number that came after the booking."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from fahuo.shipments import domain
from fahuo.shipments.models import LIVE, Shipment


@transaction.atomic
def note_numbers(*, numbers: Mapping[int, str]) -> list[int]:
    """Write tracking numbers by shipment where there is none yet; return the shipments that got one."""
    written = []
    for shipment_id, number in sorted(numbers.items()):
        if number and domain.number_problem(number) is None:
            row = Shipment.objects.filter(pk=shipment_id, status__in=LIVE, tracking_number="")
            if row.update(tracking_number=number):
                written.append(shipment_id)
    return written
