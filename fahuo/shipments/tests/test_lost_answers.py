"""Crashes and defects between a carrier's answer and our writing, and what is kept of what was said."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection

from fahuo.carriers.errors import Refused
from fahuo.carriers.models import CarrierCall
from fahuo.kit import clock
from fahuo.orders.queries import to_address
from fahuo.shipments import domain, queries
from fahuo.shipments.models import Shipment
from fahuo.shipments.services import book, calls, record, resolve, ship
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

pytestmark = pytest.mark.django_db


def due() -> None:
    Shipment.objects.filter(lease_until__isnull=False).update(lease_until=clock.now() - timedelta(seconds=1))


def test_a_defect_after_sending_does_not_let_us_believe_not_found_at_once(room, monkeypatch):
    """Our own code failed when the answers were to be written: the same lease comes back to the row at once."""
    orders = room.orders(2)
    room.carrier.fail("reset_before", times=2)
    room.ship(orders)
    CarrierCall.objects.all().delete()
    due()
    room.carrier.fail("reset_before", times=2)
    real, left = record.bookings, [1]

    def failing(**given):
        if left:
            left.pop()
            raise ValueError("a defect of ours")
        return real(**given)

    monkeypatch.setattr(record, "bookings", failing)
    room.recover()
    rows = [room.shipment(order) for order in orders]
    assert [row.status for row in rows] == ["BOOKING", "BOOKING"]
    assert room.carrier.book(room.seller) == []
    assert CarrierCall.objects.filter(operation="create").count() == 2, "sent once each"
    assert all(row.lease_until > clock.now() for row in rows)


def test_a_row_without_an_account_goes_to_a_person_who_can_give_it_up(room, bob):
    (order,) = room.orders(1)
    room.ship([order])
    Shipment.objects.update(status="BOOKING", account=None, waybill_number="", lease_until=clock.now())
    room.recover()
    row = room.shipment(order)
    assert (row.status, row.problems[0]["code"]) == ("REVIEW", "CARRIER_ACCOUNT_MISSING")
    with ship.open_desk(room.seller) as desk:
        assert resolve.release(shipment=row, person=bob, desk=desk, at=clock.now()).run is not None


def test_what_a_carrier_repeats_of_the_recipient_or_the_key_is_kept_nowhere_but_at_the_field(room, caplog):
    (order,) = room.orders(1)
    room.ship([order])
    row = room.shipment(order)
    with ship.open_desk(room.seller) as desk:
        (account,) = desk.accounts.values()
        secret = max(account.credentials.values(), key=len)
        topic = book.topic_of(room.seller.pk, account.id, row.reference, to_address(order), desk)
        words = f"{order.recipient}, tel {order.phone}: key {secret} wrong"

        async def refusing() -> None:
            raise Refused(words, problems=(Problem("CARRIER_REFUSED", "address.name", words),))

        async def defective() -> None:
            raise ValueError(words)

        (said, broken) = desk.call_all(lambda act: calls.say("create", topic, act), [refusing, defective])
    detail = said.error.problems[0].detail
    assert order.recipient in detail, "the clerk must see what is wrong"
    assert secret not in detail + said.error.message + str(broken.error)
    assert topic.hidden(words) == f"[personal] [personal], tel [personal]: key {secret} wrong"
    assert topic.hidden("") == ""
    assert "ValueError" in caplog.text
    assert [part for part in (secret, order.recipient, order.phone) if part in caplog.text] == []
    assert domain.event_detail(domain.Failed(said.error.problems)) == {
        "code": "CARRIER_REFUSED",
        "field": "address.name",
    }


def test_an_answer_that_comes_after_the_booking_was_given_up_overwrites_nothing_and_is_told(room, bob):
    (order,) = room.orders(1)
    room.carrier.fail("error_before")
    room.ship([order])
    late = Shipment.objects.get()
    Shipment.objects.update(status="REVIEW", lease=None, lease_until=None)
    with ship.open_desk(room.seller) as desk:
        assert resolve.release(shipment=room.shipment(order), person=bob, desk=desk, at=clock.now()).run is not None
    waybill = Waybill("yunexpress", late.reference, "YT1234567890123456")
    answer = (late.pk, domain.Booked(waybill))
    assert record.bookings(lease=uuid.uuid4(), results=[answer], at=clock.now()) == []
    late.refresh_from_db()
    order.refresh_from_db()
    assert (late.status, late.waybill_number, order.stage) == ("FAILED", "", "OPEN")
    last = list(queries.timeline(late))[-1]
    assert (last.kind, last.detail) == ("TURNED_UP", {"waybill": "YT1234567890123456"})


@pytest.mark.django_db(transaction=True)
def test_a_database_lost_between_answer_and_write_loses_nothing(room, monkeypatch):
    (order,) = room.orders(1)
    real, left = record.bookings, [1]

    def cut_off(**given):
        if left:
            left.pop()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend = cursor.fetchone()[0]
            with ThreadPoolExecutor(1) as pool:
                pool.submit(_terminate, backend).result()
        return real(**given)

    monkeypatch.setattr(record, "bookings", cut_off)
    with pytest.raises((OperationalError, InterfaceError)):
        room.ship([order])
    connection.close()
    row = room.shipment(order)
    assert (row.status, CarrierCall.objects.get().outcome) == ("BOOKING", "OPEN")
    due()
    room.recover()
    row = room.shipment(order)
    assert row.status == "LABELLED"
    assert [entry["number"] for entry in room.carrier.book(room.seller)] == [row.waybill_number]


def _terminate(backend: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 60000)", [backend])
    finally:
        connection.close()
