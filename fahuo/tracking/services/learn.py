"""Learn the laws of lanes from the seller's own journeys, and count how past predictions came out."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from fahuo.accounts.models import Seller
from fahuo.eta.days import number
from fahuo.eta.model import fit
from fahuo.eta.stored import to_bytes
from fahuo.tracking.models import Journey, LaneLaw
from fahuo.tracking.queries import travelled

# Coverage is that of the last months: what was said a year ago, other laws said.
COUNTED = timedelta(days=180)
_PORTION = 5000
# A prediction counts when its last day has passed, whether the parcel came or not; those that will never come do not.
_KEPT = """
SELECT j.carrier || '/' || j.service_code, j.origin, j.country, p.stage, count(*),
       count(*) FILTER (WHERE d.on_day BETWEEN p.expected_from AND p.expected_until),
       count(*) FILTER (WHERE d.on_day < p.expected_from),
       sum(p.expected_until - p.expected_from + 1)::int
  FROM tracking_prediction p
  JOIN tracking_journey j ON j.shipment_id = p.shipment_id
  JOIN shipments_shipment s ON s.id = p.shipment_id
  CROSS JOIN LATERAL (
       SELECT (j.delivered_at AT TIME ZONE 'UTC' + coalesce((%(ahead)s::jsonb ->> j.country)::float8, 0)
               * interval '1 hour')::date AS on_day) d
 WHERE p.seller_id = %(seller)s AND p.made_on >= %(since)s AND p.expected_until < %(today)s
   AND s.status <> 'CANCELLED' AND j.milestone <> 'RETURNING' AND (j.delivered_at IS NOT NULL OR j.ended_at IS NULL)
 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
_UNDER_WAY = "SELECT shipment_id FROM tracking_journey WHERE seller_id = %s AND ended_at IS NULL ORDER BY shipment_id"
# Locked lowest first, as events are taken in: otherwise the two may wait for each other.
_LOOK_AGAIN = """
WITH found AS (
    SELECT shipment_id FROM tracking_journey WHERE shipment_id = ANY(%s) AND NOT expect_due
     ORDER BY shipment_id FOR NO KEY UPDATE)
UPDATE tracking_journey j SET expect_due = true FROM found WHERE j.shipment_id = found.shipment_id
"""


def sellers() -> list[int]:
    """Return who has parcels with journeys."""
    return list(
        Seller.objects.filter(pk__in=Journey.objects.values("seller_id")).order_by("pk").values_list("pk", flat=True)
    )


def learn(*, seller_id: int, at: datetime) -> LaneLaw:
    """Fit the seller's laws anew and have all parcels under way expected anew; return what was written."""
    history, keys = travelled.past(seller_id, at=at)
    groups = travelled.regions(on=at.date())
    # What happens today is not over: the laws are those of yesterday's evening.
    lanes = travelled.lanes_of(seller_id, keys, on=at.date())
    model = fit(history, lanes, groups, today=number(at.date()) - 1)
    values = {"fitted_at": at, "parcels": len(history), "content": to_bytes(model, groups)}
    law, _made = LaneLaw.objects.update_or_create(
        seller_id=seller_id, defaults={**values, "kept": kept(seller_id, at=at)}
    )
    look_again(seller_id)
    return law


def kept(seller_id: int, *, at: datetime) -> list[list[Any]]:
    """Return by lane and stage: service, origin, country, stage, predictions, kept, came earlier, days of them all."""
    ahead = json.dumps(travelled.local_hours(on=at.date()))
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"seller": seller_id, "since": at.date() - COUNTED, "today": at.date(), "ahead": ahead})
        return [list(row) for row in cursor.fetchall()]


def look_again(seller_id: int) -> int:
    """Mark all parcels under way as to be expected anew, in portions; return how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDER_WAY, [seller_id])
        ids = [key for (key,) in cursor.fetchall()]
    for start in range(0, len(ids), _PORTION):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LOOK_AGAIN, [ids[start : start + _PORTION]])
    return len(ids)
