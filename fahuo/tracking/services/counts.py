"""Counters beside the events: how long news took, and codes that we do not know. Rows are touched in a fixed order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fahuo.tracking.domain.marks import micros
from fahuo.tracking.models import Span
from fahuo.tracking.services.rows import Row
from fahuo.tracking.services.unknown import count_unknown

# Upper bounds in seconds; the last one takes all that is slower.
BUCKETS = (
    *(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400),
    *(172800, 259200, 604800, 2592000, 31536000),
)
_LATENCY = """
INSERT INTO tracking_latency AS l (seller_id, carrier, day, span, seconds, rows)
SELECT * FROM unnest(%s::bigint[], %s::varchar[], %s::date[], %s::varchar[], %s::integer[], %s::bigint[])
    ON CONFLICT (seller_id, carrier, day, span, seconds) DO UPDATE SET rows = l.rows + excluded.rows
"""


def bucket(seconds: float) -> int:
    """Return the upper bound of the bucket that a time falls into."""
    return BUCKETS[min(bisect_left(BUCKETS, seconds), len(BUCKETS) - 1)]


def count(cursor: Any, fresh: Sequence[Row], *, at: datetime) -> None:
    """Count how long new events took to be seen, and codes that we do not know. Last in a transaction: rows are few."""
    _count_times(cursor, fresh, at)
    count_unknown(cursor, fresh, at=at)


def _count_times(cursor: Any, fresh: Sequence[Row], at: datetime) -> None:
    now = micros(at)
    times = Counter([(row.seller_id, row.carrier, bucket((now - row.at) / 1_000_000)) for row in fresh if not row.odd])
    if times:
        keys = sorted(times)
        sellers, carriers, seconds = map(list, zip(*keys, strict=True))
        day, span = [at.date()] * len(keys), [Span.EVENT_TO_SEEN.value] * len(keys)
        cursor.execute(_LATENCY, [sellers, carriers, day, span, seconds, [times[key] for key in keys]])
