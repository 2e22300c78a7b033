"""What a crash, a silence or a slow carrier leaves behind, and how it ends: booked once, or before a person."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from fahuo.kit import clock
from fahuo.shipments import domain
from fahuo.shipments.models import Shipment, ShipRun
from fahuo.shipments.services import record
from fahuo.shipments.services.ask_again import ask_again
from fahuo.trade.problem import Problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(settings):
    """What waits may be asked for again at once."""
    settings.FAHUO_SETTLE_SECONDS = 0
    settings.FAHUO_BACKOFF_SECONDS = 0


@pytest.mark.parametrize("fault", ["reset_after", "error_after", "garbage_after"])
def test_a_doubtful_answer_is_asked_after_and_the_booking_adopted(room, fault):
    (order,) = room.orders(1)
    room.carrier.fail(fault)
    room.ship([order])
    row = room.shipment(order)
    assert row.status == "LABELLED"
    assert [entry["number"] for entry in room.carrier.book(room.seller)] == [row.waybill_number]


@pytest.mark.parametrize("fault", ["reset_before", "error_before"])
def test_not_found_is_believed_only_after_the_carrier_settled(room, settings, fault):
    settings.FAHUO_SETTLE_SECONDS = 60
    (order,) = room.orders(1)
    room.carrier.fail(fault)
    before = clock.now()
    room.ship([order])
    row = room.shipment(order)
    assert (row.status, row.problems[0]["code"]) == ("BOOKING", "CARRIER_UNAVAILABLE")
    assert row.lease_until >= before + timedelta(seconds=60)
    assert room.recover() == 0, "taken over before it settled"
    assert room.carrier.book(room.seller) == []


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("fault", ["reset_before", "error_before", "rate_limit"])
def test_after_an_explicit_not_found_it_is_booked_once(room, fault):
    (order,) = room.orders(1)
    room.carrier.fail(fault)
    run = room.ship([order])
    assert run.finished_at is None
    Shipment.objects.filter(order=order).update(lease_until=clock.now() - timedelta(seconds=1))
    assert room.recover() == 1
    row = room.shipment(order)
    assert (row.status, row.problems) == ("LABELLED", [])
    assert len(room.carrier.book(room.seller)) == 1
    run.refresh_from_db()
    assert run.finished_at is not None


def test_a_worker_that_was_paused_past_its_lease_sends_nothing(room, settings):
    """Between plan and call the lease ran down so far that an answer might come after its end."""
    (order,) = room.orders(1)
    settings.FAHUO_LEASE_SECONDS = 2 * settings.FAHUO_ANSWER_SECONDS + settings.FAHUO_SETTLE_SECONDS - 1
    room.ship([order])
    row = room.shipment(order)
    assert (row.status, row.problems[0]["code"], row.calls) == ("BOOKING", "CARRIER_PAUSED", 0)
    assert room.carrier.book(room.seller) == []


def test_a_late_worker_overwrites_nothing(room):
    (order,) = room.orders(1)
    room.ship([order])
    row = room.shipment(order)
    Shipment.objects.filter(pk=row.pk).update(status="BOOKING", lease=uuid.uuid4())
    late = domain.Failed((Problem("CARRIER_REFUSED", "", "late"),))
    assert record.bookings(lease=uuid.uuid4(), results=[(row.pk, late)], at=clock.now()) == []
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.status, order.stage) == ("BOOKING", "SHIPPED")


@pytest.mark.usefixtures("at_once")
def test_a_label_that_is_not_there_yet_is_fetched_later(room):
    (order,) = room.orders(1)
    room.carrier.fail("error_before", operation="label")
    room.ship([order])
    assert room.shipment(order).status == "BOOKED"
    Shipment.objects.filter(order=order).update(lease_until=clock.now() - timedelta(seconds=1))
    assert room.recover() == 1
    assert room.shipment(order).status == "LABELLED"
    assert len(room.carrier.book(room.seller)) == 1


@pytest.mark.usefixtures("at_once")
def test_a_person_can_have_a_doubtful_booking_asked_again(room):
    (order,) = room.orders(1)
    room.ship([order])
    Shipment.objects.filter(order=order).update(status="REVIEW", waybill_number="", lease=None, lease_until=None)
    row = room.shipment(order)
    assert ask_again(shipment=row, at=clock.now() - timedelta(seconds=1))
    assert room.recover() == 1
    assert room.shipment(order).status == "LABELLED"
    assert len(room.carrier.book(room.seller)) == 1, "asked, not repeated"
    assert not ask_again(shipment=room.shipment(order), at=clock.now()), "nothing waits for a person now"


def test_a_row_that_our_own_code_fails_at_goes_to_a_person_and_the_others_on(room):
    good, bad = orders = room.orders(2)
    room.ship(orders)
    bad.lines.update(sku="GONE")
    Shipment.objects.filter(order__in=orders).update(
        status="BOOKING", waybill_number="", lease_until=clock.now() - timedelta(seconds=1)
    )
    assert room.recover() == 2
    assert room.shipment(good).status == "LABELLED"
    row = room.shipment(bad)
    assert (row.status, row.problems[0]["code"], row.lease_until) == ("REVIEW", "ORDER_DEFECT", None)
    assert len(room.carrier.book(room.seller)) == 2, "asked, not repeated"


def test_a_run_whose_last_worker_died_before_saying_so_is_finished_by_the_next_tick(room):
    run = room.ship(room.orders(2))
    ShipRun.objects.filter(pk=run.pk).update(finished_at=None)
    assert room.recover() == 0
    run.refresh_from_db()
    assert run.finished_at is not None
