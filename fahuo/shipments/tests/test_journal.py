"""The journal of calls: what is written before a booking leaves, what after, and what follows from it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from fahuo.carriers.errors import Paused
from fahuo.carriers.models import CarrierAccount, CarrierCall
from fahuo.carriers.services import journal
from fahuo.kit import clock
from fahuo.shipments import jobs, queries
from fahuo.shipments.models import Shipment
from fahuo.shipments.services import book, ship
from fahuo.shipments.services.ask_again import ask_again
from tests.fixtures.accounts import connect_emulated

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(settings):
    """What waits may be asked for again at once."""
    settings.FAHUO_SETTLE_SECONDS = 0
    settings.FAHUO_BACKOFF_SECONDS = 0


def journalled(row: Shipment) -> list[tuple[str, str]]:
    rows = CarrierCall.objects.filter(seller=row.seller, reference=row.reference).order_by("started_at", "pk")
    return list(rows.values_list("operation", "outcome"))


def crashed(room, *, intent: bool) -> Shipment:
    """A row whose worker died: before it wrote the intent, or after."""
    (order,) = room.orders(1)
    room.ship([order])
    row = room.shipment(order)
    CarrierCall.objects.all().delete()
    past = clock.now() - timedelta(seconds=1)
    columns = {"waybill_number": "", "tracking_number": "", "lease": uuid.uuid4(), "lease_until": past, "calls": 0}
    Shipment.objects.filter(pk=row.pk).update(status="BOOKING", **columns)
    order.stage = "IN_WORK"
    order.save()
    if intent:
        CarrierCall.objects.create(
            seller=row.seller, account=row.account, carrier=row.carrier, operation="create", reference=row.reference,
            started_at=past, outcome="OPEN",
        )  # fmt: skip
    return room.shipment(order)


def test_every_call_has_one_line_with_what_was_said(room):
    (order,) = room.orders(1)
    room.ship([order])
    row = room.shipment(order)
    assert journalled(row) == [("create", "DONE"), ("label", "DONE")]
    for call in CarrierCall.objects.all():
        assert call.account_id == row.account_id
        assert call.started_at <= call.ended_at
        assert call.transcript.startswith("> ")
        assert "< 200" in call.transcript


@pytest.mark.parametrize(
    ("fault", "lines"),
    [
        ("reset_after", [("create", "DOUBTFUL"), ("find", "DONE"), ("label", "DONE")]),
        ("error_before", [("create", "DOUBTFUL"), ("find", "ABSENT")]),
        ("rate_limit", [("create", "TURNED_AWAY")]),
        ("garbage_after", [("create", "DOUBTFUL"), ("find", "DONE"), ("label", "DONE")]),
    ],
)
def test_how_a_booking_ended_is_written_with_its_result(room, fault, lines):
    (order,) = room.orders(1)
    room.carrier.fail(fault)
    room.ship([order])
    assert journalled(room.shipment(order)) == lines


def test_a_worker_that_died_after_its_intent_is_asked_after(room):
    row = crashed(room, intent=True)
    assert room.recover() == 1
    assert journalled(row) == [("create", "OPEN"), ("find", "DONE"), ("label", "DONE")]
    row.refresh_from_db()
    assert row.status == "LABELLED"
    assert len(room.carrier.book(room.seller)) == 1


def test_a_worker_that_died_before_its_intent_sent_nothing_so_nobody_is_asked(room):
    """The emulated carrier refuses a reference it has: that the booking is sent at all shows here."""
    row = crashed(room, intent=False)
    room.recover()
    assert journalled(row)[0] == ("create", "DOUBTFUL"), "sent at once, and refused as a duplicate"
    row.refresh_from_db()
    assert row.status == "LABELLED", "adopted"


@pytest.mark.usefixtures("at_once")
def test_after_being_turned_away_nothing_is_asked(room):
    (order,) = room.orders(1)
    room.carrier.fail("rate_limit")
    room.ship([order])
    Shipment.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    room.recover()
    assert journalled(room.shipment(order)) == [("create", "TURNED_AWAY"), ("create", "DONE"), ("label", "DONE")]


def test_a_late_worker_writes_no_intent_and_sends_nothing(room):
    row = crashed(room, intent=False)
    with ship.open_desk(room.seller) as desk:
        assert book.book(queries.work([row.pk]), lease=uuid.uuid4(), desk=desk) == {}
    assert journalled(row) == []
    row.refresh_from_db()
    assert row.status == "BOOKING"


def test_what_a_late_worker_learned_is_kept_and_makes_the_next_one_ask(room):
    """Its booking came about, but the row was another's when the answer came: nothing may be sent again."""
    row = crashed(room, intent=True)
    CarrierCall.objects.update(outcome="DONE", ended_at=clock.now())
    room.recover()
    assert journalled(row)[1] == ("find", "DONE")
    assert len(room.carrier.book(room.seller)) == 1


