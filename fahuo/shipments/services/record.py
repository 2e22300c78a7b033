"""Write what happened. Every result is written WHERE lease = mine, so that a late worker overwrites nothing.

One UPDATE … FROM unnest(…) for a whole batch: Django's `bulk_update` costs several milliseconds a row.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from fahuo.carriers.domain.journal import Call, Ending
from fahuo.carriers.services import journal
from fahuo.orders.models import Stage
from fahuo.orders.services import refuse, stage
from fahuo.shipments import domain
from fahuo.shipments.domain import BookingResult
from fahuo.shipments.models import Shipment, ShipmentEvent, ShipRun, Status
from fahuo.trade.problem import Problem

_BOOKINGS = """
UPDATE shipments_shipment AS s
   SET status = v.status, waybill_number = v.waybill, tracking_number = v.tracking, problems = v.problems::jsonb,
       lease = CASE WHEN v.status = 'BOOKED' THEN s.lease END, lease_until = v.lease_until,
       calls = s.calls + v.counted, booked_at = CASE WHEN v.status = 'BOOKED' THEN %(at)s END
  FROM unnest(%(ids)s::bigint[], %(status)s::text[], %(waybill)s::text[], %(tracking)s::text[], %(problems)s::text[],
              %(lease_until)s::timestamptz[], %(counted)s::int[])
       AS v(id, status, waybill, tracking, problems, lease_until, counted)
  JOIN shipments_shipment AS old ON old.id = v.id
 WHERE s.id = v.id AND s.lease = %(lease)s AND s.status = 'BOOKING'
RETURNING s.id, s.seller_id, s.order_id, s.status, old.problems -> 0 ->> 'code'
"""

_LABELS = """
UPDATE shipments_shipment AS s
   SET status = v.status, label_source = v.source, label_content = v.content, label_sha256 = v.sha256,
       label_checked_at = CASE WHEN v.status = 'LABELLED' THEN %(at)s END, problems = v.problems::jsonb,
       labelled_at = CASE WHEN v.status = 'LABELLED' THEN %(at)s END,
       lease = NULL, lease_until = v.lease_until, calls = s.calls + v.counted
  FROM unnest(%(ids)s::bigint[], %(status)s::text[], %(source)s::text[], %(content)s::bytea[], %(sha256)s::text[],
              %(problems)s::text[], %(lease_until)s::timestamptz[], %(counted)s::int[])
       AS v(id, status, source, content, sha256, problems, lease_until, counted)
  JOIN shipments_shipment AS old ON old.id = v.id
 WHERE s.id = v.id AND s.lease = %(lease)s AND s.status = 'BOOKED'
RETURNING s.id, s.seller_id, s.order_id, s.status, old.problems -> 0 ->> 'code'
"""

_BOOKING_COLUMNS = ("status", "waybill", "tracking", "problems", "lease_until", "counted")
_LABEL_COLUMNS = ("status", "source", "content", "sha256", "problems", "lease_until", "counted")


@dataclass(frozen=True, slots=True)
class CheckedLabel:
    """A label that was read back: `source` is CARRIER or OWN; own labels are drawn anew when printed."""

    source: str
    content: bytes | None
    sha256: str

    @classmethod
    def of(cls, source: str, content: bytes) -> CheckedLabel:
        """Keep a carrier's bytes; of our own keep only what proves them."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(source, content if source == "CARRIER" else None, digest)


LabelOutcome = CheckedLabel | domain.Pending | domain.Review


@dataclass(frozen=True, slots=True)
class Written:
    """A row that was ours to write, as it stands now; `waited_for` is the code of its problem before."""

    shipment_id: int
    seller_id: int
    order_id: int
    status: str
    waited_for: str | None


def bookings(
    *,
    lease: uuid.UUID,
    results: Sequence[tuple[int, BookingResult]],
    at: datetime,
    endings: Sequence[tuple[int, Ending]] = (),
    notes: Sequence[Call] = (),
) -> list[Written]:
    """Write booking results; orders whose booking failed go back to OPEN. Returns the rows that were still ours.

    How the calls ended is written with them, and also where the row is another's by now: it is the truth.
    """
    rows = [(*_booking_columns(result, at), _counted(result)) for _, result in results]
    with transaction.atomic():
        journal.end(endings)
        journal.write(notes)
        written = _update(_BOOKINGS, _BOOKING_COLUMNS, rows, ids=_ids(results), lease=lease, at=at)
        _move_orders(written, Status.FAILED, Stage.OPEN)
        _refuse(written, dict(results))
        _events(written, dict(results), at)
        _tell_too_late(written, dict(results), at)
    return written


def _tell_too_late(written: Sequence[Written], results: dict[int, BookingResult], at: datetime) -> None:
    """Say on the timeline that the carrier holds a booking which was given up while its answer was on the way."""
    ours = {row.shipment_id for row in written}
    late = {
        shipment_id: result.waybill.number
        for shipment_id, result in results.items()
        if isinstance(result, domain.Booked) and shipment_id not in ours
    }
    for row in Shipment.objects.filter(pk__in=late, status__in=(Status.FAILED, Status.CANCELLED)) if late else ():
        note([row], kind="TURNED_UP", at=at, detail={"waybill": late[row.pk]})


