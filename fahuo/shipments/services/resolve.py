"""A person decides about a booking of which nobody knows whether the carrier has it. Nothing is sent again here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Person
from fahuo.carriers.domain.journal import Call
from fahuo.carriers.errors import NotReady, Refused
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.services import journal
from fahuo.orders import queries as orders
from fahuo.orders.models import Stage
from fahuo.orders.services import stage
from fahuo.shipments import domain
from fahuo.shipments.models import Shipment, ShipRun, Status
from fahuo.shipments.queries import numbers
from fahuo.shipments.services import calls, record
from fahuo.shipments.services.book import topic_of
from fahuo.shipments.services.calls import Topic
from fahuo.shipments.services.desk import Desk
from fahuo.shipments.services.start import start_run
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill


@dataclass(frozen=True, slots=True)
class Released:
    """The run in which the order is booked under its new reference, or the problem that speaks against it."""

    run: ShipRun | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    """Whether the carrier knows a number: True, False, or None when it could not say."""

    known: bool | None
    calls: tuple[Call, ...]


def adopt(
    *, shipment: Shipment, person: Person | None, number: str, tracking_number: str, desk: Desk, at: datetime
) -> Problem | None:
    """Take over what a person found at the carrier under this number, checked there where it can be.

    Returns the problem when it cannot be: nothing is changed then. The label is fetched by the next worker.
    """
    if shipment.status != Status.REVIEW:
        return Problem("SHIPMENT_NOT_DOUBTFUL", "", shipment.status)
    problem = domain.number_problem(number) or (domain.number_problem(tracking_number) if tracking_number else None)
    if problem is not None:
        return problem
    if (problem := _taken(shipment, number, at)) is not None:
        return problem
    waybill = Waybill(shipment.carrier, shipment.reference, number, tracking_number)
    checked = _check(shipment, waybill, desk)
    with transaction.atomic():
        journal.write(checked.calls)
        if checked.known is False:
            return Problem("WAYBILL_NUMBER_UNKNOWN", "waybill_number", number)
        # Two people may type the same number at once.
        accounts = CarrierAccount.objects.filter(seller_id=shipment.seller_id, carrier=shipment.carrier)
        list(accounts.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        return _taken(shipment, number, at) or _write_adopted(shipment, waybill, person, checked, at)


def _taken(shipment: Shipment, number: str, at: datetime) -> Problem | None:
    told = numbers.Told(shipment.pk, shipment.seller_id, shipment.carrier, number)
    return numbers.taken([told], since=at - numbers.REMEMBERED).get(shipment.pk)


def release(*, shipment: Shipment, person: Person | None, desk: Desk, at: datetime) -> Released:
    """Give a doubtful booking up, because a person says that the carrier does not have it, and book the order anew.

    The new booking has a new reference, so that the old one, should it turn up after all, is seen to be another. A
    carrier that can be asked is asked once more; if it has the booking, nothing is changed. A number that another
    shipment bears is no answer.
    """
    if shipment.status != Status.REVIEW:
        return Released(problem=Problem("SHIPMENT_NOT_DOUBTFUL", "", shipment.status))
    found = _ask(shipment, desk)
    if found is not None and _taken(shipment, found, at) is None:
        return Released(problem=Problem("CARRIER_HAS_REFERENCE", "", found))
    with transaction.atomic():
        given_up = Problem("BOOKING_RELEASED", "", shipment.reference).as_dict()
        rows = Shipment.objects.filter(pk=shipment.pk, status=Status.REVIEW)
        if not rows.update(status=Status.FAILED, problems=[given_up], lease=None, lease_until=None):
            return Released(problem=Problem("SHIPMENT_NOT_DOUBTFUL", "", ""))
        seller_id, order_id = shipment.seller_id, shipment.order_id
        stage.move(seller_id=seller_id, order_ids=[order_id], to=Stage.OPEN, only_from=Stage.IN_WORK)
        record.note([shipment], kind="RELEASED", at=at, detail=_by(person))
        return Released(run=start_run(seller=shipment.seller, person=person, order_ids=[order_id], at=at))


def _topic(shipment: Shipment, desk: Desk) -> Topic | None:
    """Return how the shipment is spoken about; None when its account is gone."""
    desk.open([shipment.account_id])
    if shipment.account_id is None or not desk.knows(shipment.account_id):
        return None
    return topic_of(
        shipment.seller_id, shipment.account_id, shipment.reference, orders.to_address(shipment.order), desk
    )


def _check(shipment: Shipment, waybill: Waybill, desk: Desk) -> _Checked:
    topic = _topic(shipment, desk)
    return desk.call_all(lambda one: _known(one, waybill), [topic])[0] if topic else _Checked(None, ())


async def _known(topic: Topic, waybill: Waybill) -> _Checked:
    """Have the label fetched, else the events: a carrier that gives either knows the number."""
    label = await calls.say("label", topic, lambda: topic.carrier.label(waybill))
    lines = topic.lines("label", label)
    if label.error is None or isinstance(label.error, NotReady):
        return _Checked(known=True, calls=lines)
    if isinstance(label.error, Refused):
        return _Checked(known=False, calls=lines)
    track = await calls.say("track", topic, lambda: topic.carrier.track(waybill.barcode))
    known = False if isinstance(track.error, Refused) else (bool(track.value) or None)
    return _Checked(known, lines + topic.lines("track", track))


def _ask(shipment: Shipment, desk: Desk) -> str | None:
    """Return the number of the booking that the carrier holds after all; None when it has none, or cannot say."""
    topic = _topic(shipment, desk)
    if topic is None:
        return None
    (said,) = desk.call_all(lambda one: calls.say("find", one, lambda: one.carrier.find(one.reference)), [topic])
    journal.write(topic.lines("find", said))
    return said.value.number if said.value is not None and not said.value.cancelled else None


def _write_adopted(
    shipment: Shipment, waybill: Waybill, person: Person | None, checked: _Checked, at: datetime
) -> Problem | None:
    changed = Shipment.objects.filter(pk=shipment.pk, status=Status.REVIEW).update(
        status=Status.BOOKED, problems=[], calls=0, lease=None, lease_until=at, booked_at=at,
        waybill_number=waybill.number, tracking_number=waybill.tracking_number,
    )  # fmt: skip
    if not changed:
        return Problem("SHIPMENT_NOT_DOUBTFUL", "", "")
    kind = "ADOPTED" if checked.known else "ADOPTED_ON_TRUST"
    record.note([shipment], kind=kind, at=at, detail={**_by(person), "waybill": waybill.number})
    return None


def _by(person: Person | None) -> dict[str, str]:
    return {"person": (person.get_full_name() or person.username)} if person else {}
