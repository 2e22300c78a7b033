"""What stands on the ramp, and what a clerk sends off from the dialogue."""

from __future__ import annotations

import re
from datetime import timedelta

from fahuo.kit import clock
from fahuo.pickups.tests.conftest import tomorrow
from fahuo.shipments.models import Shipment
from tests.fixtures.pickups import wait_for_scan


def waiting(yard, count: int, first: int = 1, hours: float = 30) -> list[Shipment]:
    """Parcels with a label of so many hours ago and no scan."""
    parcels = yard.parcels(count, first=first, labelled_at=clock.now() - timedelta(hours=hours))
    for parcel in parcels:
        wait_for_scan(yard.seller, parcel)
    return parcels


def asking(yard, parcels, **changes):
    fields = {"carrier": yard.carrier, "day": tomorrow().isoformat(), "ready": "14:00", "close": "18:00", "by": "call"}
    return fields | {"id": [row.pk for row in parcels]} | changes


def read_of(answer) -> str:
    """What the page sends back once its warnings were read."""
    return re.search(r'name="read" value="(\w+)"', answer.content.decode())[1]
