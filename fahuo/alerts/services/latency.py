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
    left = dict(_left(at))
    sent = list(Telling.objects.filter(pk__in=left, sent_at=None).select_for_update(skip_locked=True))
    for telling in sent:
        telling.sent_at = left[telling.pk]
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


def _left(at: datetime) -> list[tuple[int, datetime]]:
    """Return messages of which a copy has arrived somewhere since, and when the first did.

    Those of sellers without a channel never leave; they cost an index look-up and hold up nobody.
    """
    statement = """
        SELECT t.id, first.sent_at FROM alerts_telling AS t CROSS JOIN LATERAL (
               SELECT min(d.sent_at) AS sent_at FROM notifications_channel AS c
                 JOIN notifications_delivery AS d ON d.seller_id = c.seller_id AND d.channel_id = c.id
                WHERE c.seller_id = t.seller_id AND d.key = t.key) AS first
         WHERE t.sent_at IS NULL AND t.told_at > %s AND first.sent_at IS NOT NULL
         ORDER BY t.told_at LIMIT %s
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [at - WAITS_FOR, AT_A_TIME])
        return list(cursor.fetchall())
