"""Take orders up: choose the service, write the intent. What is committed here is what a crash cannot lose."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import process_time

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.accounts.queries import ship_from
from fahuo.carriers.contract import Account
from fahuo.carriers.services import hold_capacities
from fahuo.compliance.rules import destinations
from fahuo.orders.models import Order, Outcome, Stage
from fahuo.orders.services import refuse, stage
from fahuo.rating.models import Quote
from fahuo.routing.domain import Option, Recommendation
from fahuo.shipments import domain
from fahuo.shipments.models import Shipment, ShipRun, Status
from fahuo.shipments.services import record
from fahuo.shipments.services.choose import choose
from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class Plan:
    """What one batch came to: rows to book under `lease`, rows refused by routing, orders not taken up."""

    lease: uuid.UUID
    booking_ids: tuple[int, ...]
    refused: int
    skipped: tuple[Problem, ...]
    seconds: float = 0.0  # of our CPU


@dataclass(frozen=True, slots=True)
class _Taking:
    """Who takes a batch up, in which run, with which contracts, under which lease, when."""

    seller: Seller
    run: ShipRun
    accounts: Mapping[str, Account]
    lease: uuid.UUID
    at: datetime


def plan_batch(
    *, seller: Seller, run: ShipRun, order_ids: Sequence[int], accounts: Mapping[str, Account], at: datetime
) -> Plan:
    """Choose a service for each order that is ready, and write the intents in one transaction.

    Orders that somebody else holds, that are not ready or were shipped already are skipped with their reason.
    """
    started = process_time()
    lease = uuid.uuid4()
    if ship_from(seller.pk) is None:
        return _nothing(seller, run, order_ids, lease)
    with transaction.atomic():
        hold_capacities(seller=seller)
        taken = _take(seller, run, order_ids)
        taking = _Taking(seller, run, accounts, lease, at)
        rows = _rows(taking, taken, choose(seller=seller, taken=taken, carriers=accounts.keys(), at=at))
        Shipment.objects.bulk_create(rows)
        booking = [row for row in rows if row.status == Status.BOOKING]
        _take_up(seller, [row.order_id for row in booking])
        refuse.refuse(seller_id=seller.pk, problems=_refused(rows))
        record.note(rows, kind="PLANNED", at=at)
        skipped = _skipped(run, order_ids, taken)
        record.skip(run, skipped)
    booking_ids = tuple(row.pk for row in booking)
    return Plan(lease, booking_ids, len(rows) - len(booking), skipped, process_time() - started)


def plan_defect(run: ShipRun, order_id: int, error: Exception) -> Plan:
    """Say of an order that our own code failed at it; no shipment was written for it."""
    number = Order.objects.filter(pk=order_id, seller_id=run.seller_id).values_list("number", flat=True).first()
    skipped = (Problem("ORDER_DEFECT", type(error).__name__, number or ""),)
    record.skip(run, skipped)
    refuse.refuse(seller_id=run.seller_id, problems={order_id: [Problem("ORDER_DEFECT", "", type(error).__name__)]})
    return Plan(uuid.uuid4(), (), 0, skipped)


def _refused(rows: Sequence[Shipment]) -> dict[int, list[Problem]]:
    failed = (row for row in rows if row.status == Status.FAILED)
    return {row.order_id: [Problem(**problem) for problem in row.problems] for row in failed}


def _take_up(seller: Seller, order_ids: list[int]) -> None:
    """Move the orders on; their rows are locked here, so one that does not move is a defect, and nothing is kept."""
    moved = stage.move(seller_id=seller.pk, order_ids=order_ids, to=Stage.IN_WORK, only_from=Stage.OPEN)
    if len(moved) != len(order_ids):
        raise RuntimeError(f"{len(order_ids)} orders were locked as OPEN, {len(moved)} of them moved")


def _nothing(seller: Seller, run: ShipRun, order_ids: Sequence[int], lease: uuid.UUID) -> Plan:
    """Without a place to ship from nothing is taken up, and every order says so."""
    numbers = Order.objects.filter(seller=seller, id__in=order_ids).values_list("number", flat=True)
    skipped = tuple(Problem("SHIP_FROM_MISSING", "", number) for number in numbers)
    record.skip(run, skipped)
    return Plan(lease, (), 0, skipped)


def _take(seller: Seller, run: ShipRun, order_ids: Sequence[int]) -> list[Order]:
    """Lock the orders that are ready; what this run has refused already (its job runs again) is not tried twice.

    Whoever holds an order (an import, another run) is waited for, and what he made of it counts: everybody locks in the
    same sequence. Foreign keys to an order, as of figures and alerts, are nothing to wait for.
    """
    tried = Shipment.objects.filter(run=run, order_id__in=order_ids).values("order_id")
    ready = Order.objects.filter(seller=seller, id__in=order_ids, stage=Stage.OPEN, outcome=Outcome.READY)
    return list(ready.exclude(id__in=tried).order_by("id").select_for_update(no_key=True))


def _rows(
    taking: _Taking, taken: Sequence[Order], chosen: Sequence[tuple[Recommendation, Quote | None]]
) -> list[Shipment]:
    attempts = _next_attempts([order.pk for order in taken])
    rows = []
    for order, (recommendation, quote) in zip(taken, chosen, strict=True):
        row = _row(taking, order, recommendation, attempts.get(order.pk, 0) + 1)
        row.quote = quote
        rows.append(row)
    return rows


def _next_attempts(order_ids: Sequence[int]) -> dict[int, int]:
    found = Shipment.objects.filter(order_id__in=order_ids).values("order_id").annotate(last=Max("attempt"))
    return {row["order_id"]: row["last"] for row in found}


def _row(taking: _Taking, order: Order, recommendation: Recommendation, attempt: int) -> Shipment:
    seller = taking.seller
    row = Shipment(
        seller=seller,
        run=taking.run,
        order=order,
        attempt=attempt,
        reference=domain.reference(seller_id=seller.pk, order_number=order.number, attempt=attempt),
        public_token=secrets.token_urlsafe(12),
        country=order.country,
        recommendation=recommendation.as_json(),
        created_at=taking.at,
    )
    if recommendation.winner is None:
        row.status = Status.FAILED
        row.problems = [Problem("NO_SERVICE", "", _reasons(recommendation)).as_dict()]
    else:
        row.status = Status.BOOKING
        row.lease = taking.lease
        row.lease_until = taking.at + timedelta(seconds=settings.FAHUO_LEASE_SECONDS)
        _fill(row, recommendation.winner, taking)
    return row


def _fill(row: Shipment, winner: Option, taking: _Taking) -> None:
    rate = winner.rate
    if rate is None:
        raise ValueError(f"{winner.service.key} won without a rate")
    row.carrier, row.service_code = winner.service.carrier, winner.service.code
    row.account_id = taking.accounts[winner.service.carrier].id
    row.service_level = winner.service.level.value
    row.ddp = winner.ddp
    if row.country in destinations("EU-03", timezone.localdate(taking.at)):
        row.eori = winner.service.eori or taking.accounts[winner.service.carrier].eori or taking.seller.eori
    row.chargeable_weight_g = rate.chargeable_weight_g
    row.cost, row.cost_currency = rate.total.rounded().amount, rate.currency
    row.rate = domain.rate_as_json(rate)


def _reasons(recommendation: Recommendation) -> str:
    codes = sorted({option.exclusion.code for option in recommendation.options if option.exclusion})
    return ", ".join(codes)


def _skipped(run: ShipRun, order_ids: Sequence[int], taken: Sequence[Order]) -> tuple[Problem, ...]:
    """Say why the others are not taken up; those that this run holds already (its job runs again) are not skipped."""
    left = set(order_ids) - {order.pk for order in taken}
    if left:
        left -= set(Shipment.objects.filter(run=run, order_id__in=left).values_list("order_id", flat=True))
    if not left:
        return ()
    rows = Order.objects.filter(seller_id=run.seller_id, id__in=left).values_list("number", "outcome", "stage")
    return tuple(Problem(domain.skip_code(outcome, held), "", number) for number, outcome, held in rows)
