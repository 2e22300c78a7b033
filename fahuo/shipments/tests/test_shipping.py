"""Booking and labels: real PostgreSQL, an emulated carrier over real HTTP."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.carriers import registry, services
from fahuo.kit import clock
from fahuo.shipments import domain, queries
from fahuo.shipments.models import Shipment, ShipmentEvent
from fahuo.shipments.services import check_label, ship
from fahuo.shipments.services.cancel import cancel
from fahuo.trade.label import LabelFile, LabelFormat
from fahuo.trade.waybill import Waybill
from tests.fixtures.people import make_seller
from tests.fixtures.rows import make_order, make_product

pytestmark = pytest.mark.django_db


def test_orders_are_booked_labelled_and_shipped(room):
    orders = room.orders(3)
    run = room.ship(orders)
    rows = Shipment.objects.filter(run=run).order_by("order_id")
    assert [row.status for row in rows] == ["LABELLED"] * 3
    assert {row.waybill_number for row in rows} == {entry["number"] for entry in room.carrier.book(room.seller)}
    for order, row in zip(orders, rows, strict=True):
        order.refresh_from_db()
        assert order.stage == "SHIPPED"
        assert row.reference == f"{room.seller.pk}-{order.number}-1"
        assert row.cost == sum(Decimal(charge["amount"]) for charge in row.rate["charges"]) > 0
        assert [event.kind for event in queries.timeline(row)] == ["PLANNED", "BOOKED", "LABELLED"]
    assert run.finished_at is not None


def test_an_importers_number_goes_only_where_it_is_asked_for(room):
    german, american = (
        *room.orders(1),
        make_order(
            room.seller, "8112833361566666", country="US", province="Illinois", city="Chicago", postcode="60601"
        ),
    )
    room.ship([german, american])
    assert (room.shipment(german).eori, room.shipment(american).eori) == ("DE000000000000001", "")
    assert room.shipment(american).ddp, "the United States take nothing that is not paid for"
    rows = Shipment.objects.filter(order__in=[german, american]).values_list("id", flat=True)
    told = {work.booking.recipient.country: work.booking.customs.ioss for work in queries.work(list(rows))}
    assert told == {"DE": room.seller.ioss, "US": ""}


def test_an_order_shipped_once_is_not_shipped_again(room):
    orders = room.orders(2)
    room.ship(orders)
    again = room.ship(orders)
    assert [entry["code"] for entry in again.skipped] == ["ORDER_ALREADY_SHIPPED"] * 2
    assert len(room.carrier.book(room.seller)) == 2
    assert again.finished_at is not None


def test_a_blocked_order_is_not_taken_up_and_says_so(room):
    ready, blocked = room.orders(2)
    type(blocked).objects.filter(pk=blocked.pk).update(outcome="BLOCKED")
    run = room.ship([ready, blocked])
    assert run.skipped == [{"order": blocked.number, "code": "ORDER_NOT_READY"}]
    assert Shipment.objects.filter(order=blocked).count() == 0


def test_a_failing_order_never_stops_the_others(room):
    make_product(room.seller, sku="NO-ZH", title_zh="12345")  # YunExpress wants a real Chinese name
    good, other = room.orders(2)
    bad = make_order(room.seller, "8112833361599999", sku="NO-ZH")
    room.ship([good, bad, other])
    assert room.shipment(good).status == room.shipment(other).status == "LABELLED"
    row = room.shipment(bad)
    assert row.status == "FAILED"
    assert row.problems[0]["field"].startswith("lines[0]")
    bad.refresh_from_db()
    assert bad.stage == "OPEN", "a refused order goes back to the clerk"


def test_a_key_the_carrier_does_not_know_books_nothing(room, yunexpress):
    wrong = {**registry.manifest("yunexpress").demo_credentials, "app_secret": "wrong"}
    services.connect(seller=room.seller, carrier="yunexpress", base_url=yunexpress, credentials=wrong, emulated=True)
    (order,) = room.orders(1)
    room.ship([order])
    row = room.shipment(order)
    assert (row.status, row.problems[0]["code"]) == ("FAILED", "CARRIER_NOT_AUTHORISED")
    order.refresh_from_db()
    assert order.stage == "OPEN"
    assert room.carrier.book(room.seller) == []


def test_an_order_that_no_service_takes_stays_open_with_the_reasons(room):
    make_product(room.seller, sku="SOFA", weight_g=45_000, length_mm=1900, width_mm=900, height_mm=800)
    order = make_order(room.seller, "8112833361588888", sku="SOFA")
    room.ship([order])
    row = room.shipment(order)
    assert (row.status, row.problems[0]["code"]) == ("FAILED", "NO_SERVICE")
    assert "OVERWEIGHT" in row.problems[0]["detail"]
    order.refresh_from_db()
    assert order.stage == "OPEN"


def test_without_a_place_to_ship_from_nothing_is_taken_up(room):
    room.seller.ship_from.all().delete()
    (order,) = room.orders(1)
    run = room.ship([order])
    assert run.skipped == [{"order": order.number, "code": "SHIP_FROM_MISSING"}]
    assert Shipment.objects.count() == 0


def test_another_sellers_orders_are_never_touched(room, yunexpress):
    (order,) = room.orders(1)
    stranger = make_seller("Stranger")
    run = room.ship([order], seller=stranger)
    assert Shipment.objects.filter(run=run).count() == 0
    assert run.skipped == []
    order.refresh_from_db()
    assert order.stage == "OPEN"


def test_a_label_of_another_parcel_is_never_printable(room):
    (order,) = room.orders(1)
    room.ship([order])
    row = room.shipment(order)
    file = LabelFile(LabelFormat.PDF, bytes(row.label_content))
    other = Waybill("yunexpress", row.reference, "YT9999999999999999")
    early = check_label.carrier_label(file, other, calls=0)
    late = check_label.carrier_label(file, other, calls=check_label.FETCHES)
    assert isinstance(early, domain.Pending)
    assert isinstance(late, domain.Review)
    assert early.problem.code == late.problem.code == "LABEL_WRONG_NUMBER"


def test_cancelling_opens_the_order_for_a_new_attempt(room):
    (order,) = room.orders(1)
    room.ship([order])
    row = room.shipment(order)
    with ship.open_desk(room.seller) as desk:
        assert cancel(shipment=row, desk=desk, at=clock.now()) is None
    order.refresh_from_db()
    assert order.stage == "OPEN"
    room.ship([order])
    again = room.shipment(order)
    assert (again.attempt, again.status) == (2, "LABELLED")
    assert again.reference == f"{room.seller.pk}-{order.number}-2"
    assert [entry["cancelled"] for entry in room.carrier.book(room.seller)] == [True, False]


def test_a_cancel_without_an_answer_changes_nothing(room):
    (order,) = room.orders(1)
    room.ship([order])
    row = room.shipment(order)
    room.carrier.fail("reset_before", operation="cancel")
    with ship.open_desk(room.seller) as desk:
        problem = cancel(shipment=row, desk=desk, at=clock.now())
    assert problem.code == "CANCEL_REFUSED"
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.status, order.stage) == ("LABELLED", "SHIPPED")
    assert [entry["cancelled"] for entry in room.carrier.book(room.seller)] == [False]


def test_an_order_that_our_own_code_fails_at_does_not_stop_the_others(room):
    good, bad, other = room.orders(3)
    bad.lines.update(sku="GONE")  # its product vanished after pre-flight
    run = room.ship([good, bad, other])
    assert room.shipment(good).status == room.shipment(other).status == "LABELLED"
    assert run.skipped == [{"order": bad.number, "code": "ORDER_DEFECT"}]
    assert Shipment.objects.filter(order=bad).count() == 0
    bad.refresh_from_db()
    assert bad.stage == "OPEN"


def test_an_order_to_a_place_without_an_iso_code_gets_an_answer(room):
    """Kosovo is XK by custom and not in ISO 3166."""
    (order,) = room.orders(1, country="XK", postcode="10000")
    room.ship([order])
    assert (room.shipment(order).status, room.shipment(order).problems[0]["code"]) == ("FAILED", "NO_SERVICE")


def test_progress_counts_every_order_once(room):
    make_product(room.seller, sku="SOFA", weight_g=45_000, length_mm=1900, width_mm=900, height_mm=800)
    orders = [*room.orders(2), make_order(room.seller, "8112833361588888", sku="SOFA")]
    blocked = make_order(room.seller, "8112833361577777", outcome="BLOCKED")
    run = room.ship([*orders, blocked])
    progress = queries.run_progress(run)
    assert (progress.total, progress.labelled, progress.failed, progress.skipped) == (4, 2, 1, 1)
    assert progress.waiting == progress.booking == progress.booked == progress.review == 0
    assert progress.done == progress.total


def test_a_batch_takes_the_same_number_of_queries_whatever_its_size(room, django_assert_max_num_queries):
    orders = room.orders(30)
    with django_assert_max_num_queries(53):
        room.ship(orders)
    assert ShipmentEvent.objects.filter(kind="LABELLED").count() == 30
