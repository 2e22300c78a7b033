"""What lanes learn from tracking: each end once, nothing over what a person imported, no end stops another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from fahuo.accounts.models import Seller
from fahuo.figures.models import Lesson
from fahuo.figures.services import count, rebuild, teach
from fahuo.orders.models import Order
from fahuo.routing.domain.outcomes import Outcome
from fahuo.routing.models import LaneRecord, ParcelOutcome
from fahuo.routing.services import outcomes
from fahuo.shipments.models import Shipment
from fahuo.tracking.models import Journey
from tests.fixtures.journeys import make_journey
from tests.fixtures.rows import make_order, make_shipment

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
AT = NOON + timedelta(days=18)


def sent(seller: Seller, number: int, **journey: object) -> Shipment:
    """Store a parcel that was booked at noon, scanned a day later, and what became of it."""
    order = make_order(seller, f"81{number:014}", imported_at=NOON, paid_at=NOON, stage="SHIPPED")
    row = make_shipment(
        seller, order, service_code=journey.pop("service", "THPHR"), booked_at=NOON,
        labelled_at=NOON + timedelta(minutes=5),
    )  # fmt: skip
    known = {"scanned_at": NOON + timedelta(days=1), "figures_due": True, "promised_on": date(2026, 11, 14)}
    make_journey(seller, row, **known | journey)
    return row


def delivered(days: int) -> dict[str, object]:
    return {"milestone": "DELIVERED", "delivered_at": NOON + timedelta(days=days)}


def learn(at: datetime = AT) -> teach.Taught:
    count.count_due(at=at)
    return teach.teach_due(at=at)


def outcome(row: Shipment) -> ParcelOutcome:
    return ParcelOutcome.objects.get(reference=row.reference)


def test_ends_become_outcomes_and_lanes_learn(amys: Seller) -> None:
    good, lost, back = (
        sent(amys, 1, **delivered(10)),
        sent(amys, 2, milestone="LOST"),
        sent(amys, 3, milestone="RETURNED"),
    )
    sent(amys, 4, milestone="IN_TRANSIT")
    sent(amys, 5, milestone="EXPIRED")
    assert learn() == teach.Taught(taught=3)
    known = outcome(good)
    assert (known.service_key, known.country, known.handed_over_on, known.delivered_on, known.promised_on) == (
        "yunexpress/THPHR", "DE", date(2026, 11, 3), date(2026, 11, 12), date(2026, 11, 14),
    )  # fmt: skip
    assert (known.pickup_hours, known.tracked, known.lost) == (24.0, True, False)
    assert (outcome(lost).lost, outcome(back).returned) == (True, True)
    lane = LaneRecord.objects.get()
    assert (lane.parcels, lane.delivered, lane.days, lane.lost, lane.returned) == (3, 1, 9.0, 1, 1)


def test_the_same_end_again_writes_nothing(amys: Seller) -> None:
    row = sent(amys, 1, **delivered(10))
    learn()
    first = outcome(row).recorded_at
    Journey.objects.update(figures_due=True)
    Order.objects.update(figures_due=True)
    assert learn(AT + timedelta(hours=1)) == teach.Taught()
    rebuild.rebuild(seller_id=amys.pk, at=AT)
    assert learn(AT + timedelta(hours=2)) == teach.Taught()
    assert outcome(row).recorded_at == first


def test_lost_then_found_is_told_again(amys: Seller) -> None:
    row = sent(amys, 1, milestone="LOST")
    learn()
    Journey.objects.update(milestone="IN_TRANSIT", figures_due=True)
    assert learn() == teach.Taught()
    assert outcome(row).lost
    Journey.objects.update(figures_due=True, **delivered(15))
    assert learn() == teach.Taught(taught=1)
    assert (outcome(row).lost, outcome(row).delivered_on) == (False, date(2026, 11, 17))


@pytest.mark.parametrize("before", [True, False], ids=["imported first", "imported after"])
def test_what_a_person_imported_stays(amys: Seller, before: bool) -> None:
    row = sent(amys, 1, **delivered(10))
    imported = Outcome(row.reference, "yunexpress/THPHR", "DE", date(2026, 11, 3), date(2026, 11, 9), disputed=True)
    if not before:
        learn()
        outcomes.record(seller=amys, outcomes=[imported], at=AT)
        Journey.objects.update(figures_due=True, **delivered(11))
    else:
        outcomes.record(seller=amys, outcomes=[imported], at=AT)
    assert learn() == teach.Taught(kept=1)
    assert (outcome(row).delivered_on, outcome(row).disputed) == (date(2026, 11, 9), True)
    Journey.objects.update(figures_due=True, **delivered(12))
    assert learn() == teach.Taught()


def test_one_that_cannot_be_never_stops_the_others(amys: Seller) -> None:
    sent(amys, 1, service="NO-SUCH", **delivered(10))
    fine = sent(amys, 2, **delivered(10))
    assert learn() == teach.Taught(taught=1, refused=1)
    assert outcome(fine).delivered_on == date(2026, 11, 12)
    assert Lesson.objects.get(state="REFUSED").problem == "service yunexpress/NO-SUCH"
    assert ParcelOutcome.objects.count() == 1
    assert learn(AT + timedelta(days=9)) == teach.Taught()


def test_a_delivery_dated_into_tomorrow_is_told_tomorrow(amys: Seller) -> None:
    row = sent(amys, 1, milestone="DELIVERED", delivered_at=AT + timedelta(hours=13))
    assert learn() == teach.Taught(refused=1)
    assert learn(AT + timedelta(hours=24)) == teach.Taught(taught=1)
    assert outcome(row).delivered_on == date(2026, 11, 21)


def test_delivered_without_any_scan_teaches_no_day_of_nought(amys: Seller) -> None:
    row = sent(amys, 1, **delivered(10) | {"scanned_at": NOON + timedelta(days=10)})
    learn()
    known = outcome(row)
    assert (known.handed_over_on, known.pickup_hours, known.tracked) == (date(2026, 11, 2), None, True)


def test_a_cancelled_booking_teaches_nothing(amys: Seller) -> None:
    row = sent(amys, 1, **delivered(10))
    count.count_due(at=AT)
    Shipment.objects.filter(pk=row.pk).update(status="CANCELLED")
    assert teach.teach_due(at=AT) == teach.Taught(refused=1)
    assert not ParcelOutcome.objects.exists()


def test_many_are_told_by_few_statements(amys: Seller, django_assert_max_num_queries) -> None:
    for number in range(25):
        sent(amys, number, **delivered(10))
    count.count_due(at=AT)
    with django_assert_max_num_queries(25, connection=connection):
        assert teach.teach_due(at=AT).taught == 25


def test_sellers_lanes_are_apart(amys: Seller, carols: Seller) -> None:
    sent(amys, 1, **delivered(10))
    sent(carols, 2, **delivered(12))
    assert learn().taught == 2
    assert list(LaneRecord.objects.order_by("seller_id").values_list("seller_id", "days")) == [
        (amys.pk, 9.0),
        (carols.pk, 11.0),
    ]
