"""Delete alerts that ended long ago, with their history, and messages that no alert names any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from fahuo.accounts.models import Seller

AT_A_TIME = 1_000  # in one transaction, which looks for lines of each deleted alert
# What came back lately is the same alert (`domain.damping`), so yesterday's are never deleted.
LEAST = timedelta(days=1)

# An alert that a person closed while its cause stands is kept: without it the same cause would ring anew.
_ALERTS = """
WITH old AS MATERIALIZED (
    SELECT id FROM alerts_alert
     WHERE seller_id = %(seller)s AND state = 'CLOSED' AND closed_at < %(before)s AND ended_at < %(before)s
     ORDER BY closed_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED),
lines AS (DELETE FROM alerts_alertentry WHERE seller_id = %(seller)s AND alert_id IN (SELECT id FROM old))
DELETE FROM alerts_alert WHERE id IN (SELECT id FROM old)
"""
_TELLINGS = """
DELETE FROM alerts_telling WHERE id IN (
    SELECT t.id FROM alerts_telling AS t
     WHERE t.seller_id = %(seller)s AND t.told_at < %(before)s AND NOT EXISTS (
           SELECT 1 FROM alerts_alert AS a WHERE a.seller_id = t.seller_id AND a.telling_id = t.id)
     LIMIT %(limit)s)
"""


def forget(*, at: datetime, days: float) -> int:
    """Delete what ended so long ago, in portions; return how many alerts. Of no days nothing is deleted."""
    if days <= 0:
        return 0
    before = at - max(timedelta(days=days), LEAST)
    gone = 0
    for seller_id in Seller.objects.order_by("pk").values_list("pk", flat=True):
        gone += _portions(_ALERTS, seller_id, before)
        _portions(_TELLINGS, seller_id, before)
    return gone


def _portions(statement: str, seller_id: int, before: datetime) -> int:
    gone = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(statement, {"seller": seller_id, "before": before, "limit": AT_A_TIME})
            portion = int(cursor.rowcount)
            gone += portion
            if portion < AT_A_TIME:
                return gone
