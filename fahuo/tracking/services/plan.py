"""Write when each number is asked for next, from how its parcel stands now."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from fahuo.shipments.models import LIVE
from fahuo.tracking.domain.risk import Course
from fahuo.tracking.domain.schedule import next_look
from fahuo.tracking.models import Leg, LegRole

_JOURNEY = (
    "begun_at", "milestone", "exception", "exception_at", "scanned_at", "pickup_due_at", "silent_at", "last_event_at",
    "ended_at", "expected_from", "expected_until",
)  # fmt: skip
# Only rows whose lease is the given one. Rows are locked in one sequence, so that two such writes never wait for
# each other.
_SETTLE = """
WITH locked AS MATERIALIZED (SELECT id FROM tracking_leg WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE)
UPDATE tracking_leg AS l
   SET rung = v.rung, poll_at = v.poll_at, failures = v.failures, refusal = v.refusal,
       polled_at = COALESCE(v.polled_at, l.polled_at), registered_at = COALESCE(v.registered_at, l.registered_at),
       number_asked_at = COALESCE(v.number_asked_at, l.number_asked_at), lease = NULL, lease_until = NULL
  FROM unnest(%(ids)s::bigint[], %(rung)s::int[], %(poll_at)s::timestamptz[], %(failures)s::int[],
              %(refusal)s::text[], %(polled_at)s::timestamptz[], %(registered_at)s::timestamptz[],
              %(number_asked_at)s::timestamptz[])
       AS v(id, rung, poll_at, failures, refusal, polled_at, registered_at, number_asked_at)
  JOIN locked USING (id)
 WHERE l.id = v.id AND l.lease = %(lease)s
"""
_HASTEN = """
WITH locked AS MATERIALIZED (SELECT id FROM tracking_leg WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE)
UPDATE tracking_leg AS l SET rung = v.rung, poll_at = v.poll_at, pushed_at = COALESCE(v.pushed_at, l.pushed_at)
  FROM unnest(%(ids)s::bigint[], %(rung)s::int[], %(poll_at)s::timestamptz[], %(pushed_at)s::timestamptz[])
       AS v(id, rung, poll_at, pushed_at)
  JOIN locked USING (id)
 WHERE l.id = v.id AND l.lease IS NULL
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is written of a leg that was claimed. Moments that are None stay as they are, `poll_at` None is never."""

    leg_id: int
    rung: int
    poll_at: datetime | None
    failures: int = 0
    refusal: str = ""
    polled_at: datetime | None = None
    registered_at: datetime | None = None
    number_asked_at: datetime | None = None


def courses(leg_ids: Collection[int]) -> dict[int, Course]:
    """Return what is known now of the parcels of these legs; one whose journey has not begun counts from its label."""
    columns = [f"shipment__journey__{name}" for name in _JOURNEY]
    rows = Leg.objects.filter(pk__in=leg_ids).values(
        "pk", "pushed_at", "shipment__status", "shipment__labelled_at", "shipment__created_at",
        "shipment__order__value_usd", *columns,
    )  # fmt: skip
    return {row["pk"]: _course(row) for row in rows}


def settle(*, lease: uuid.UUID, rows: Sequence[Settled]) -> int:
    """Write these rows and give them back, where they are still ours; return how many were."""
    if not rows:
        return 0
    names = ("rung", "poll_at", "failures", "refusal", "polled_at", "registered_at", "number_asked_at")
    columns: dict[str, Any] = {name: [getattr(row, name) for row in rows] for name in names}
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"lease": lease, "ids": [row.leg_id for row in rows], **columns})
        return int(cursor.rowcount)


def hasten(
    *, shipment_ids: Collection[int], at: datetime, pushed: Collection[int] = (), planned: Collection[int] = ()
) -> None:
    """Plan the legs of parcels of which something new was heard. Those of `pushed` accounts were just heard from;
    those of `planned` know of the news already.

    The others are asked sooner when the parcel has become riskier, never later than they were to be. Legs that a worker
    asks about right now, or that the carrier does not take, stay as they are.
    """
    asked = Q(role=LegRole.ORIGIN) | Q(account__active=True)
    rows = Leg.objects.filter(asked, shipment__in=shipment_ids, lease=None, refusal="").exclude(pk__in=planned)
    legs = list(rows.values_list("pk", "account_id", "poll_at", "registered_at", "role").order_by("pk"))
    known = courses([leg[0] for leg in legs])
    ids, rungs, moments, heard = [], [], [], []
    for pk, account_id, poll_at, registered_at, role in legs:
        if role == LegRole.WATCH and registered_at is None and account_id not in pushed:
            continue  # it waits to be handed in
        tells = account_id in pushed
        look = next_look(replace(known[pk], pushed_at=at) if tells else known[pk], at, key=pk)
        sooner = look.poll_at if tells or poll_at is None or look.poll_at is None else min(poll_at, look.poll_at)
        ids.append(pk)
        rungs.append(look.rung)
        moments.append(sooner)
        heard.append(at if tells else None)
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(_HASTEN, {"ids": ids, "rung": rungs, "poll_at": moments, "pushed_at": heard})


def _course(row: Mapping[str, Any]) -> Course:
    told = {name: row[f"shipment__journey__{name}"] for name in _JOURNEY}
    told["begun_at"] = told["begun_at"] or row["shipment__labelled_at"] or row["shipment__created_at"]
    told["milestone"], told["exception"] = told["milestone"] or "", told["exception"] or ""
    return Course(
        **told,
        value_usd=row["shipment__order__value_usd"],
        pushed_at=row["pushed_at"],
        cancelled=row["shipment__status"] not in LIVE,
    )
