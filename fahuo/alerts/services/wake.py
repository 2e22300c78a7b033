"""Snoozed alerts come back by themselves, and the watches say when they last looked, and when they woke."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from fahuo.alerts.models import Verb, Watch, WatchName
from fahuo.alerts.queries.watching import WOKE, is_asleep
from fahuo.alerts.services import history
from fahuo.alerts.services.tell import tell

# Snoozed long before, an alert is told again; it wants to be looked at.
_WAKE = """
WITH due AS (SELECT id FROM alerts_alert WHERE state = 'SNOOZED' AND snoozed_until <= %(at)s
              ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE alerts_alert AS a SET state = 'OPEN', snoozed_until = NULL, telling_id = NULL, opened_at = %(at)s,
       acknowledged_at = NULL, acknowledged_by_id = NULL
  FROM due WHERE a.id = due.id
RETURNING a.id, a.seller_id
"""
LIMIT = 1000


@transaction.atomic
def wake(*, at: datetime, limit: int = LIMIT) -> int:
    """Open again what was snoozed until now; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_WAKE, {"at": at, "limit": limit})
        rows = cursor.fetchall()
    history.write([(seller_id, alert_id, Verb.WOKE, "") for alert_id, seller_id in rows], at=at)
    if rows:
        tell(at=at)
    return len(rows)


def wake_watch(*, at: datetime) -> None:
    """Note that parcels are looked at again after nobody did for long; once, however often the looking fails then.

    No carrier was asked meanwhile, so a parcel's silence may have been ours.
    """
    known = dict(Watch.objects.filter(name__in=(WatchName.PARCELS, WOKE)).values_list("name", "looked_at"))
    last, woke = known.get(WatchName.PARCELS), known.get(WOKE)
    if last is not None and is_asleep(last, at) and (woke is None or woke <= last):
        looked(WOKE, at=at)


def looked(name: str, *, at: datetime) -> None:
    """Note that a watch has looked."""
    Watch.objects.bulk_create(
        [Watch(name=name, looked_at=at)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["looked_at"],
    )