def test_our_own_gate_costs_no_try(room, monkeypatch):
    (order,) = room.orders(1)
    with ship.open_desk(room.seller) as desk:
        (account_id,) = desk.accounts
        carrier = type(desk.carrier(account_id))

    async def held(*_: object) -> None:
        raise Paused("The carrier is left alone for now.", retry_after=3, doubtful=False)

    monkeypatch.setattr(carrier, "create", held)
    room.ship([order])
    for _ in range(15):
        Shipment.objects.update(lease_until=clock.now() - timedelta(seconds=1))
        room.recover()
    row = room.shipment(order)
    assert (row.status, row.calls, row.problems[0]["code"]) == ("BOOKING", 0, "CARRIER_PAUSED")
    assert set(journalled(row)) == {("create", "NOT_SENT")}
    monkeypatch.undo()
    Shipment.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    room.recover()
    assert room.shipment(order).status == "LABELLED"
    assert ("find", "DONE") not in journalled(row), "nothing was sent, so nobody is asked"


def test_a_label_that_comes_with_the_booking_is_used_at_once(room, monkeypatch):
    (order,) = room.orders(1)
    give_label_with_booking(room, monkeypatch)
    room.ship([order])
    row = room.shipment(order)
    assert (row.status, row.label_source) == ("LABELLED", "CARRIER")
    assert journalled(row) == [("create", "DONE")]


def test_a_worker_that_died_with_the_label_in_hand_leaves_it_to_be_fetched(room, monkeypatch):
    (order,) = room.orders(1)
    give_label_with_booking(room, monkeypatch)
    monkeypatch.setattr(ship, "label", lambda *_, **__: {})
    room.ship([order])
    assert room.shipment(order).status == "BOOKED"
    monkeypatch.undo()
    Shipment.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    room.recover()
    row = room.shipment(order)
    assert row.status == "LABELLED"
    assert journalled(row) == [("create", "DONE"), ("label", "DONE")]


def give_label_with_booking(room, monkeypatch) -> None:
    from dataclasses import replace

    with ship.open_desk(room.seller) as desk:
        (account_id,) = desk.accounts
        carrier = type(desk.carrier(account_id))
    create = carrier.create

    async def both(self, booking):
        waybill = await create(self, booking)
        return replace(waybill, label=await self.label(waybill))

    monkeypatch.setattr(carrier, "create", both)


def retire(room) -> None:
    """Put the account out of use, so that the next one that is connected is another one, whatever its keys."""
    CarrierAccount.objects.filter(seller=room.seller).update(active=False)


def test_a_shipment_stays_with_the_account_it_was_planned_with(room, yunexpress):
    """The seller connects another account while a booking is doubtful: the old one is asked, and adopted."""
    row = crashed(room, intent=True)
    retire(room)
    connect_emulated(room.seller, "yunexpress", f"{yunexpress}/elsewhere")
    assert room.recover() == 1
    again = room.shipment(row.order)
    assert (again.status, again.account_id) == ("LABELLED", row.account_id)
    assert set(CarrierCall.objects.values_list("account", flat=True)) == {row.account_id}


def test_nothing_is_booked_anew_with_an_account_that_was_put_out_of_use(room, yunexpress):
    row = crashed(room, intent=False)
    retire(room)
    connect_emulated(room.seller, "yunexpress", yunexpress)
    before = room.carrier.book(room.seller)
    room.recover()
    row.refresh_from_db()
    row.order.refresh_from_db()
    assert (row.status, row.problems[0]["code"], row.order.stage) == ("FAILED", "CARRIER_ACCOUNT_RETIRED", "OPEN")
    assert room.carrier.book(room.seller) == before
    assert journalled(row) == []
    CarrierCall.objects.all().delete()
    room.ship([row.order])
    new = room.shipment(row.order)
    assert new.account_id == CarrierAccount.objects.get(active=True).pk != row.account_id


def test_asking_again_waits_until_what_was_sent_has_settled(room, settings):
    settings.FAHUO_SETTLE_SECONDS = 60
    (order,) = room.orders(1)
    room.carrier.fail("error_before")
    room.ship([order])
    Shipment.objects.update(status="REVIEW", lease=None, lease_until=None)
    row = room.shipment(order)
    ended_at = CarrierCall.objects.get(operation="create").ended_at
    assert ask_again(shipment=row, at=clock.now())
    row.refresh_from_db()
    assert row.lease_until == ended_at + timedelta(seconds=60)


def test_transcripts_are_forgotten_after_their_time_and_the_lines_stay(room, settings):
    (order,) = room.orders(1)
    room.ship([order])
    old = clock.now() - timedelta(days=settings.FAHUO_TRANSCRIPT_DAYS, seconds=1)
    CarrierCall.objects.filter(operation="create").update(started_at=old)
    jobs.forget_transcripts(timestamp=0)
    kept = dict(CarrierCall.objects.values_list("operation", "transcript"))
    assert kept["create"] == ""
    assert kept["label"] != ""


def test_an_installation_may_keep_no_transcripts_at_all(room, settings):
    settings.FAHUO_TRANSCRIPT_DAYS = 0
    (order,) = room.orders(1)
    room.ship([order])
    assert set(CarrierCall.objects.values_list("transcript", flat=True)) == {""}


def test_forgetting_goes_by_portions(room):
    (order,) = room.orders(1)
    room.ship([order])
    later = clock.now() + timedelta(days=1)
    assert [journal.forget_transcripts(before=later, limit=1) for _ in range(3)] == [1, 1, 0]
