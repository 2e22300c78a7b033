"""Count what has changed: orders and journeys that say so, and parcels for which a limit has passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from fahuo.figures.domain.counting import count
from fahuo.figures.queries import parcels
from fahuo.figures.services import ledger, lessons
from fahuo.figures.services.ledger import Difference

BATCH = 1000
_LOCK = 0x6667  # advisory lock "fg": a seller's sums have one writer at a time
_WAITING = """
SELECT seller_id FROM orders_order WHERE figures_due
UNION SELECT seller_id FROM tracking_journey WHERE figures_due
UNION SELECT seller_id FROM figures_fact WHERE next_change_at <= %s
ORDER BY 1
"""
# Flags are taken in two steps, as plans of a single statement go astray with the statistics of yesterday.
_JOURNEYS = """
SELECT shipment_id FROM tracking_journey WHERE figures_due AND seller_id + 0 = %(seller)s
 ORDER BY shipment_id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
"""
_JOURNEYS_TAKEN = """
WITH taken AS (UPDATE tracking_journey SET figures_due = false WHERE shipment_id = ANY(%s))
SELECT order_id FROM shipments_shipment WHERE id = ANY(%s)
"""
# Orders are not locked while they are counted: whoever ships takes a locked order for one that is taken up already. A
# flag comes down at the end, and only where the row is still the version that was counted.
_ORDERS = """
SELECT id, xmin::text FROM orders_order WHERE figures_due AND seller_id = %(seller)s ORDER BY id LIMIT %(limit)s
"""
_ORDERS_COUNTED = """
WITH same AS (
    SELECT o.id FROM orders_order o JOIN unnest(%s::bigint[], %s::text[]) AS v(id, version)
        ON o.id = v.id AND o.xmin::text = v.version
     ORDER BY o.id FOR NO KEY UPDATE OF o SKIP LOCKED)
UPDATE orders_order o SET figures_due = false FROM same WHERE o.id = same.id
"""
_BY_TIME = """
SELECT order_id FROM figures_fact WHERE seller_id = %(seller)s AND next_change_at <= %(at)s
 ORDER BY next_change_at LIMIT %(limit)s
"""


def count_due(*, at: datetime, limit: int = BATCH) -> int:
    """Count everything that is due, of all sellers, in batches; return how many orders were looked at.

    Any number may do it at once: of one seller one counts, and the others go on with the next.
    """
    done = 0
    for seller_id in _sellers(at):
        while found := count_batch(seller_id=seller_id, at=at, limit=limit):
            done += found
    return done


@transaction.atomic
def count_batch(*, seller_id: int, at: datetime, limit: int = BATCH) -> int:
    """Count one batch of a seller's orders; 0 when nothing is due or somebody else counts for this seller.

    Who is killed half-way has counted nothing: flags, facts and sums change together.
    """
    if not _try_lock(seller_id):
        return 0
    parameters: dict[str, Any] = {"seller": seller_id, "at": at, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, parameters)
        versions: dict[int, str] = dict(cursor.fetchall())
        news = _by_news(cursor, parameters)
        due = {*versions, *news}
        if due:
            recount(seller_id=seller_id, order_ids=sorted(due), at=at)
        if versions:
            cursor.execute(_ORDERS_COUNTED, [list(versions), list(versions.values())])
            if not cursor.rowcount and not news:
                return 0  # all of them are being changed: the next round counts them again
    return len(due)


def _by_news(cursor: Any, parameters: dict[str, Any]) -> set[int]:
    """Return the orders of journeys that have changed, their flags taken down, and those whose limits have passed."""
    journeys = _column(cursor, _JOURNEYS, parameters)
    due = set(_column(cursor, _BY_TIME, parameters))
    if journeys:
        due.update(_column(cursor, _JOURNEYS_TAKEN, [journeys, journeys]))
    return due


def _column(cursor: Any, statement: str, parameters: Any) -> list[int]:
    cursor.execute(statement, parameters)
    return [row[0] for row in cursor.fetchall()]


def recount(*, seller_id: int, order_ids: Sequence[int], at: datetime) -> None:
    """Count these orders as they are now, and change the sums by the difference. The caller holds the seller's lock."""
    before, difference, counted = ledger.facts(order_ids), Difference(), []
    rows, zone = parcels.rows(seller_id, order_ids), parcels.zone()
    found = [(row, parcel) for row in rows if (parcel := parcels.parcel(row, zone)) is not None]
    for _row, parcel in found:
        now = count(parcel, at=at, limits=parcels.limits_of(parcel, zone), zone=zone)
        was = before.pop(parcel.order_id, None)
        if now == was:
            continue
        counted.append(now)
        if was is not None:
            difference.add(was, -1)
        difference.add(now, 1)
    for was in before.values():
        difference.add(was, -1)
    ledger.write(seller_id, counted, list(before))
    ledger.apply(seller_id, difference.cells())
    lessons.note(seller_id=seller_id, found=found, zone=zone, at=at)


def lock(seller_id: int) -> None:
    """Wait until nobody else changes this seller's sums; free again at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, seller_id])


def _try_lock(seller_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, seller_id])
        return bool(cursor.fetchone()[0])


def _sellers(at: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [at])
        return [row[0] for row in cursor.fetchall()]
