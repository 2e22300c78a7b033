"""Count how long it took: from what was seen to the alert, and from the alert to the first message that left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from fahuo.alerts.domain.causes import Cause
from fahuo.alerts.models import Alert, Telling
from fahuo.tracking.models import Span
from fahuo.tracking.services.counts import bucket

_COUNT = """
INSERT INTO tracking_latency AS l (seller_id, carrier, day, span, seconds, rows)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::text[], %s::int[], %s::bigint[])
ON CONFLICT (seller_id, carrier, day, span, seconds) DO UPDATE SET rows = l.rows + EXCLUDED.rows
"""
# A message that has not left after so long is the channel's trouble, which has an alert of its own.
WAITS_FOR = timedelta(hours=24)
AT_A_TIME = 500

Taken = tuple[int, str, str, timedelta]  # seller, carrier, span, how long


def count_alerts(causes: Iterable[Cause], *, at: datetime) -> None:
    """Count what rang now, for causes that concern a parcel."""
    count(
        [
            (cause.seller_id, cause.carrier, Span.SEEN_TO_ALERT, at - cause.seen_at)
            for cause in causes
            if cause.shipment_id is not None
        ],
        at=at,
    )


def count(taken: Sequence[Taken], *, at: datetime) -> None:
    """Add spans to the buckets of the day (UTC)."""
    buckets = Counter(
        (seller_id, carrier, at.date(), str(span), bucket(length.total_seconds()))
        for seller_id, carrier, span, length in taken
    )
    if not buckets:
        return
    rows = sorted((*key, number) for key, number in buckets.items())  # in one sequence, so that two do not lock up
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, list(map(list, zip(*rows, strict=True))))


@transaction.atomic
def count_sent(*, at: datetime) -> int:
    """Look which messages have left since, and count how long each of their alerts waited; return how many."""
    unsent = Telling.objects.filter(sent_at=None, told_at__gt=at - WAITS_FOR).order_by("told_at")
    tellings = list(unsent.select_for_update(skip_locked=True)[:AT_A_TIME])
    left = {(row.seller_id, row.key): row for row in tellings}
    sent: list[Telling] = []
    for row in _first_sent(tellings):
        telling = left[row[0], row[1]]
        telling.sent_at = row[2]
        sent.append(telling)
    Telling.objects.bulk_update(sent, ["sent_at"])
    by_id = {row.pk: row for row in sent}
    alerts = Alert.objects.filter(seller__in={row.seller_id for row in sent}, telling__in=by_id, shipment__isnull=False)
    rows = alerts.values_list("seller_id", "carrier", "telling_id", "opened_at")
    spans = [
        (seller_id, carrier, str(Span.ALERT_TO_SENT), (by_id[telling_id].sent_at or at) - opened_at)
        for seller_id, carrier, telling_id, opened_at in rows
    ]
    count(spans, at=at)
    return len(sent)


def _first_sent(tellings: Sequence[Telling]) -> list[tuple[int, str, datetime]]:
    """Return when the first copy of each arrived somewhere, of those of which one has."""
    if not tellings:
        return []
    statement = """
        SELECT d.seller_id, d.key, min(d.sent_at)
          FROM unnest(%s::bigint[], %s::text[]) AS t(seller_id, key)
          JOIN notifications_channel AS c ON c.seller_id = t.seller_id
          JOIN notifications_delivery AS d ON d.seller_id = t.seller_id AND d.channel_id = c.id AND d.key = t.key
         WHERE d.sent_at IS NOT NULL GROUP BY d.seller_id, d.key
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [[row.seller_id for row in tellings], [row.key for row in tellings]])
        return list(cursor.fetchall())
