"""Parcels between their label and the first scan: how many wait for whom, which, since when, and how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from fahuo.shipments.models import LIVE
from fahuo.tracking.models import Journey

SOON = timedelta(hours=12)
_WAITING = """
SELECT j.carrier, count(*), count(*) FILTER (WHERE j.pickup_due_at < %(at)s),
       count(*) FILTER (WHERE j.pickup_due_at BETWEEN %(at)s AND %(soon)s), min(j.pickup_due_at)
  FROM tracking_journey AS j JOIN shipments_shipment AS s ON s.id = j.shipment_id
 WHERE j.seller_id = %(seller)s AND j.pickup_due_at IS NOT NULL AND s.status = ANY(%(live)s)
 GROUP BY j.carrier ORDER BY 5
"""
_HOURS = """
SELECT carrier, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM scanned_at - labelled_at)),
       count(*) FILTER (WHERE scanned_at - labelled_at <= interval '48 hours')
  FROM tracking_journey WHERE seller_id = %s AND scanned_at >= %s GROUP BY carrier ORDER BY 2 DESC
"""


def waiting(seller_id: int, at: datetime) -> list[tuple[str, int, int, int, datetime | None]]:
    """Return by carrier: parcels without a scan, how many are overdue, how many soon, and the first clock that ends."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"seller": seller_id, "at": at, "soon": at + SOON, "live": list(LIVE)})
        return [tuple(row) for row in cursor.fetchall()]


def unscanned(
    seller_id: int, carrier: str, labelled_before: datetime, most: int, skipped: int = 0
) -> list[tuple[int, str, datetime, datetime]]:
    """Return shipment, carrier, label and deadline of parcels without a scan, the most urgent first.

    An empty carrier means all of them. The first `skipped` are left out.
    """
    rows = Journey.objects.filter(
        seller_id=seller_id, pickup_due_at__isnull=False, labelled_at__lt=labelled_before, shipment__status__in=LIVE
    )
    if carrier:
        rows = rows.filter(carrier=carrier)
    found = rows.order_by("pickup_due_at", "pk").values_list("pk", "carrier", "labelled_at", "pickup_due_at")
    portion = found[skipped : skipped + most]
    return [(key, code, labelled_at, due_at) for key, code, labelled_at, due_at in portion if due_at is not None]


def first_scans(seller_id: int, shipment_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when these shipments were first scanned; absent those that were not."""
    rows = Journey.objects.filter(seller_id=seller_id, pk__in=shipment_ids, scanned_at__isnull=False)
    return {key: at for key, at in rows.values_list("pk", "scanned_at") if at is not None}


def pickup_hours(seller_id: int, since: datetime) -> list[tuple[str, int, float, int]]:
    """Return by carrier: parcels scanned since, median hours from label to first scan, how many within 48 hours."""
    with connection.cursor() as cursor:
        cursor.execute(_HOURS, [seller_id, since])
        return [(carrier, count, float(seconds) / 3600, in_time) for carrier, count, seconds, in_time in cursor]
