"""Orders that should have had their label by now."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from fahuo.alerts.domain.causes import Cause
from fahuo.alerts.queries.standing import Standing
from fahuo.trade.alert_kind import AlertKind

# What is SKIP need not be shipped; IN_WORK has no label yet.
_WAITS = "o.stage IN ('OPEN', 'IN_WORK') AND o.outcome IN ('READY', 'BLOCKED') AND o.label_due_at <= %(at)s"
_OVERDUE = f"""
SELECT o.seller_id, o.id, o.country, o.label_due_at
  FROM orders_order AS o
 WHERE {_WAITS} AND o.label_due_at > %(since)s AND o.label_due_at IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM alerts_alert AS a
        WHERE a.seller_id = o.seller_id AND a.kind = 'LABEL_OVERDUE' AND a.cause = 'order:' || o.id
          AND a.ended_at IS NULL)
 ORDER BY o.label_due_at LIMIT %(limit)s
"""  # noqa: S608 - words of ours
_DONE = f"""
SELECT a.id, a.seller_id, a.kind, a.cause, a.state, a.closed_at, a.caused_at
  FROM alerts_alert AS a JOIN orders_order AS o ON o.id = a.order_id
 WHERE a.kind = 'LABEL_OVERDUE' AND a.ended_at IS NULL AND ({_WAITS}) IS NOT TRUE
 LIMIT %(limit)s
"""  # noqa: S608 - words of ours


def overdue(at: datetime, limit: int, within: timedelta | None = None) -> list[Cause]:
    """Return orders whose deadline passed, `within` so long, and did not ring yet."""
    since = at - within if within is not None else datetime.min.replace(tzinfo=at.tzinfo)
    with connection.cursor() as cursor:
        cursor.execute(_OVERDUE, {"at": at, "since": since, "limit": limit})
        return [_cause(*row) for row in cursor.fetchall()]


def done(at: datetime, limit: int) -> list[Standing]:
    """Return the alerts of orders that have their label, or need none any more."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, {"at": at, "limit": limit})
        return [Standing(*row) for row in cursor.fetchall()]


def _cause(seller_id: int, order_id: int, country: str, due_at: datetime) -> Cause:
    land = country if len(country) == 2 else ""
    return Cause(
        seller_id, AlertKind.LABEL_OVERDUE, f"order:{order_id}", due_at, due_at, country=land, order_id=order_id
    )
