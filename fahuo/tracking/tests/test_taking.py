"""Taking events in: stored once, folded, counted; whatever they look like."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Sum

from fahuo.tracking.models import OTHER_CODES, Event, Journey, Latency, UnmappedCode
from fahuo.tracking.services.begin import begin_new
from fahuo.tracking.services.ingest import Sighting, Taken, take
from fahuo.tracking.services.rows import Head, rows_of
from fahuo.tracking.services.unknown import MOST_WAITING
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent
from tests.fixtures.rows import NOON, make_order, make_shipment

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import Shipment

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=20)


def event(milestone: str, hours: float = 0, *, code: str = "", **more: Any) -> TrackingEvent:
    return TrackingEvent(NOON + timedelta(hours=hours), Milestone(milestone), code or milestone, **more)


def told(shipment: Shipment, *events: TrackingEvent, carrier: str = "yunexpress") -> Sighting:
    return Sighting(shipment.seller_id, shipment.pk, carrier, events)


@pytest.fixture
def parcel(amys: Seller) -> Shipment:
    return make_shipment(amys, make_order(amys, "1001"))


def test_a_parcel_with_a_label_is_begun(parcel: Shipment) -> None:
    assert begin_new(at=NOON) == [parcel.pk]
    assert begin_new(at=NOON) == []
    row = Journey.objects.get()
    assert (row.shipment_id, row.country, row.origin, row.labelled_at) == (parcel.pk, "DE", "CN", NOON)
    assert (row.pickup_due_at, row.silent_at, row.milestone) == (NOON + timedelta(hours=48), None, "")


def test_events_move_the_journey(parcel: Shipment) -> None:
    begin_new(at=NOON)
    found = take([told(parcel, event("INFO_RECEIVED", 1), event("RECEIVED", 3))], at=NOON + timedelta(hours=4))
    assert found == Taken(new=2, moved=(parcel.pk,))
    row = Journey.objects.get()
    assert (row.milestone, row.milestone_at) == ("RECEIVED", NOON + timedelta(hours=3))
    assert (row.scanned_at, row.pickup_due_at) == (NOON + timedelta(hours=3), None)
    assert row.silent_at == NOON + timedelta(hours=75)
    assert (row.events, row.alerts_due, row.figures_due, row.expect_due) == (2, True, True, True)
    assert take([told(parcel, event("RECEIVED", 3))], at=LATER) == Taken()


def test_delivered_damaged_is_delivered_and_rings(parcel: Shipment) -> None:
    begin_new(at=NOON)
    damaged = event("DELIVERED", 50, country="DE", reason=ExceptionReason.DAMAGED)
    take([told(parcel, event("DELIVERED", 51, country="DE"), damaged, event("DELIVERED", 49))], at=LATER)
    row = Journey.objects.get()
    assert (row.milestone, row.delivered_at, row.ended_at) == ("DELIVERED", *[NOON + timedelta(hours=49)] * 2)
    assert (row.exceptions, row.exception, row.alerts_due) == (["DAMAGED"], "DAMAGED", True)


def test_nothing_told_changes_nothing(parcel: Shipment) -> None:
    begin_new(at=NOON)
    assert take([], at=LATER) == Taken()
    assert take([told(parcel)], at=LATER) == Taken()
    assert Journey.objects.get().heard_at is None


def test_two_carriers_in_one_timeline(parcel: Shipment) -> None:
    begin_new(at=NOON)
    in_berlin, in_china = timezone(timedelta(hours=1)), timezone(timedelta(hours=8))
    local = NOON.replace(tzinfo=None)
    door = TrackingEvent((local + timedelta(hours=51)).replace(tzinfo=in_berlin), Milestone("OUT_FOR_DELIVERY"), "OFD")
    left = TrackingEvent((local + timedelta(hours=52)).replace(tzinfo=in_china), Milestone("DEPARTED_ORIGIN"), "LH20")
    take(
        [told(parcel, door, carrier="dhl_express"), told(parcel, left), told(parcel, door, carrier="track17")], at=LATER
    )
    row = Journey.objects.get()
    assert (row.milestone, row.milestone_at) == ("OUT_FOR_DELIVERY", NOON + timedelta(hours=50))
    assert row.departed_at == NOON + timedelta(hours=44)
    assert row.events == Event.objects.count() == 3


def test_events_of_impossible_times_are_kept_and_count_for_nothing(parcel: Shipment) -> None:
    begin_new(at=NOON)
    odd = [
        TrackingEvent(datetime(1970, 1, 1, tzinfo=UTC), Milestone.DELIVERED, "D"),
        TrackingEvent(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), Milestone.DELIVERED, "D"),
        TrackingEvent(datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))), Milestone.DELIVERED, "D"),
        event("DELIVERED", 24 * 365),
        event("LOST", -24 * 8),
    ]
    found = take([told(parcel, *odd, event("RECEIVED", 1))], at=NOON + timedelta(hours=2))
    assert (found.new, found.odd) == (6, 5)
    row = Journey.objects.get()
    assert (row.milestone, row.delivered_at, row.ended_at) == ("RECEIVED", None, None)
    assert (row.events, row.early) == (6, 2)
    assert sorted(Event.objects.values_list("odd", flat=True)) == ["", "FUTURE", "FUTURE", "PAST", "PAST", "PAST"]
    assert sum(Latency.objects.values_list("rows", flat=True)) == 1


def test_an_early_event_counts_once_its_moment_has_passed_and_it_is_told_again(parcel: Shipment) -> None:
    begin_new(at=NOON)
    early = told(parcel, event("DELIVERED", 30))
    take([early], at=NOON + timedelta(hours=10))
    assert Journey.objects.get().milestone == ""
    take([early], at=NOON + timedelta(hours=20))
    assert Journey.objects.get().early == 1
    assert take([early], at=NOON + timedelta(hours=31)).moved == (parcel.pk,)
    row = Journey.objects.get()
    assert (row.milestone, row.delivered_at, row.events, row.early) == ("DELIVERED", NOON + timedelta(hours=30), 1, 0)
    assert take([early], at=LATER) == Taken()
    assert Journey.objects.get().early == 0


ODD_TEXTS = [
    "",
    "\x00\x00",
    "a\tb\nc\\d\\N",
    "\ud800 half",
    "名" * 3000,
    "\\.",
    "'; DROP TABLE x; --",
    "{}",
    "😀" * 400,
]


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts_survive(parcel: Shipment, text: str) -> None:
    begin_new(at=NOON)
    strange = event("HELD", 1, code=text or " ", description=text, place=text, country=text, raw_time=text)
    naive = TrackingEvent(datetime(2026, 11, 20, 14), Milestone.RECEIVED, text)  # noqa: DTZ001
    assert take([told(parcel, strange, naive)], at=LATER).new == 2
    assert take([told(parcel, strange, naive)], at=LATER).new == 0
    assert Journey.objects.get().scanned_at == NOON + timedelta(hours=2)
    stored = Event.objects.get(milestone="HELD")
    if text.isprintable():
        assert stored.description == text[:500]
        assert stored.place == text[:120]


def test_long_texts_are_not_remembered(parcel: Shipment) -> None:
    """What most events share is kept in memory: of a carrier that writes a megabyte, only what the table takes."""
    head = Head(parcel.seller_id, NOON, NOON, "CN", "DE", 0)
    tracemalloc.start()
    for place in range(8):
        long = event(
            "IN_TRANSIT", place, code=f"{place}" * 10**6, description=f"{place} words" * 10**5, place="x" * 10**6
        )
        assert len(rows_of([told(parcel, long)], {parcel.pk: head}, at=LATER)) == 1
        del long
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 10**6


def test_ten_thousand_events_of_one_parcel(parcel: Shipment) -> None:
    begin_new(at=NOON)
    many = tuple(event("IN_TRANSIT", number / 60, code=str(number)) for number in range(10_000))
    assert take([told(parcel, *many)], at=LATER).new == 10_000
    assert len(bytes(Journey.objects.get().marks)) < 100
    assert take([told(parcel, *many, event("DELIVERED", 200))], at=LATER).new == 1
    assert Journey.objects.get().milestone == "DELIVERED"


def test_parcels_of_others_and_unknown_ones_are_left_alone(parcel: Shipment, carols: Seller) -> None:
    begin_new(at=NOON)
    forged = Sighting(carols.pk, parcel.pk, "yunexpress", (event("DELIVERED", 1),))
    nowhere = Sighting(carols.pk, 999_999_999, "yunexpress", (event("DELIVERED", 1),))
    found = take([forged, nowhere, told(parcel, event("RECEIVED", 1))], at=LATER)
    assert found.unknown == (forged, nowhere)
    assert list(Journey.objects.values_list("milestone", flat=True)) == ["RECEIVED"]
    assert set(Event.objects.values_list("seller_id", flat=True)) == {parcel.seller_id}


def test_a_journey_is_begun_when_its_events_come_first(parcel: Shipment) -> None:
    assert take([told(parcel, event("RECEIVED", 1))], at=NOON + timedelta(hours=2)).moved == (parcel.pk,)
    assert begin_new(at=NOON + timedelta(hours=3)) == [parcel.pk]
    row = Journey.objects.get()
    assert (row.milestone, row.pickup_due_at) == ("RECEIVED", None)


def test_unknown_codes_are_counted_once(parcel: Shipment) -> None:
    begin_new(at=NOON)
    news = told(parcel, event("UNMAPPED", 1, code="X9", description="?"), event("UNMAPPED", 2, code="X9"))
    take([news], at=NOON + timedelta(hours=3))
    take([news, told(parcel, event("UNMAPPED", 3, code="X9"))], at=LATER)
    row = UnmappedCode.objects.get()
    assert (row.raw_code, row.seen, row.first_seen_at, row.last_seen_at) == ("X9", 3, NOON + timedelta(hours=3), LATER)
    assert Journey.objects.get().milestone == ""


def test_many_of_long_ago_hold_up_nobody(amys: Seller) -> None:
    long_ago = NOON - timedelta(days=200)
    for place in range(5):
        make_shipment(amys, make_order(amys, f"old-{place}"), labelled_at=long_ago)
    new = make_shipment(amys, make_order(amys, "new"))
    assert begin_new(at=NOON, limit=2) == [new.pk]
    assert begin_new(at=NOON, limit=2) == []


def test_a_parcel_cancelled_before_it_was_begun_is_not_followed(amys: Seller) -> None:
    gone = make_shipment(amys, make_order(amys, "1002"), status="CANCELLED")
    old = make_shipment(amys, make_order(amys, "1003"), labelled_at=NOON - timedelta(days=200))
    waiting = make_shipment(amys, make_order(amys, "1004"), waybill_number="")
    assert begin_new(at=NOON) == []
    for row in (gone, old, waiting):
        row.refresh_from_db()
    assert [row.followed for row in (gone, old, waiting)] == [True, True, False]
    waiting.waybill_number = "YT1"
    waiting.save()
    assert begin_new(at=NOON + timedelta(days=3)) == [waiting.pk]
    assert Journey.objects.get().pickup_due_at == NOON + timedelta(days=3, hours=2)  # asked for first


# What was there and taken, what comes → which rooms must look.
FLAGS = [
    ("RECEIVED", "UNMAPPED", ""),
    ("RECEIVED", "INFO_RECEIVED", ""),
    ("RECEIVED", "IN_TRANSIT", "figures expect"),
    ("IN_TRANSIT", "IN_TRANSIT", ""),
    ("RECEIVED", "HELD/CUSTOMS", "alerts figures expect"),
    ("HELD/CUSTOMS", "CUSTOMS_RELEASED", "alerts figures expect"),
    ("INFO_RECEIVED", "RECEIVED", "alerts figures expect"),
    ("RECEIVED", "DELIVERED", "alerts figures expect"),
]


@pytest.mark.parametrize(("before", "then", "due"), FLAGS)
def test_rooms_above_are_told_what_matters(parcel: Shipment, before: str, then: str, due: str) -> None:
    begin_new(at=NOON)
    for hours, words in ((1, before), (3, then)):
        Journey.objects.update(alerts_due=False, figures_due=False, expect_due=False)
        milestone, _, reason = words.partition("/")
        take([told(parcel, event(milestone, hours, reason=ExceptionReason(reason)))], at=NOON + timedelta(hours=4))
    row = Journey.objects.get()
    found = {"alerts": row.alerts_due, "figures": row.figures_due, "expect": row.expect_due}
    assert [name for name, flag in found.items() if flag] == due.split()


def test_news_of_a_silent_parcel_tells_the_alarm(parcel: Shipment) -> None:
    begin_new(at=NOON)
    take([told(parcel, event("IN_TRANSIT", 1))], at=NOON)
    Journey.objects.update(alerts_due=False)
    take([told(parcel, event("IN_TRANSIT", 100))], at=NOON + timedelta(hours=101))
    row = Journey.objects.get()
    assert (row.alerts_due, row.silent_at) == (True, NOON + timedelta(hours=172))


def test_a_carrier_whose_codes_never_end_fills_no_table(parcel: Shipment, carols: Seller) -> None:
    """Five thousand codes in ten batches: two hundred wait in rows of their own, all others in one, all are counted."""
    begin_new(at=NOON)
    theirs = make_shipment(carols, make_order(carols, "9"))
    for batch in range(10):
        codes = [f"{batch}-{number}" for number in range(500)]
        events = (TrackingEvent(NOON, Milestone.UNMAPPED, code) for code in codes)
        take([told(parcel, *events)], at=LATER)
    take([told(parcel, event("UNMAPPED", 3, code="0-1")), told(theirs, event("UNMAPPED", 1, code="X9"))], at=LATER)
    rows = UnmappedCode.objects.filter(seller=parcel.seller)
    assert rows.count() == MOST_WAITING + 1
    assert rows.aggregate(seen=Sum("seen"))["seen"] == 5001
    assert rows.get(raw_code=OTHER_CODES).seen == 5000 - MOST_WAITING
    assert rows.get(raw_code="0-1").seen == 2
    assert UnmappedCode.objects.get(seller=carols).raw_code == "X9"
    rows.filter(raw_code="0-0").update(settled_at=LATER)
    take([told(parcel, event("UNMAPPED", 4, code="new"))], at=LATER)
    assert rows.get(raw_code="new").seen == 1
