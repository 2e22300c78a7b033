"""The whole way of a batch: plan → book → label. One batch, one transaction a step, no carrier call inside any.

Workers take the way in two jobs, `book_batch` and `label_batch`, so that bookings need not wait while labels of earlier
ones are drawn and read. The command line takes it in one, `ship_batch`.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from time import process_time

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.carriers import queries as carriers
from fahuo.kit import clock
from fahuo.shipments import queries
from fahuo.shipments.models import ShipRun
from fahuo.shipments.queries import Work
from fahuo.shipments.services import renew
from fahuo.shipments.services.book import book
from fahuo.shipments.services.desk import Desk
from fahuo.shipments.services.finish import finish_runs
from fahuo.shipments.services.isolate import isolate
from fahuo.shipments.services.label import label
from fahuo.shipments.services.plan import Plan, plan_batch, plan_defect
from fahuo.shipments.services.telling import tell
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

log = logging.getLogger(__name__)
BATCH = 100
# Planning is all our own work. Eight batches at once would be ready eight times later, and no carrier asked meanwhile.
_PLANNING = threading.Lock()


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
        with _PLANNING:
            return plan_batch(seller=seller, run=run, order_ids=ids, accounts=desk.bookable, at=clock.now())

    return isolate(order_ids, plan, lambda order_id, error: plan_defect(run, order_id, error))


def _go(plan: Plan, desk: Desk) -> dict[int, float]:
    """Advance what was planned."""
    with _defects_left(plan.lease):
        return advance(queries.work(plan.booking_ids), lease=plan.lease, desk=desk)
    return {}


@contextmanager
def _defects_left(lease: uuid.UUID) -> Iterator[None]:
    """A defect of ours leaves the rows to `recover`, which finds the culprit; a lost database is raised."""
    try:
        yield
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        tell(log, f"batch under lease {lease}", error)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Booked rows of one lease whose label is still to be fetched."""

    lease: uuid.UUID
    shipment_ids: tuple[int, ...]

    def portions(self, most: int) -> list[tuple[int, ...]]:
        """Return the rows in portions of at most so many."""
        return [self.shipment_ids[at : at + most] for at in range(0, len(self.shipment_ids), most)]


def book_batch(*, seller: Seller, run: ShipRun, order_ids: Sequence[int], desk: Desk) -> list[Waiting]:
    """Plan and book up to a hundred orders, and use the labels that came with the answers; return what waits for one.

    As with `ship_batch`, a failing order never stops the others.
    """
    waiting: list[Waiting] = []
    for plan in _plans(seller, run, order_ids, desk):
        with _defects_left(plan.lease):
            work = queries.work(plan.booking_ids)
            waybills = book_rows(work, lease=plan.lease, desk=desk)
            at_hand = {shipment_id for shipment_id, waybill in waybills.items() if waybill.label is not None}
            label([row for row in work if row.shipment_id in at_hand], waybills, lease=plan.lease, desk=desk)
            if left := tuple(waybills.keys() - at_hand):
                waiting.append(Waiting(plan.lease, left))
    finish_runs(at=clock.now(), run_id=run.pk)
    return waiting


def label_batch(*, run: ShipRun, waiting: Waiting, desk: Desk) -> None:
    """Label booked rows that still stand under this lease; what became another's meanwhile is left alone."""
    until = clock.now() + timedelta(seconds=settings.FAHUO_LEASE_SECONDS)
    ours = renew.renew_booked(shipment_ids=waiting.shipment_ids, lease=waiting.lease, until=until)
    with _defects_left(waiting.lease):
        advance(queries.work(ours), lease=waiting.lease, desk=desk)
    finish_runs(at=clock.now(), run_id=run.pk)


def advance(work: Sequence[Work], *, lease: uuid.UUID, desk: Desk) -> dict[int, float]:
    """Take rows that are ours as far as they go now: book what is BOOKING, then label what is BOOKED.

    Returns the CPU seconds that checking each label took, by shipment.
    """
    waybills = book_rows(work, lease=lease, desk=desk)
    return label([row for row in work if row.shipment_id in waybills], waybills, lease=lease, desk=desk)


def book_rows(work: Sequence[Work], *, lease: uuid.UUID, desk: Desk) -> dict[int, Waybill]:
    """Book what is BOOKING; return the waybills of all that are booked then, by shipment."""
    desk.open(row.account_id for row in work)
    waybills = {row.shipment_id: row.waybill for row in work if row.status == "BOOKED"}
    return waybills | book([row for row in work if row.status == "BOOKING"], lease=lease, desk=desk)


def open_desk(seller: Seller) -> Desk:
    """Open the seller's desk: his active carrier accounts as they are today."""
    return Desk(carriers.accounts(seller.pk, on=timezone.localdate(clock.now())).values())
