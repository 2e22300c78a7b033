"""Rows for the pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from fahuo.shipments.models import PRINTABLE, Shipment, ShipmentEvent


def timeline(shipment: Shipment) -> QuerySet[ShipmentEvent]:
    """Return a shipment's own history, oldest first."""
    return ShipmentEvent.objects.filter(seller_id=shipment.seller_id, shipment=shipment).order_by("at", "id")


def printable_ids(seller_id: int, order_numbers: Sequence[str] = ()) -> list[int]:
    """Return the shipments whose label was read back, in the sequence of booking; of these orders if any are named."""
    rows = Shipment.objects.filter(seller_id=seller_id, status__in=PRINTABLE)
    if order_numbers:
        rows = rows.filter(order__number__in=order_numbers)
    return list(rows.order_by("id").values_list("id", flat=True))
