"""Expected dates of journeys: learned from the seller's own, said in one pass, kept and compared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

from fahuo.tracking.models import Journey, LaneLaw, Prediction
from fahuo.tracking.services.begin import begin_new
from fahuo.tracking.services.expect import expect_due
from fahuo.tracking.services.ingest import Sighting, take
from fahuo.tracking.services.learn import learn, look_again
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent
from tests.fixtures.rows import NOON, make_order, make_shipment

if TYPE_CHECKING:
    from datetime import datetime

    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import Shipment

pytestmark = pytest.mark.django_db
WAY = (("RECEIVED", 1), ("DEPARTED_ORIGIN", 2), ("ARRIVED_DESTINATION", 5), ("CUSTOMS_RELEASED", 6))


def travel(shipment: Shipment, begun: datetime, *, days: float, delivered: bool = True) -> None:
    steps = [(name, offset) for name, offset in WAY if offset < days] + ([("DELIVERED", days)] if delivered else [])
    events = tuple(TrackingEvent(begun + timedelta(days=offset), Milestone(name), name) for name, offset in steps)
    take([Sighting(shipment.seller_id, shipment.pk, "yunexpress", events)], at=begun + timedelta(days=days))


def parcel(seller: Seller, number: int, *, on: datetime = NOON) -> Shipment:
    shipment = make_shipment(seller, make_order(seller, str(number)), labelled_at=on, created_at=on)
    begin_new(at=on)
    return shipment


def interval(row: Journey) -> tuple[date, date, date]:
    days = (row.expected_from, row.expected_on, row.expected_until)
    assert None not in days
    return cast("tuple[date, date, date]", days)


def test_without_history_the_published_days_count(amys: Seller) -> None:
    parcel(amys, 1)
    assert expect_due(at=NOON + timedelta(hours=1)) == 1
    row = Journey.objects.get()
    first, likely, last = interval(row)
    assert NOON.date() < first < likely < last
    assert not row.expect_due
    assert expect_due(at=NOON + timedelta(hours=1)) == 0


def test_own_parcels_narrow_what_is_expected(amys: Seller) -> None:
    parcel(amys, 1)
    expect_due(at=NOON)
    first, _likely, last = interval(Journey.objects.get())
    wide = last - first
    for number in range(2, 42):
        begun = NOON + timedelta(days=number)
        travel(parcel(amys, number, on=begun), begun, days=9 + number % 3)
    later = NOON + timedelta(days=60)
    law = learn(seller_id=amys.pk, at=later)
    fresh = parcel(amys, 99, on=later)
    expect_due(at=later)
    row = Journey.objects.get(shipment=fresh)
    assert law.parcels == 41
    first, likely, last = interval(row)
    assert last - first < wide
    assert likely - later.date() == timedelta(days=10)
    assert first <= later.date() + timedelta(days=9)
    assert last >= later.date() + timedelta(days=11)


def test_who_was_delivered_keeps_its_days_and_who_goes_back_has_none(amys: Seller) -> None:
    first, second = parcel(amys, 1), parcel(amys, 2)
    expect_due(at=NOON)
    before = Journey.objects.get(shipment=first).expected_on
    travel(first, NOON, days=9)
    take([Sighting(amys.pk, second.pk, "yunexpress",
                   (TrackingEvent(NOON + timedelta(days=3), Milestone.RETURNING, "R"),))],
         at=NOON + timedelta(days=3))  # fmt: skip
    assert expect_due(at=NOON + timedelta(days=10)) == 2
    assert Journey.objects.get(shipment=first).expected_on == before
    assert Journey.objects.get(shipment=second).expected_on is None


def test_what_was_said_at_the_label_is_kept_once_and_compared(amys: Seller) -> None:
    shipments = [parcel(amys, number) for number in (1, 2, 3)]
    expect_due(at=NOON)
    said = Prediction.objects.get(shipment=shipments[0])
    assert (said.stage, said.made_on) == ("LABEL", NOON.date())
    travel(shipments[0], NOON, days=(said.expected_on - NOON.date()).days)
    travel(shipments[1], NOON, days=(said.expected_until - NOON.date()).days + 4)
    expect_due(at=NOON + timedelta(days=1))
    assert Prediction.objects.filter(shipment=shipments[0], stage="LABEL").get() == said
    law = learn(seller_id=amys.pk, at=NOON + timedelta(days=150))
    # One came in time, one late, and one has not come at all although its last day is over.
    width = (said.expected_until - said.expected_from).days + 1
    assert law.kept == [["yunexpress/THPHR", "CN", "DE", "LABEL", 3, 1, 0, 3 * width]]


def test_nothing_is_counted_before_its_last_day(amys: Seller) -> None:
    travel(parcel(amys, 1), NOON, days=1)
    expect_due(at=NOON)
    assert learn(seller_id=amys.pk, at=NOON + timedelta(days=2)).kept == []


def test_the_promised_day_is_that_of_routing(amys: Seller) -> None:
    order = parcel(amys, 1).order
    order.chosen_service = "CAINIAO_STANDARD"
    order.save()
    expect_due(at=NOON)
    assert Journey.objects.get().promised_on == NOON.date() + timedelta(days=30)  # STANDARD, paid at NOON


def test_a_seller_learns_from_own_parcels_only(amys: Seller, carols: Seller) -> None:
    for number in range(1, 30):
        begun = NOON + timedelta(days=number)
        travel(parcel(carols, number, on=begun), begun, days=30)
    later = NOON + timedelta(days=70)
    assert learn(seller_id=amys.pk, at=later).parcels == 0
    assert learn(seller_id=carols.pk, at=later).parcels == 29
    assert set(LaneLaw.objects.values_list("seller_id", flat=True)) == {amys.pk, carols.pk}


def test_a_batch_costs_the_same_queries_whatever_its_size(amys: Seller, django_assert_max_num_queries: Any) -> None:
    for number in range(1, 20):
        parcel(amys, number)
    learn(seller_id=amys.pk, at=NOON)
    expect_due(at=NOON, limit=1)
    with django_assert_max_num_queries(14):
        assert expect_due(at=NOON) == 18
    assert look_again(amys.pk) == 19
    assert Journey.objects.filter(expect_due=True).count() == 19


def test_laws_of_another_version_are_learned_anew(amys: Seller) -> None:
    parcel(amys, 1)
    LaneLaw.objects.create(seller=amys, fitted_at=NOON, parcels=1, content=b"of another time")
    assert expect_due(at=NOON) == 1
    assert interval(Journey.objects.get())[1] > NOON.date()
