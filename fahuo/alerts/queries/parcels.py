"""Which parcels must be looked at: those that something happened to, and those whose deadline passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from fahuo.alerts.domain.causes import Parcel
from fahuo.shipments.models import LIVE

_READ = """
SELECT j.seller_id, j.shipment_id, s.order_id, j.carrier, j.country, s.status = ANY(%(live)s), j.exception,
       j.exception_at, j.exceptions, j.heard_at, j.pickup_due_at, j.silent_at
  FROM tracking_journey AS j JOIN shipments_shipment AS s ON s.id = j.shipment_id
"""
_TAKE = "ORDER BY j.shipment_id LIMIT %(limit)s FOR UPDATE OF j SKIP LOCKED"
_CHANGED = f"{_READ} WHERE j.alerts_due {_TAKE}"
# Each clock has an index; those that have rung already are told by the index of standing alerts.
# They are found before their rows are read and put in a sequence: else, with old statistics, every parcel ever shipped
# is walked through in that sequence.
_PASSED = """
 WHERE j.shipment_id IN (SELECT shipment_id FROM passed) AND s.status = ANY(%(live)s) AND NOT EXISTS (
       SELECT 1 FROM alerts_alert AS a
        WHERE a.seller_id = j.seller_id AND a.kind = '{kind}' AND a.cause = 'parcel:' || j.shipment_id
          AND a.ended_at IS NULL)
"""
_FIRST = """
WITH passed AS MATERIALIZED (
     SELECT shipment_id FROM tracking_journey WHERE {clock} <= %(at)s AND {clock} > %(since)s)
"""
_CLOCKS = {"PICKUP_OVERDUE": "pickup_due_at", "SILENT": "silent_at"}
# Standing alerts of parcels that were cancelled since, as whoever cancels knows nothing of journeys; and of deadlines
# that lie ahead, as a clock ran ahead when they rang.
_OVER = f"""
{_READ}
 WHERE EXISTS (
       SELECT 1 FROM alerts_alert AS a
        WHERE a.seller_id = j.seller_id AND a.shipment_id = j.shipment_id AND a.ended_at IS NULL
          AND (s.status <> ALL(%(live)s)
               OR a.kind = 'SILENT' AND j.silent_at > %(at)s OR a.kind = 'PICKUP_OVERDUE' AND j.pickup_due_at > %(at)s))
{_TAKE}
"""  # noqa: S608 - words of ours


def changed(limit: int) -> list[Parcel]:
    """Take parcels that something happened to; their rows are held until the transaction ends."""
    return _parcels(_CHANGED, {"limit": limit})


def overdue(kind: str, at: datetime, limit: int, within: timedelta | None = None) -> list[Parcel]:
    """Take parcels whose deadline passed, `within` so long, and did not ring yet."""
    since = at - within if within is not None else datetime.min.replace(tzinfo=at.tzinfo)
    passed = _FIRST.format(clock=_CLOCKS[kind])
    return _parcels(passed + _READ + _PASSED.format(kind=kind) + _TAKE, {"at": at, "since": since, "limit": limit})


def over(at: datetime, limit: int) -> list[Parcel]:
    """Take parcels with an alert although they were cancelled, or its deadline lies ahead."""
    return _parcels(_OVER, {"at": at, "limit": limit})


def _parcels(statement: str, values: dict[str, Any]) -> list[Parcel]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "live": list(LIVE)})
        return [Parcel(*row) for row in cursor.fetchall()]


def keys(parcels: Sequence[Parcel]) -> tuple[list[int], list[int]]:
    """Return sellers and shipments side by side, as `unnest` wants them."""
    return [parcel.seller_id for parcel in parcels], [parcel.shipment_id for parcel in parcels]
