"""A booking of which nobody knows: carriers that cannot be asked, and what a person may say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action
from fahuo.carriers.contract import Carrier
from fahuo.carriers.models import CarrierCall
from fahuo.kit import clock
from fahuo.shipments import jobs, queries
from fahuo.shipments.models import Shipment, ShipRun
from fahuo.shipments.services import ship
from tests.fixtures.people import make_person
from tests.fixtures.rows import make_order, make_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


@pytest.fixture
def deaf(room, monkeypatch):
    """The carrier offers no look-up by reference."""
    with ship.open_desk(room.seller) as desk:
        (account_id,) = desk.accounts
        carrier = type(desk.carrier(account_id))
    monkeypatch.setattr(carrier, "find", Carrier.find)
    return carrier


def doubtful(room, fault: str = "reset_after") -> Shipment:
    (order,) = room.orders(1)
    room.carrier.fail(fault)
    room.ship([order])
    return room.shipment(order)


def kinds(row: Shipment) -> list[str]:
    return [event.kind for event in queries.timeline(row)]


@pytest.mark.usefixtures("deaf")
@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "error_before", "error_after", "garbage_after"])
def test_a_doubtful_booking_at_a_carrier_that_cannot_be_asked_goes_to_a_person_at_once(room, fault):
    row = doubtful(room, fault)
    assert (row.status, row.problems[0]["code"], row.lease_until) == ("REVIEW", "BOOKING_CANNOT_BE_ASKED", None)
    assert list(CarrierCall.objects.values_list("operation", "outcome")) == [("create", "DOUBTFUL")]
    before = room.carrier.book(room.seller)
    assert room.recover() == 0
    assert room.carrier.book(room.seller) == before, "nothing is sent again by itself"


@pytest.mark.usefixtures("deaf")
def test_a_crash_at_such_a_carrier_goes_to_a_person_too(room):
    row = doubtful(room)
    CarrierCall.objects.update(outcome="OPEN", ended_at=None)
    Shipment.objects.update(status="BOOKING", lease_until=clock.now() - timedelta(seconds=1))
    assert room.recover() == 1
    row.refresh_from_db()
    assert (row.status, row.problems[0]["code"]) == ("REVIEW", "BOOKING_CANNOT_BE_ASKED")
    assert len(room.carrier.book(room.seller)) == 1


@pytest.mark.usefixtures("deaf")
@pytest.mark.parametrize("fault", ["rate_limit"])
def test_what_the_carrier_did_not_look_at_is_simply_sent_again(room, fault):
    row = doubtful(room, fault)
    assert row.status == "BOOKING"
    Shipment.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    room.recover()
    row.refresh_from_db()
    assert row.status == "LABELLED"


@pytest.mark.usefixtures("deaf")
def test_a_clerk_takes_over_what_the_carrier_has(clerk, room, bob):
    row = doubtful(room)
    (there,) = room.carrier.book(room.seller)
    page = clerk.get(reverse("shipment", args=[row.pk])).text
    adopt = reverse("adopt-shipment", args=[row.pk])
    assert adopt in page
    assert reverse("release-shipment", args=[row.pk]) in page
    assert row.reference in clerk.get(adopt).text
    answer = clerk.post(adopt, {"waybill_number": f" {there['number']} ", "tracking_number": ""})
    assert answer.url == reverse("shipment", args=[row.pk])
    row.refresh_from_db()
    assert (row.status, row.waybill_number, row.problems) == ("BOOKED", there["number"], [])
    (event,) = [event for event in queries.timeline(row) if event.kind == "ADOPTED"]
    assert event.detail == {"person": "Bob", "waybill": there["number"]}
    (action,) = Action.objects.all()
    assert (action.verb, action.detail) == ("adopt_booking", {"waybill": there["number"]})
    Shipment.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    room.recover()
    row.refresh_from_db()
    assert row.status == "LABELLED"
    assert len(room.carrier.book(room.seller)) == 1
    assert "Taken over by a person; the carrier knows the number" in clerk.get(answer.url).text


@pytest.mark.parametrize(
    ("number", "code", "status"),
    [
        ("", "This is no waybill number", 422),
        ("YT 1", "This is no waybill number", 422),
        ("运单号123456", "This is no waybill number", 422),
        ("YT9999999999999999", "The carrier does not know this number", 422),
    ],
)
@pytest.mark.usefixtures("deaf")
def test_a_number_that_cannot_be_is_refused_and_nothing_changed(clerk, room, number, code, status):
    row = doubtful(room)
    answer = clerk.post(reverse("adopt-shipment", args=[row.pk]), {"waybill_number": number})
    assert answer.status_code == status
    assert code in answer.text
    row.refresh_from_db()
    assert (row.status, row.waybill_number) == ("REVIEW", "")
    assert "ADOPTED" not in kinds(row)
    assert not Action.objects.exists()


@pytest.mark.usefixtures("deaf")
def test_a_number_of_another_shipment_is_refused(clerk, room):
    row = doubtful(room)
    other = make_shipment(room.seller, make_order(room.seller, "8112833000000009", stage="SHIPPED"))
    answer = clerk.post(reverse("adopt-shipment", args=[row.pk]), {"waybill_number": other.waybill_number})
    assert answer.status_code == 422
    assert "belongs to another shipment" in answer.text


@pytest.mark.usefixtures("deaf")
def test_a_carrier_that_cannot_say_is_believed_on_the_persons_word_and_the_timeline_says_so(clerk, room):
    row = doubtful(room)
    for operation in ("label", "track"):
        room.carrier.fail("error_before", operation=operation, times=2)
    clerk.post(reverse("adopt-shipment", args=[row.pk]), {"waybill_number": "YT2026112200000001"})
    row.refresh_from_db()
    assert row.status == "BOOKED"
    assert "ADOPTED_ON_TRUST" in kinds(row)
    assert "on trust" in clerk.get(reverse("shipment", args=[row.pk])).text


@pytest.mark.usefixtures("deaf")
def test_a_clerk_says_that_it_is_not_there_and_it_is_booked_under_another_reference(clerk, room):
    row = doubtful(room, "reset_before")
    answer = clerk.post(reverse("release-shipment", args=[row.pk]))
    run = ShipRun.objects.latest("pk")
    assert answer.url == reverse("ship-run", args=[run.pk])
    row.refresh_from_db()
    assert (row.status, row.problems[0]["code"]) == ("FAILED", "BOOKING_RELEASED")
    assert "RELEASED" in kinds(row)
    assert Action.objects.get().verb == "release_booking"
    assert room.carrier.book(room.seller) == [], "nothing was sent by the button itself"
    jobs.ship_orders(seller_id=room.seller.pk, run_id=run.pk, order_ids=[row.order_id])
    again = room.shipment(row.order)
    assert (again.attempt, again.reference) == (2, row.reference[:-1] + "2")
    assert [entry["reference"] for entry in room.carrier.book(room.seller)] == [again.reference]


def test_a_booking_that_the_carrier_has_after_all_is_not_given_up(clerk, room):
    (order,) = room.orders(1)
    room.ship([order])
    Shipment.objects.update(status="REVIEW", waybill_number="", lease=None, lease_until=None)
    answer = clerk.post(reverse("release-shipment", args=[room.shipment(order).pk]))
    assert answer.status_code == 409
    assert room.shipment(order).status == "REVIEW"
    assert ShipRun.objects.count() == 1


@pytest.mark.parametrize("name", ["adopt-shipment", "release-shipment"])
@pytest.mark.parametrize("status", ["BOOKING", "LABELLED", "FAILED", "CANCELLED"])
def test_what_is_not_doubtful_cannot_be_decided(clerk, amys, name, status):
    row = make_shipment(amys, make_order(amys, "8112833000000001", stage="SHIPPED"), status=status)
    assert reverse(name, args=[row.pk]) not in clerk.get(reverse("shipment", args=[row.pk])).text
    asked = clerk.get(reverse(name, args=[row.pk])).text
    assert "does not wait for a decision" in asked
    assert clerk.post(reverse(name, args=[row.pk]), {"waybill_number": "YT123456"}).status_code == 409
    row.refresh_from_db()
    assert row.status == status
    assert not Action.objects.exists()


def test_who_may_only_read_decides_nothing(amys):
    row = make_shipment(amys, make_order(amys, "8112833000000001"), status="REVIEW", waybill_number="")
    client = Client()
    client.force_login(make_person("rita", amys, "READ_ONLY"))
    for name in ("adopt-shipment", "release-shipment"):
        assert reverse(name, args=[row.pk]) not in client.get(reverse("shipment", args=[row.pk])).text
        assert client.post(reverse(name, args=[row.pk])).status_code == 403
