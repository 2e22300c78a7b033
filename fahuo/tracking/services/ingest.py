"""Take events in: stored once, folded into their journeys, counted; all of a batch in one transaction, or nothing."""

from __future__ import annotations

import random
import time
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import OperationalError, connection, transaction

from fahuo import rulebook
from fahuo.tracking.domain.deadlines import allowed
from fahuo.tracking.domain.plausible import in_utc
from fahuo.tracking.services import counts, partitions
from fahuo.tracking.services.begin import begin_these
from fahuo.tracking.services.fold import COPY_BEGIN, COPY_END, STAGE, fold, news_of
from fahuo.tracking.services.rows import COLUMNS, Head, Row, Sighting, rows_of

__all__ = ["Sighting", "Taken", "take"]

_AGAIN = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
_TRIES = 5
_HEADS = """
SELECT shipment_id, seller_id, labelled_at, begun_at, origin, country, early
  FROM tracking_journey WHERE shipment_id = ANY(%s)
"""
_OURS = """
SELECT s.id FROM shipments_shipment s
  JOIN unnest(%s::bigint[], %s::bigint[]) AS v(seller_id, id) USING (seller_id, id)
"""
_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_event (
    seller_id bigint, shipment_id bigint, at timestamptz, digest bigint, carrier text, milestone text, reason text,
    raw_code text, description text, place text, country text, raw_time text, odd text
) ON COMMIT DELETE ROWS;
DELETE FROM staged_event
"""
_NAMES = ", ".join(COLUMNS)
_STORE = f"""
WITH stored AS (
    INSERT INTO tracking_event ({_NAMES}, seen_at)
    SELECT {_NAMES}, %s FROM staged_event ORDER BY seller_id, shipment_id, at, digest
        ON CONFLICT DO NOTHING
    RETURNING digest)
SELECT string_agg(int8send(digest), ''::bytea) FROM stored
"""  # noqa: S608  names of our own
_SETTLE = """
WITH settled AS (
    UPDATE tracking_event e SET odd = ''
      FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::bigint[]) AS s(seller_id, shipment_id, at, digest)
     WHERE e.odd = 'FUTURE'
       AND (e.seller_id, e.shipment_id, e.at, e.digest) = (s.seller_id, s.shipment_id, s.at, s.digest)
    RETURNING e.digest)
SELECT string_agg(int8send(digest), ''::bytea) FROM settled
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a batch: how many events are new, how many of them count for nothing, and whose milestone changed.

    `unknown` are sightings of parcels that are not this seller's, or not parcels at all: nothing of them is kept.
    """

    new: int = 0
    odd: int = 0
    moved: tuple[int, ...] = ()
    unknown: tuple[Sighting, ...] = ()


def take(sightings: Sequence[Sighting], *, at: datetime) -> Taken:
    """Store what carriers told of parcels and say where these stand now. What is known already changes nothing."""
    if not sightings:
        return Taken()
    partitions.ensure((event.at for sighting in sightings for event in sighting.events), at=at)
    for tries in range(1, _TRIES + 1):
        try:
            with transaction.atomic(), connection.wrap_database_errors:
                return _take(sightings, at)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in _AGAIN or tries == _TRIES:
                raise
            time.sleep(random.uniform(0, 0.05 * tries))  # noqa: S311  no secret
    raise AssertionError


def _take(sightings: Sequence[Sighting], at: datetime) -> Taken:
    with connection.cursor() as plain, psycopg.Cursor(connection.connection) as cursor:
        plain.execute(f"{_STAGE}; {STAGE}")
        cursor.format = psycopg.pq.Format.BINARY
        heads = _heads(cursor, sightings, at)
        rows = rows_of(sightings, heads, at=at)
        unknown = tuple(one for one in sightings if _head(heads, one) is None)
        if not rows:
            return Taken(unknown=unknown)
        fresh = _store(cursor, rows, at)
        settled = _settle(cursor, rows, heads)
        hours = allowed(rulebook.value("tracking.deadlines", on=at.date()))
        moved = fold(cursor, news_of(fresh, settled), heads, at=at, hours=hours)
        counts.count(cursor, fresh, at=at)
    return Taken(len(fresh), sum(1 for row in fresh if row.odd), tuple(moved), unknown)


def _heads(cursor: Any, sightings: Sequence[Sighting], at: datetime) -> dict[int, Head]:
    """Return what is known of the parcels; journeys of shipments of ours that are not begun yet are begun."""
    wanted = {one.shipment_id: one.seller_id for one in sightings}
    heads = _read_heads(cursor, list(wanted))
    missing = [key for key in sorted(wanted) if key not in heads]
    if missing:
        pairs = sorted({(one.seller_id, one.shipment_id) for one in sightings if one.shipment_id not in heads})
        cursor.execute(_OURS, [[seller for seller, _ in pairs], [key for _, key in pairs]])
        begin_these([key for (key,) in cursor.fetchall()], at=at)
        heads |= _read_heads(cursor, missing)
    return heads


def _read_heads(cursor: Any, shipment_ids: list[int]) -> dict[int, Head]:
    cursor.execute(_HEADS, [shipment_ids])
    return {key: Head(*columns) for key, *columns in cursor.fetchall()}


def _head(heads: Mapping[int, Head], sighting: Sighting) -> Head | None:
    head = heads.get(sighting.shipment_id)
    return head if head is not None and head.seller_id == sighting.seller_id else None


def _store(cursor: Any, rows: Mapping[int, Row], at: datetime) -> list[Row]:
    """Write events that are not there yet, in one order for everybody; return those that were new."""
    with cursor.copy(f"COPY staged_event ({_NAMES}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"".join([COPY_BEGIN, *[row.packed for row in rows.values()], COPY_END]))
    cursor.execute(_STORE, [at])
    return [rows[digest] for digest in _digests(cursor)]


def _settle(cursor: Any, rows: Mapping[int, Row], heads: Mapping[int, Head]) -> list[Row]:
    """Let events count that came too early, now that their carrier still tells them and their moment has passed.

    Their keys go as arrays, whose length PostgreSQL knows when it plans; of the staging table it knows nothing.
    """
    found = (pair for pair in rows.items() if heads[pair[1].shipment_id].early and not pair[1].odd)
    keys = sorted((row.seller_id, row.shipment_id, in_utc(row.event.at), digest) for digest, row in found)
    if not keys:
        return []
    cursor.execute(_SETTLE, [list(column) for column in zip(*keys, strict=True)])
    return [rows[digest] for digest in _digests(cursor)]


def _digests(cursor: Any) -> array[int]:
    """Read digests that came as one value."""
    (joined,) = cursor.fetchone()
    found = array("q", bytes(joined or b""))
    found.byteswap()
    return found
