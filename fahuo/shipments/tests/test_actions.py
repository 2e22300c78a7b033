"""Cancel and "ask the carrier again" on a shipment's page: a real carrier's emulator behind them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action
from fahuo.kit import clock
from fahuo.shipments.models import Shipment, ShipmentEvent
from fahuo.shipments.services import cancel as cancelling
from fahuo.shipments.services import ship
from fahuo.shipments.services.give_up import give_up
from tests.fixtures.people import make_person
from tests.fixtures.rows import make_order, make_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


def shipped(room) -> Shipment:
    (order,) = room.orders(1)
    room.ship([order])
    return room.shipment(order)


def log() -> list[tuple[str, str, dict[str, object]]]:
    return list(Action.objects.order_by("pk").values_list("verb", "subject", "detail"))


def test_a_clerk_is_asked_and_cancels_and_the_order_can_be_shipped_again(clerk, room):
    row = shipped(room)
    confirm = reverse("cancel-shipment", args=[row.pk])
    assert confirm in clerk.get(reverse("shipment", args=[row.pk])).text
    asked = clerk.get(confirm).text
    assert "the label is no longer valid" in asked
    assert row.waybill_number in asked
    assert [entry["cancelled"] for entry in room.carrier.book(room.seller)] == [False], "looking cancels nothing"

    page = clerk.post(confirm, follow=True).text
    assert "The order is open again" in page
    assert confirm not in page
    row.refresh_from_db()
    row.order.refresh_from_db()
    assert (row.status, row.order.stage) == ("CANCELLED", "OPEN")
    assert log() == [("cancel_shipment", row.order.number, {"waybill": row.waybill_number})]
    room.ship([row.order])
    assert [entry["cancelled"] for entry in room.carrier.book(room.seller)] == [True, False]


def test_the_carriers_words_are_shown_when_it_does_not_cancel(clerk, room):
    row = shipped(room)
    room.carrier.fail("reset_before", operation="cancel")
    answer = clerk.post(reverse("cancel-shipment", args=[row.pk]))
    assert answer.status_code == 409
    assert "The carrier did not cancel" in answer.text
    assert '<bdi class="detail">' in answer.text
    row.refresh_from_db()
    row.order.refresh_from_db()
    assert (row.status, row.order.stage) == ("LABELLED", "SHIPPED")
    waybill = {"waybill": row.waybill_number, "code": "CANCEL_REFUSED"}
    assert log() == [("cancel_refused", row.order.number, waybill)]


def test_a_shipment_whose_product_left_the_catalogue_is_cancelled_all_the_same(clerk, room):
    row = shipped(room)
    row.order.lines.update(sku="GONE")
    clerk.post(reverse("cancel-shipment", args=[row.pk]))
    row.refresh_from_db()
    assert row.status == "CANCELLED"


@pytest.mark.parametrize("status", ["BOOKING", "TENDERED", "CANCELLED", "FAILED", "REVIEW"])
def test_what_is_not_booked_or_left_already_is_not_cancelled(clerk, amys, status):
    row = make_shipment(amys, make_order(amys, "8112833000000001", stage="SHIPPED"), status=status)
    confirm = reverse("cancel-shipment", args=[row.pk])
    assert confirm not in clerk.get(reverse("shipment", args=[row.pk])).text
    assert "cannot be cancelled" in clerk.get(confirm).text
    assert '<form method="post">' not in clerk.get(confirm).text
    assert clerk.post(confirm).status_code == 409
    row.refresh_from_db()
    assert row.status == status


def test_a_doubtful_booking_is_asked_again_and_the_page_shows_what_came_of_it(clerk, room):
    row = shipped(room)
    Shipment.objects.update(status="REVIEW", waybill_number="", lease=None, lease_until=None)
    page = reverse("shipment", args=[row.pk])
    assert "Ask the carrier again" in clerk.get(page).text

    moving = clerk.post(reverse("ask-again", args=[row.pk]), follow=True).text
    assert 'hx-trigger="every 2s"' in moving
    assert "Ask the carrier again" not in moving
    poll = moving.partition('id="shipment" hx-get="')[2].partition('"')[0]
    assert clerk.get(poll, headers={"hx-request": "true"}).status_code == 204, "nothing new, nothing to draw"

    Shipment.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert room.recover() == 1
    done = clerk.get(poll, headers={"hx-request": "true"}).text
    assert "Label ready" in done
    assert 'hx-trigger="every 2s"' not in done
    assert len(room.carrier.book(room.seller)) == 1, "asked, not repeated"
    assert log() == [("ask_again", row.order.number, {})]


def test_a_booking_whose_label_waits_for_a_person_says_so_everywhere(clerk, amys):
    row = make_shipment(
        amys, make_order(amys, "8112833000000001", stage="IN_WORK"), status="BOOKED",
        problems=[{"code": "LABEL_UNREADABLE", "field": "", "detail": ""}],
    )  # fmt: skip
    moving = make_shipment(
        amys, make_order(amys, "8112833000000002", stage="IN_WORK"), status="BOOKED", lease_until=clock.now()
    )
    listed = clerk.get(reverse("shipments"), {"status": "REVIEW"}).text
    assert row.waybill_number in listed
    assert moving.waybill_number not in listed
    page = clerk.get(reverse("shipment", args=[row.pk])).text
    assert "Needs a person" in page
    assert 'hx-trigger="every 2s"' not in page
    clerk.post(reverse("ask-again", args=[row.pk]))
    row.refresh_from_db()
    assert (row.status, row.lease_until is not None) == ("BOOKED", True)


def test_what_moves_already_is_not_asked_again(clerk, amys):
    row = make_shipment(amys, make_order(amys, "8112833000000001", stage="SHIPPED"))
    answer = clerk.post(reverse("ask-again", args=[row.pk]), follow=True)
    assert "nothing was changed" in answer.text
    assert not ShipmentEvent.objects.exists()
    assert log() == []


def test_who_may_only_read_sees_no_button_and_changes_nothing(room):
    row = shipped(room)
    client = Client()
    client.force_login(make_person("rita", room.seller, "READ_ONLY"))
    assert reverse("cancel-shipment", args=[row.pk]) not in client.get(reverse("shipment", args=[row.pk])).text
    assert client.post(reverse("cancel-shipment", args=[row.pk])).status_code == 403
    assert client.post(reverse("ask-again", args=[row.pk])).status_code == 403
    row.refresh_from_db()
    assert row.status == "LABELLED"
    assert log() == []


def booked_without_cancellation(seller) -> Shipment:
    order = make_order(seller, "8112833000000077", stage="SHIPPED")
    return make_shipment(seller, order, status="LABELLED", carrier="dhl_express", waybill_number="1234567890")


def test_a_waybill_is_given_up_where_the_carrier_takes_no_cancellation(clerk, amys):
    row = booked_without_cancellation(amys)
    confirm = reverse("cancel-shipment", args=[row.pk])
    asked = clerk.get(confirm).text
    assert "This carrier takes no cancellation" in asked
    assert "The carrier is asked" not in asked
    page = clerk.post(confirm, follow=True).text
    assert "the carrier was not told" in page
    assert "Given up by a person: the carrier takes no cancellation" in page
    row.refresh_from_db()
    row.order.refresh_from_db()
    assert (row.status, row.order.stage) == ("CANCELLED", "OPEN")
    (event,) = ShipmentEvent.objects.filter(shipment=row)
    assert (event.kind, event.detail) == ("GIVEN_UP", {"person": "Bob", "waybill": "1234567890"})
    assert log() == [("give_up_shipment", row.order.number, {"waybill": "1234567890"})]
    assert clerk.post(confirm).status_code == 409, "once is enough"


def test_nothing_is_given_up_that_can_be_cancelled_or_has_left(amys, bob):
    here = make_shipment(amys, make_order(amys, "8112833000000078", stage="SHIPPED"), status="LABELLED")
    left = booked_without_cancellation(amys)
    Shipment.objects.filter(pk=left.pk).update(status="TENDERED")
    for row, status in ((here, "LABELLED"), (left, "TENDERED")):
        assert give_up(shipment=row, person=bob, at=clock.now()).code == "SHIPMENT_NOT_CANCELLABLE"
        row.refresh_from_db()
        row.order.refresh_from_db()
        assert (row.status, row.order.stage) == (status, "SHIPPED")
    assert not ShipmentEvent.objects.exists()


def test_what_was_handed_over_while_the_carrier_cancelled_is_said(room, monkeypatch):
    row = shipped(room)
    real = cancelling._write

    def handed_over_first(*given):
        Shipment.objects.filter(pk=row.pk).update(status="TENDERED")
        return real(*given)

    monkeypatch.setattr(cancelling, "_write", handed_over_first)
    with ship.open_desk(room.seller) as desk:
        problem = cancelling.cancel(shipment=row, desk=desk, at=clock.now())
    assert problem.code == "SHIPMENT_NOT_CANCELLABLE"
    row.refresh_from_db()
    row.order.refresh_from_db()
    assert (row.status, row.order.stage) == ("TENDERED", "SHIPPED")
