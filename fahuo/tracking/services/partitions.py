"""Months of events: made ahead and on demand, dropped when they are older than the operator keeps them.

A month that cannot be made at once is no reason to wait: its events go to the partition for all others, and move when
the month is made.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from fahuo.tracking.domain.months import month_of, oldest_kept, placed, starts_at
from fahuo.tracking.domain.plausible import BEFORE, in_utc

_log = logging.getLogger(__name__)
MONTHS_AHEAD = 2
_PATIENCE_S = 2  # for a lock that ingestion may hold or want
_TRY_AGAIN_S = 60
_NAME = re.compile(r"tracking_event_([0-9]{4})_([0-9]{2})")
_ADVISORY = 7_041_970  # one at a time makes or drops months

_MADE = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
 WHERE i.inhparent = 'tracking_event'::regclass
"""
_MAKE = """
CREATE TABLE {name} (LIKE tracking_event INCLUDING ALL);
LOCK TABLE tracking_event_other IN ACCESS EXCLUSIVE MODE;
WITH moved AS (DELETE FROM tracking_event_other WHERE at >= '{begin}' AND at < '{end}' RETURNING *)
INSERT INTO {name} SELECT * FROM moved;
ALTER TABLE tracking_event ATTACH PARTITION {name} FOR VALUES FROM ('{begin}') TO ('{end}');
"""
_UNDER_WAY = "SELECT min(labelled_at) FROM tracking_journey WHERE ended_at IS NULL AND labelled_at > %s"
# A parcel that was not heard of to its end by then is given up by everybody who asks.
LONGEST_JOURNEY = timedelta(days=180)
_known: dict[int, float] = {}  # month → until when we do not look again (this process's clock)


def ensure(moments: Iterable[datetime], *, at: datetime) -> None:
    """Make the months of these moments where they are missing. Inside a transaction nothing is made."""
    months = {month_of(in_utc(moment)) for moment in moments}
    now = time.monotonic()
    missing = [
        month for month in placed(months, at=at, kept=settings.FAHUO_EVENT_MONTHS) if _known.get(month, 0) <= now
    ]
    if missing and not connection.in_atomic_block:
        make(missing)


def make_ahead(*, at: datetime) -> list[int]:
    """Make the running month and the next ones; return those that are there afterwards."""
    return make([month_of(at) + number for number in range(MONTHS_AHEAD + 1)])


def make(months: Iterable[int]) -> list[int]:
    """Make months that are not there, each in a transaction of its own; return those that are there afterwards."""
    return [month for month in months if _make(month)]


def drop_old(*, at: datetime) -> list[int]:
    """Drop the months that are older than events are kept, and as old strays; return what was dropped.

    However few are kept, those of a parcel under way stay until its journey has ended, half a year at most.
    """
    kept = settings.FAHUO_EVENT_MONTHS
    if kept <= 0:
        return []
    oldest = min(oldest_kept(at, kept), month_of(_under_way_since(at)))
    dropped = [month for month in made() if month < oldest and _do(f"DROP TABLE {_name(month)}", month)]
    with connection.cursor() as cursor:
        limit = starts_at(oldest)
        cursor.execute("DELETE FROM tracking_event_other WHERE at < %s AND seen_at < %s", [limit, limit])
    return dropped


def _under_way_since(at: datetime) -> datetime:
    """Return from when on there may be events of parcels whose journey has not ended."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDER_WAY, [at - LONGEST_JOURNEY])
        (labelled_at,) = cursor.fetchone()
    return (labelled_at - BEFORE) if labelled_at else at


def made() -> list[int]:
    """Return the months that are there."""
    with connection.cursor() as cursor:
        cursor.execute(_MADE)
        names = [_NAME.fullmatch(name) for (name,) in cursor.fetchall()]
    return sorted(int(name[1]) * 12 + int(name[2]) - 1 for name in names if name)


def _make(month: int) -> bool:
    begin, end = starts_at(month).isoformat(), starts_at(month + 1).isoformat()
    done = _do(_MAKE.format(name=_name(month), begin=begin, end=end), month)
    _known[month] = float("inf") if done else time.monotonic() + _TRY_AGAIN_S
    return done


def _do(statement: str, month: int) -> bool:
    """Change the months, waiting for no lock longer than ingestion can bear; tell whether it was or is done."""
    drops = statement.startswith("DROP")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE_S}s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY])
            cursor.execute("SELECT to_regclass(%s) IS NULL", [_name(month)])
            if cursor.fetchone() == (not drops,):
                cursor.execute(statement)
    except DatabaseError as error:
        _log.warning("Month %s of the events is left for later: %s", _name(month), error)
        return False
    return True


def _name(month: int) -> str:
    return f"tracking_event_{month // 12:04}_{month % 12 + 1:02}"