def labels(
    *, lease: uuid.UUID, results: Sequence[tuple[int, LabelOutcome]], at: datetime, notes: Sequence[Call] = ()
) -> list[Written]:
    """Write label results; orders whose label was read back become SHIPPED. Returns the rows that were ours."""
    rows = [(*_label_columns(result, at), _counted(result)) for _, result in results]
    with transaction.atomic():
        journal.write(notes)
        written = _update(_LABELS, _LABEL_COLUMNS, rows, ids=_ids(results), lease=lease, at=at)
        _move_orders(written, Status.LABELLED, Stage.SHIPPED)
        _events(written, dict(results), at)
    return written


def defect(lease: uuid.UUID, shipment_id: int, error: Exception) -> None:
    """Put a row at which our own code failed before a person; what the carrier holds of it stays as it is."""
    problem = Problem("ORDER_DEFECT", "", type(error).__name__)
    ours = Shipment.objects.filter(pk=shipment_id, lease=lease)
    booking = ours.filter(status=Status.BOOKING)
    booking.update(status=Status.REVIEW, problems=[problem.as_dict()], lease=None, lease_until=None)
    ours.filter(status=Status.BOOKED).update(problems=[problem.as_dict()], lease=None, lease_until=None)


def note(rows: Sequence[Shipment], *, kind: str, at: datetime, detail: dict[str, str] | None = None) -> None:
    """Add one line to the timeline of each row."""
    ShipmentEvent.objects.bulk_create(
        ShipmentEvent(seller_id=row.seller_id, shipment_id=row.pk, at=at, kind=kind, detail=detail or {})
        for row in rows
    )


def skip(run: ShipRun, skipped: Sequence[Problem]) -> None:
    """Add the orders that a run did not take up; two batches of one run may write at once."""
    if not skipped:
        return
    entries = [{"order": problem.detail, "code": problem.code} for problem in skipped]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE shipments_shiprun SET skipped = skipped || %s::jsonb WHERE id = %s", [json.dumps(entries), run.pk]
        )


def _ids(results: Sequence[tuple[int, object]]) -> list[int]:
    return [shipment_id for shipment_id, _ in results]


def _update(sql: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]], **parameters: Any) -> list[Written]:
    """Run one of the two statements; each of its columns travels as one array."""
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**parameters, **columns})
        return [Written(*row) for row in cursor.fetchall()]


def _booking_columns(result: BookingResult, at: datetime) -> tuple[str, str, str, str, datetime | None]:
    match result:
        case domain.Booked(waybill):
            until = at + timedelta(seconds=settings.FAHUO_LEASE_SECONDS)
            return Status.BOOKED, waybill.number, waybill.tracking_number, "[]", until
        case domain.Failed(problems):
            return Status.FAILED, "", "", _as_json(problems), None
        case domain.Pending(wait, problem, _):
            return Status.BOOKING, "", "", _as_json((problem,)), at + wait
        case domain.Review(problem):
            return Status.REVIEW, "", "", _as_json((problem,)), None


def _label_columns(result: LabelOutcome, at: datetime) -> tuple[str, str, bytes | None, str, str, datetime | None]:
    match result:
        case CheckedLabel(source, content, sha256):
            return Status.LABELLED, source, content, sha256, "[]", None
        case domain.Pending(wait, problem, _):
            return Status.BOOKED, "", None, "", _as_json((problem,)), at + wait
        case domain.Review(problem):
            # The booking stands; only the label needs a person.
            return Status.BOOKED, "", None, "", _as_json((problem,)), None


def _counted(result: BookingResult | LabelOutcome) -> int:
    """Return 1 for a try; what was never sent is none."""
    return 0 if isinstance(result, domain.Pending) and not result.counted else 1


def _as_json(problems: Sequence[Problem]) -> str:
    return json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False)


def _move_orders(written: Sequence[Written], status: str, to: Stage) -> None:
    by_seller: dict[int, list[int]] = {}
    for row in written:
        if row.status == status:
            by_seller.setdefault(row.seller_id, []).append(row.order_id)
    for seller_id, order_ids in by_seller.items():
        stage.move(seller_id=seller_id, order_ids=order_ids, to=to, only_from=Stage.IN_WORK)


def _refuse(written: Sequence[Written], results: dict[int, BookingResult]) -> None:
    refused: dict[int, dict[int, tuple[Problem, ...]]] = {}
    for row in written:
        result = results[row.shipment_id]
        if isinstance(result, domain.Failed):
            refused.setdefault(row.seller_id, {})[row.order_id] = result.problems
    for seller_id, problems in refused.items():
        refuse.refuse(seller_id=seller_id, problems=problems)


def _events(written: Sequence[Written], results: dict[int, object], at: datetime) -> None:
    ShipmentEvent.objects.bulk_create(
        ShipmentEvent(
            seller_id=row.seller_id,
            shipment_id=row.shipment_id,
            at=at,
            kind=domain.event_kind(row.status, results[row.shipment_id]),
            detail=domain.event_detail(results[row.shipment_id]),
        )
        for row in written
        if not _still_waiting(row, results[row.shipment_id])
    )


def _still_waiting(row: Written, result: object) -> bool:
    """Waiting for the same reason again is no news: a carrier may be down for days."""
    return isinstance(result, domain.Pending) and result.problem.code == row.waited_for
