"""Void many bookings: their carriers are told in the background, and each shipment says what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.kit import clock
from fahuo.shipments.models import VOIDABLE, Shipment
from fahuo.shipments.services import cancel, give_up, record, ship
from fahuo.shipments.services.desk import Desk
from fahuo.shipments.services.isolate import isolate
from fahuo.trade.problem import Problem

# Jobs sit above services, so the job is named, not imported.
VOID_SHIPMENTS = "fahuo.shipments.jobs.void_shipments"
BATCH = 50
LONGEST_REASON = 200


def start_void(*, seller: Seller, person: Person | None, shipment_ids: Sequence[int], reason: str, at: datetime) -> int:
    """Note the wish on each shipment and enqueue its cancelling, both or neither; return how many can be cancelled.

    A wish without a reason changes nothing, and what cannot be cancelled any more is left alone.
    """
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        return 0
    with transaction.atomic():
        rows = list(
            _voidable(seller, shipment_ids).select_for_update(no_key=True).order_by("pk").only("pk", "seller_id")
        )
        record.note(rows, kind="VOID_ASKED", at=at, detail={**_who(person), "reason": reason})
        ids = [row.pk for row in rows]
        whose = person.pk if person else None
        jobs: list[JSONDict] = [
            {"seller_id": seller.pk, "person_id": whose, "shipment_ids": list(ids[start : start + BATCH])}
            for start in range(0, len(ids), BATCH)
        ]
        if jobs:
            app.configure_task(VOID_SHIPMENTS, queue="shipments").batch_defer(*jobs)
    return len(ids)


def void_batch(*, seller: Seller, person: Person | None, shipment_ids: Sequence[int]) -> int:
    """Cancel at the carriers, one after the other; return how many are void. One that fails never stops the others.

    Safe to do again: what is cancelled is not touched, and cancelling twice is no error for a carrier.
    """
    done: list[int] = []
    with ship.open_desk(seller) as desk:

        def act(ids: Sequence[int]) -> None:
            done.extend(one for one in ids if one not in done and _void(seller, person, one, desk))

        def defect(shipment_id: int, error: Exception) -> None:
            problem = Problem("ORDER_DEFECT", "", type(error).__name__)
            _tell(Shipment.objects.get(pk=shipment_id), person, problem)

        for shipment_id in shipment_ids:
            isolate([shipment_id], act, defect)
    return len(done)


def _void(seller: Seller, person: Person | None, shipment_id: int, desk: Desk) -> bool:
    rows = _voidable(seller, [shipment_id]).select_related("order", "seller").defer("label_content")
    shipment = rows.first()
    if shipment is None:
        return False
    if give_up.takes_no_cancellation(shipment.carrier):
        problem = give_up.give_up(shipment=shipment, person=person, at=clock.now())
    else:
        problem = cancel.cancel(shipment=shipment, desk=desk, at=clock.now())
    _tell(shipment, person, problem)
    return problem is None


def _tell(shipment: Shipment, person: Person | None, problem: Problem | None) -> None:
    """Write the log, and on the shipment's timeline why it still stands."""
    at = clock.now()
    if problem is not None:
        detail = {"code": problem.code, "words": problem.detail[:120]}
        record.note([shipment], kind="VOID_REFUSED", at=at, detail=detail)
    accounts.record(
        seller=shipment.seller,
        person=person,
        verb="cancel_refused" if problem else "cancel_shipment",
        subject=shipment.order.number,
        at=at,
        waybill=shipment.waybill_number,
        **({"code": problem.code} if problem else {}),
    )


def _voidable(seller: Seller, shipment_ids: Sequence[int]) -> QuerySet[Shipment]:
    return Shipment.objects.filter(seller=seller, pk__in=shipment_ids, status__in=VOIDABLE)


def _who(person: Person | None) -> dict[str, str]:
    return {"person": person.get_full_name() or person.username} if person else {}
