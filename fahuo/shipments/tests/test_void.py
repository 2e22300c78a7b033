"""Voiding many bookings at once: in the background, each for itself, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fahuo.shipments.tests.conftest import ShippingRoom
from tests.fixtures.rows import NOON

if TYPE_CHECKING:
    from fahuo.accounts.models import Person, Seller


def test_each_is_cancelled_at_its_carrier_and_says_so(room: ShippingRoom, bob: Person) -> None:
    from fahuo.accounts.models import Action
    from fahuo.orders.models import Order
    from fahuo.shipments.services.void import start_void, void_batch

    orders = room.orders(3)
    room.ship(orders)
    rows = [room.shipment(order) for order in orders]
    ids = [row.pk for row in rows]
    assert start_void(seller=room.seller, person=bob, shipment_ids=ids, reason="  sold out ", at=NOON) == 3
    assert [entry["cancelled"] for entry in room.carrier.book(room.seller)] == [False] * 3
    room.carrier.fail("error_before", operation="cancel")
    assert void_batch(seller=room.seller, person=bob, shipment_ids=ids) == 2
    states = [room.shipment(order).status for order in orders]
    assert sorted(states) == ["CANCELLED", "CANCELLED", "LABELLED"]
    assert sorted(entry["cancelled"] for entry in room.carrier.book(room.seller)) == [False, True, True]
    refused = next(row for row in map(room.shipment, orders) if row.status == "LABELLED")
    kinds = {row.pk: [event.kind for event in row.timeline.order_by("id")][-2:] for row in rows}
    assert kinds.pop(refused.pk) == ["VOID_ASKED", "VOID_REFUSED"]
    assert list(kinds.values()) == [["VOID_ASKED", "CANCELLED"]] * 2
    asked = refused.timeline.get(kind="VOID_ASKED").detail
    assert asked == {"person": "Bob", "reason": "sold out"}
    assert Order.objects.get(pk=refused.order_id).stage == "SHIPPED"
    verbs = Action.objects.filter(seller=room.seller, person=bob).values_list("verb", flat=True)
    assert sorted(verbs) == ["cancel_refused", "cancel_shipment", "cancel_shipment"]

    assert void_batch(seller=room.seller, person=bob, shipment_ids=ids) == 1
    assert all(entry["cancelled"] for entry in room.carrier.book(room.seller))


def test_wish_and_jobs_exist_both_or_neither(room: ShippingRoom, carols: Seller) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from fahuo.shipments.models import ShipmentEvent
    from fahuo.shipments.services.void import start_void

    orders = room.orders(2)
    room.ship(orders)
    ids = [room.shipment(order).pk for order in orders]
    jobs = ProcrastinateJob.objects.filter(task_name="fahuo.shipments.jobs.void_shipments")
    assert start_void(seller=room.seller, person=None, shipment_ids=ids, reason=" ", at=NOON) == 0
    assert start_void(seller=carols, person=None, shipment_ids=ids, reason="not mine", at=NOON) == 0
    assert not jobs.exists()
    assert not ShipmentEvent.objects.filter(kind="VOID_ASKED").exists()
    assert start_void(seller=room.seller, person=None, shipment_ids=ids, reason="sold out", at=NOON) == 2
    assert [job.args["shipment_ids"] for job in jobs] == [ids]
