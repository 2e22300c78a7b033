"""Begin the journeys of parcels that have a label and a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from fahuo import rulebook
from fahuo.shipments.models import LIVE
from fahuo.tracking.domain.deadlines import allowed, pickup_due
from fahuo.tracking.domain.marks import micros, moment
from fahuo.tracking.domain.standing import NOTHING
from fahuo.tracking.services import legs

# Parcels of long ago, seen for the first time when Fahuo is upgraded: carriers have forgotten them, nobody asks.
LONG_AGO = timedelta(days=120)

_TAKE_UP = """
SELECT id, status = ANY(%(live)s) AND labelled_at > %(long_ago)s
  FROM shipments_shipment
 WHERE NOT followed AND labelled_at IS NOT NULL AND waybill_number <> ''
 ORDER BY seller_id, id
 LIMIT %(limit)s
   FOR NO KEY UPDATE SKIP LOCKED
"""
_FOLLOWED = "UPDATE shipments_shipment SET followed = true WHERE id = ANY(%s)"
_BEGIN = """
INSERT INTO tracking_journey AS j (
    shipment_id, seller_id, carrier, service_code, country, origin, labelled_at, begun_at, marks, events,
    milestone, exception, alerts_due, figures_due, expect_due)
SELECT s.id, s.seller_id, s.carrier, s.service_code, s.country,
       coalesce((SELECT a.country FROM accounts_shipfromaddress a
                  WHERE a.seller_id = s.seller_id AND a.is_default LIMIT 1), ''),
       coalesce(s.labelled_at, s.booked_at, s.created_at), %(at)s, '', 0, '', '', false, true, true
  FROM shipments_shipment s
 WHERE s.id = ANY(%(ids)s)
 ORDER BY s.id
    ON CONFLICT (shipment_id) DO UPDATE
   SET labelled_at = excluded.labelled_at WHERE j.labelled_at <> excluded.labelled_at
RETURNING shipment_id, labelled_at
"""
_CLOCKS = """
UPDATE tracking_journey j SET pickup_due_at = v.due
  FROM unnest(%(ids)s::bigint[], %(due)s::timestamptz[]) AS v(id, due)
 WHERE j.shipment_id = v.id AND j.scanned_at IS NULL AND j.ended_at IS NULL
"""


def begin_new(*, at: datetime, limit: int = 1000) -> list[int]:
    """Begin the journeys of up to `limit` parcels that nobody follows yet; return them. Any number may do it at once.

    Parcels that were cancelled before, and those of long ago, are only marked as seen; however many they are, nobody
    else waits for the next call.
    """
    while True:
        found, begun = _begin_portion(at, limit)
        if begun or found < limit:
            return begun


def _begin_portion(at: datetime, limit: int) -> tuple[int, list[int]]:
    """Return how many were looked at, and whose journeys were begun."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE_UP, {"live": list(LIVE), "long_ago": at - LONG_AGO, "limit": limit})
        found = cursor.fetchall()
        wanted = [key for key, lives in found if lives]
        begin_these(wanted, at=at)
        cursor.execute(_FOLLOWED, [[key for key, _ in found]])
    return len(found), wanted


def begin_these(shipment_ids: Sequence[int], *, at: datetime) -> None:
    """Begin the journeys of these shipments, in the caller's transaction; those that are under way stay as they are."""
    if not shipment_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, {"ids": list(shipment_ids), "at": at})
        begun = cursor.fetchall()
        hours = allowed(rulebook.value("tracking.deadlines", on=at.date()))
        due = [
            pickup_due(NOTHING, labelled_at=micros(labelled), begun_at=micros(at), hours=hours) for _, labelled in begun
        ]
        cursor.execute(_CLOCKS, {"ids": [key for key, _ in begun], "due": [at and moment(at) for at in due]})
    legs.lay(shipment_ids=list(shipment_ids), at=at)
