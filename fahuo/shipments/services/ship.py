"""The whole way of a batch: plan → book → label. One batch, one transaction a step, no carrier call inside any."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import process_time

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.carriers import queries as carriers
from fahuo.kit import clock
from fahuo.shipments import domain, queries
from fahuo.shipments.models import ShipRun
from fahuo.shipments.queries import Work
from fahuo.shipments.services import calls, check_label, record
from fahuo.shipments.services.desk import Desk
from fahuo.shipments.services.finish import finish_runs
from fahuo.shipments.services.isolate import isolate
from fahuo.shipments.services.plan import Plan, plan_batch, plan_defect
from fahuo.trade.label import LabelFile
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

log = logging.getLogger(__name__)
BATCH = 100


@dataclass(slots=True)
class BatchReport:
    """What a batch came to. `own_ms` is our own CPU time per order, waiting for carriers left out."""

    shipment_ids: list[int] = field(default_factory=list)
    refused: int = 0
    skipped: list[Problem] = field(default_factory=list)
    own_ms: list[float] = field(default_factory=list)


def ship_batch(*, seller: Seller, run: ShipRun, order_ids: Sequence[int], desk: Desk) -> BatchReport:
    """Ship up to a hundred orders. A failing one never stops the others; nothing raises for a single order."""
    report = BatchReport()
    for plan in _plans(seller, run, order_ids, desk):
        started = process_time()
        checks = _go(plan, desk)
        shared = process_time() - started - sum(checks.values()) + plan.seconds
        report.shipment_ids += plan.booking_ids
        report.refused += plan.refused
        report.skipped += plan.skipped
        each = shared / max(len(plan.booking_ids) + plan.refused, 1)
        report.own_ms += [(each + checks.get(shipment_id, 0)) * 1000 for shipment_id in plan.booking_ids]
    finish_runs(at=clock.now(), run_id=run.pk)
    return report


def _plans(seller: Seller, run: ShipRun, order_ids: Sequence[int], desk: Desk) -> list[Plan]:
    def plan(ids: Sequence[int]) -> Plan:
        return plan_batch(seller=seller, run=run, order_ids=ids, accounts=desk.bookable, at=clock.now())

    return isolate(order_ids, plan, lambda order_id, error: plan_defect(run, order_id, error))


def _go(plan: Plan, desk: Desk) -> dict[int, float]:
    """Advance what was planned. A defect of ours leaves the rows to `recover`, which finds the culprit."""
    try:
        return advance(queries.work(plan.booking_ids), lease=plan.lease, desk=desk, ask_first=False)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        log.exception("batch of run under lease %s", plan.lease)
        return {}


def advance(work: Sequence[Work], *, lease: uuid.UUID, desk: Desk, ask_first: bool) -> dict[int, float]:
    """Take rows that are ours as far as they go now: book what is BOOKING, then label what is BOOKED.

    Returns the CPU seconds that checking each label took, by shipment.
    """
    desk.open(row.account_id for row in work)
    waybills = {row.shipment_id: row.waybill for row in work if row.status == "BOOKED"}
    waybills |= _book([row for row in work if row.status == "BOOKING"], lease, desk, ask_first=ask_first)
    return _label([row for row in work if row.shipment_id in waybills], waybills, lease, desk)


def _book(work: Sequence[Work], lease: uuid.UUID, desk: Desk, *, ask_first: bool) -> dict[int, Waybill]:
    if not work:
        return {}
    known = [row for row in work if desk.knows(row.account_id)]
    requests = [_book_call(row, desk, ask_first=ask_first) for row in known]
    answers = desk.call_all(lambda request: calls.book(request, desk.patience), requests)
    results = [(row.shipment_id, answer) for row, answer in zip(known, answers, strict=True)]
    results += [(row.shipment_id, _no_account(row)) for row in work if not desk.knows(row.account_id)]
    written = {row.shipment_id for row in record.bookings(lease=lease, results=results, at=clock.now())}
    return {
        shipment_id: answer.waybill
        for shipment_id, answer in results
        if isinstance(answer, domain.Booked) and shipment_id in written
    }


def _book_call(row: Work, desk: Desk, *, ask_first: bool) -> calls.BookCall:
    if row.lease_until is None:
        raise RuntimeError(f"Shipment {row.shipment_id} is under work without a lease")
    answer = timedelta(seconds=settings.FAHUO_ANSWER_SECONDS)
    until = domain.send_by(row.lease_until, answer=answer, settle=desk.patience.settle)
    return calls.BookCall(row.shipment_id, desk.carrier(row.account_id), row.booking, row.calls, ask_first, until)


def _no_account(row: Work) -> domain.BookingResult:
    """The account went away between plan and call: a row that may be booked is left for when it is back."""
    problem = Problem("CARRIER_ACCOUNT_MISSING", "", row.carrier)
    return domain.Pending(timedelta(seconds=settings.FAHUO_LEASE_SECONDS), problem)


def _label(work: Sequence[Work], waybills: dict[int, Waybill], lease: uuid.UUID, desk: Desk) -> dict[int, float]:
    async def fetch(row: Work) -> domain.LabelResult:
        carrier = desk.carrier(row.account_id)
        return await calls.label(carrier, waybills[row.shipment_id], calls=row.calls, patience=desk.patience)

    known = [row for row in work if desk.knows(row.account_id)]
    results: list[tuple[int, record.LabelOutcome]] = []
    seconds: dict[int, float] = {}
    for row, answer in zip(known, desk.call_all(fetch, known), strict=True):
        started = process_time()
        results.append((row.shipment_id, _checked(row, waybills[row.shipment_id], answer)))
        seconds[row.shipment_id] = process_time() - started
    if results:
        record.labels(lease=lease, results=results, at=clock.now())
    return seconds


def _checked(row: Work, waybill: Waybill, answer: domain.LabelResult) -> record.LabelOutcome:
    match answer:
        case domain.Labelled(LabelFile() as file):
            return check_label.carrier_label(file, waybill, calls=row.calls)
        case domain.Failed():
            return check_label.own_label(row, waybill)
        case domain.Pending() | domain.Review():
            return answer


def open_desk(seller: Seller) -> Desk:
    """Open the seller's desk: his active carrier accounts as they are today."""
    return Desk(carriers.accounts(seller.pk, on=timezone.localdate(clock.now())).values())
