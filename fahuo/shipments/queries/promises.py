"""Reads until when buyers expect their parcels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from fahuo.shipments.models import Shipment
from fahuo.shipments.queries.routing import promised_on


def promised(shipment_ids: Sequence[int]) -> dict[int, date]:
    """Return shipment → the day that routing chose its service by; without those whose day is not known. One query."""
    found = Shipment.objects.filter(pk__in=shipment_ids).select_related("order")
    rows = found.only("created_at", "order__chosen_service", "order__paid_at")
    days = {row.pk: promised_on(row.order, timezone.localdate(row.created_at)) for row in rows}
    return {key: day for key, day in days.items() if day is not None}
