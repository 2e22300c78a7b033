"""Carriers that answer what no carrier should: one odd answer never stops the other orders of a batch."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.carriers.errors import NotAuthorised, Paused, RateLimited, Refused, Stopped, Unavailable, Unexpected
from fahuo.carriers.models import CarrierCall
from fahuo.kit import clock
from fahuo.shipments import domain, queries
from fahuo.shipments.models import Shipment
from fahuo.shipments.services import resolve, ship
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

pytestmark = pytest.mark.django_db


@pytest.fixture
def adapter(room):
    with ship.open_desk(room.seller) as desk:
        (account_id,) = desk.accounts
        return type(desk.carrier(account_id)._carrier)


@pytest.fixture
def answer_first(adapter, monkeypatch):
    """The first booking of a test is answered by `act`, the others by the carrier as always."""

    def script(act, operation="create"):
        real, left = getattr(adapter, operation), [act]

        async def scripted(self, *given):
            return await (left.pop()(*given) if left else real(self, *given))

        monkeypatch.setattr(adapter, operation, scripted)

    return script


def saying(number, tracking_number=""):
    async def create(booking):
        return Waybill("yunexpress", booking.reference, number, tracking_number)

    return create


def raising(error):
    async def call(_):
        raise error

    return call


def due() -> None:
    Shipment.objects.filter(lease_until__isnull=False).update(lease_until=clock.now() - timedelta(seconds=1))


UNUSABLE = ["", " ", "Y" * 51, "YT12\x0034", "YT\ud80012", "YT 12\n34", "运单"]


@pytest.mark.parametrize("number", UNUSABLE)
def test_a_number_that_cannot_be_is_left_to_a_person_and_the_others_go_on(room, answer_first, number):
    orders = room.orders(3)
    answer_first(saying(number))
    room.ship(orders)
    odd, *others = sorted((room.shipment(order) for order in orders), key=lambda row: row.status == "LABELLED")
    assert [row.status for row in others] == ["LABELLED", "LABELLED"]
    assert odd.status in ("BOOKING", "REVIEW")
    assert odd.waybill_number == ""


@pytest.mark.parametrize(
    "error",
    [
        Refused("no\x00way " + "x" * 5000 + "\ud800"),
        Refused("no", problems=(Problem("CARRIER_REFUSED", "a" * 999, "\x00\ud800"),)),
        RateLimited("slow", retry_after=float("inf")),
        RateLimited("slow", retry_after=1e12),
        RateLimited("slow", retry_after=float("nan")),
        RateLimited("slow", retry_after=-5.0),
        Unavailable("down", retry_after=1e15),
        Unexpected("what\x00?"),
        NotAuthorised("key\x00"),
    ],
)
@pytest.mark.parametrize("operation", ["create", "label"])
def test_words_and_waits_that_cannot_be_kept_stop_nobody(room, answer_first, error, operation):
    orders = room.orders(3)
    answer_first(raising(error), operation)
    room.ship(orders)
    rows = [room.shipment(order) for order in orders]
    assert all(row.status in ("LABELLED", "BOOKED", "BOOKING", "FAILED", "REVIEW") for row in rows)
    if not isinstance(error, RateLimited):  # of that the others hear too
        assert sorted(row.status for row in rows)[-2:] == ["LABELLED", "LABELLED"]
    for row in rows:
        if row.lease_until is not None:
            assert row.lease_until < clock.now() + timedelta(hours=2)


def test_a_number_that_another_shipment_has_is_noticed(room, answer_first):
    first, second = room.orders(2)
    room.ship([first])
    taken = room.shipment(first).waybill_number
    answer_first(saying(taken))
    room.ship([second])
    row = room.shipment(second)
    assert (row.status, row.waybill_number) == ("REVIEW", "")


def test_the_answer_about_another_order_is_not_believed(room, answer_first):
    (order,) = room.orders(1)

    async def another(booking):
        return Waybill("yunexpress", "9-811-1", "YT1234567890123456")

    answer_first(another)
    room.ship([order])
    row = room.shipment(order)
    assert (row.status, row.waybill_number) == ("BOOKING", "")
    due()
    room.recover()
    assert len(room.carrier.book(room.seller)) <= 1
    assert CarrierCall.objects.filter(operation="create").earliest("pk").outcome == "DOUBTFUL"


def test_a_booking_that_bears_anothers_number_can_be_given_up(room, answer_first, bob):
    first, second = room.orders(2)
    room.ship([first])
    taken = room.shipment(first).waybill_number
    answer_first(saying(taken))
    room.ship([second])
    answer_first(saying_of(taken), "find")
    with ship.open_desk(room.seller) as desk:
        released = resolve.release(shipment=room.shipment(second), person=bob, desk=desk, at=clock.now())
    assert released.run is not None
    assert room.shipment(second).status == "FAILED"


def saying_of(number):
    async def find(reference):
        return Waybill("yunexpress", reference, number)

    return find


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (RateLimited("slow", retry_after=1), "CARRIER_BUSY"),
        (Unavailable("no connection", doubtful=False), "CARRIER_UNAVAILABLE"),
    ],
)
def test_what_is_turned_away_for_too_long_goes_back_to_the_clerk(room, adapter, monkeypatch, error, problem):
    (order,) = room.orders(1)
    monkeypatch.setattr(adapter, "create", lambda self, booking: raising(error)(booking))
    room.ship([order])
    Shipment.objects.update(calls=domain.MAX_CALLS)
    due()
    room.recover()
    row = room.shipment(order)
    order.refresh_from_db()
    assert (row.status, row.problems[0]["code"], order.stage) == ("FAILED", problem, "OPEN")


@pytest.mark.parametrize(("sent", "status", "stage"), [(False, "FAILED", "OPEN"), (True, "REVIEW", "IN_WORK")])
def test_what_our_gate_holds_back_for_a_day_is_nobodys_hostage(room, adapter, monkeypatch, sent, status, stage):
    (order,) = room.orders(1)
    stopped = Stopped("The key is not accepted.", retry_after=60, doubtful=False)
    for operation in ("create", "find"):
        monkeypatch.setattr(adapter, operation, lambda self, given: raising(stopped)(given))
    room.ship([order])
    row = room.shipment(order)
    assert (row.status, row.problems[0]["code"]) == ("BOOKING", "CARRIER_STOPPED")
    if sent:
        CarrierCall.objects.update(outcome="DOUBTFUL")
    Shipment.objects.update(created_at=clock.now() - domain.LONGEST_HELD_BACK)
    due()
    room.recover()
    row = room.shipment(order)
    order.refresh_from_db()
    assert (row.status, order.stage) == (status, stage)
    assert row.lease_until is None


def test_waiting_for_days_fills_neither_timeline_nor_journal(room, adapter, monkeypatch):
    (order,) = room.orders(1)
    down = Paused("The carrier is down.", retry_after=1, doubtful=False)
    monkeypatch.setattr(adapter, "create", lambda self, booking: raising(down)(booking))
    room.ship([order])
    for _ in range(5):
        due()
        room.recover()
    assert list(CarrierCall.objects.values_list("operation", "outcome")) == [("create", "NOT_SENT")]
    assert [event.kind for event in queries.timeline(room.shipment(order))] == ["PLANNED", "WAITING"]
