"""Claim the numbers that are due at an account, the latest in their own interval first, for one worker and a while."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from fahuo.carriers.domain.circuit import State
from fahuo.shipments.models import LIVE
from fahuo.tracking.domain.risk import RUNGS, TOP
from fahuo.tracking.models import Leg, LegRole
from fahuo.tracking.services import plan

_INTERVALS = [rung.total_seconds() for rung in RUNGS]
# Accounts with something due that may be called; the pace tells how far their next place lies ahead.
_ACCOUNTS = """
SELECT a.id, EXTRACT(EPOCH FROM p.next_at - clock_timestamp())::float8
  FROM carriers_carrieraccount a
  LEFT JOIN carriers_callpace p ON p.account_id = a.id
  LEFT JOIN carriers_circuit c ON c.account_id = a.id
 WHERE EXISTS (SELECT 1 FROM generate_series(0, %(top)s) AS r(rung)
                WHERE EXISTS (SELECT 1 FROM tracking_leg l WHERE l.account_id = a.id AND l.rung = r.rung
                                 AND l.poll_at <= %(at)s AND (l.lease_until IS NULL OR l.lease_until <= %(at)s)))
   AND (c.state IS NULL OR c.state = %(closed)s OR (c.state <> %(stopped)s AND c.retry_at <= %(at)s))
   AND (a.active OR EXISTS (SELECT 1 FROM shipments_shipment s WHERE s.account_id = a.id))
   AND (%(only)s::bigint[] IS NULL OR a.id = ANY(%(only)s))
 ORDER BY a.id
"""
# Within a rung the sequence of poll_at is that of lateness, so the first few of each rung are all that can be chosen.
_CLAIM = """
WITH first AS (
    SELECT c.id, (EXTRACT(EPOCH FROM %(at)s - c.poll_at) / (%(intervals)s::float8[])[c.rung + 1]) AS late
      FROM generate_series(0, %(top)s) AS r(rung)
     CROSS JOIN LATERAL (
           SELECT id, rung, poll_at FROM tracking_leg
            WHERE account_id = %(account)s AND rung = r.rung AND poll_at <= %(at)s
              AND (lease_until IS NULL OR lease_until <= %(at)s)
              AND (%(shipments)s::bigint[] IS NULL OR shipment_id = ANY(%(shipments)s))
            ORDER BY poll_at LIMIT %(limit)s) c
), chosen AS MATERIALIZED (
    SELECT l.id FROM tracking_leg l
     WHERE l.id IN (SELECT id FROM first ORDER BY late DESC LIMIT %(limit)s)
       AND l.poll_at <= %(at)s AND (l.lease_until IS NULL OR l.lease_until <= %(at)s)
     ORDER BY l.id
       FOR UPDATE SKIP LOCKED)
UPDATE tracking_leg l SET lease = %(lease)s, lease_until = %(until)s FROM chosen WHERE l.id = chosen.id
RETURNING l.id
"""
_GIVE_BACK = """
UPDATE tracking_leg SET lease = NULL, lease_until = NULL WHERE id = ANY(%s) AND lease = %s
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One number that is this worker's to ask for. `to_register`: it must be handed in first."""

    leg_id: int
    seller_id: int
    shipment_id: int
    carrier: str
    number: str
    role: str
    rung: int
    failures: int
    poll_at: datetime
    to_register: bool
    booked_with: str
    reference: str
    waybill_number: str
    tracking_number: str
    postcode: str
    phone: str
    number_asked_at: datetime | None
    begun_at: datetime


def accounts_due(*, at: datetime, only: Iterable[int] | None = None) -> list[tuple[int, float | None]]:
    """Return the accounts that have something due and may be called, with how far ahead their pace stands."""
    values: dict[str, Any] = {
        "at": at, "top": TOP, "closed": State.CLOSED, "stopped": State.STOPPED,
        "only": None if only is None else list(only),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, values)
        return list(cursor.fetchall())


def claim(
    *, account_id: int, limit: int, lease: uuid.UUID, at: datetime, shipments: Collection[int] | None = None
) -> list[Claimed]:
    """Claim up to `limit` numbers, only of these shipments where they are given; committed on return.

    What was cancelled meanwhile is not among them, and planned never to be asked for again. A lease outlasts the call
    and its results; when its worker died, somebody else asks after that.
    """
    until = at + timedelta(seconds=settings.FAHUO_LEASE_SECONDS)
    values: dict[str, Any] = {
        "account": account_id, "limit": limit, "lease": lease, "at": at, "until": until, "top": TOP,
        "intervals": _INTERVALS, "shipments": None if shipments is None else list(shipments),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        ids = [leg_id for (leg_id,) in cursor.fetchall()]
    return _living(ids, lease)


def give_back(*, leg_ids: Iterable[int], lease: uuid.UUID) -> None:
    """Let others have what was claimed and not asked for; it stays as due as it was."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [list(leg_ids), lease])


def _living(ids: list[int], lease: uuid.UUID) -> list[Claimed]:
    rows = Leg.objects.filter(pk__in=ids).values_list(
        "pk", "seller_id", "shipment_id", "carrier", "number", "role", "rung", "failures", "poll_at",
        "registered_at", "shipment__carrier", "shipment__reference", "shipment__waybill_number",
        "shipment__tracking_number", "shipment__order__postcode", "shipment__order__phone", "number_asked_at",
        "shipment__created_at", "shipment__status",
    )  # fmt: skip
    living, ended = [], []
    for row in rows.order_by("pk"):
        columns: list[Any] = list(row)
        status = columns.pop()
        if status not in LIVE:
            ended.append(plan.Settled(row[0], TOP, None))
            continue
        columns[9] = row[5] == LegRole.WATCH and columns[9] is None
        living.append(Claimed(*columns))
    plan.settle(lease=lease, rows=ended)
    return living
