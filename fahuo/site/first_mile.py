"""What the first mile is told of tracking and of hand-over lists, which it cannot see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count

from fahuo.pickups.handed_down import FirstMile, HandOverList, PickupHours, WaitingCarrier, WaitingParcel
from fahuo.printing.models import ManifestLine
from fahuo.tracking.queries import first_mile as tracking


def _waiting(seller_id: int, at: datetime) -> list[WaitingCarrier]:
    return [WaitingCarrier(*row) for row in tracking.waiting(seller_id, at)]


def _parcels(seller_id: int, carrier: str, labelled_before: datetime, most: int, skipped: int) -> list[WaitingParcel]:
    return [WaitingParcel(*row) for row in tracking.unscanned(seller_id, carrier, labelled_before, most, skipped)]


def _hours(seller_id: int, since: datetime) -> list[PickupHours]:
    return [PickupHours(*row) for row in tracking.pickup_hours(seller_id, since)]


def _lists(seller_id: int, shipment_ids: Sequence[int]) -> list[HandOverList]:
    lines = ManifestLine.objects.filter(seller_id=seller_id, shipment_id__in=shipment_ids, is_void=False)
    rows = lines.values_list("manifest_id", "manifest__number").annotate(parcels=Count("id")).order_by("-manifest_id")
    return [HandOverList(*row) for row in rows]


def _listed(seller_id: int, manifest_id: int) -> list[int]:
    lines = ManifestLine.objects.filter(seller_id=seller_id, manifest_id=manifest_id, is_void=False)
    return list(lines.order_by("position").values_list("shipment_id", flat=True))


FIRST_MILE = FirstMile(_waiting, _parcels, tracking.first_scans, _hours, _lists, _listed)
