"""Alerts open once for a cause, end with it, and do not ring again and again."""

from __future__ import annotations

import pytest

from fahuo.alerts.models import Alert, AlertEntry, State, Telling
from fahuo.alerts.services import watch_parcels
from fahuo.alerts.tests.scene import HOUR, alerts, happen, held, look, parcel
from fahuo.notifications.models import InSiteMessage
from fahuo.shipments.models import Shipment
from fahuo.tracking.models import Journey, Latency
from tests.fixtures.rows import NOON

pytestmark = pytest.mark.django_db


def test_an_exception_opens_one_alert_however_often_it_is_looked_at(amys, bob):
    journey = parcel(amys)
    assert look() == []
    held(journey)
    assert look() == [("CUSTOMS_HELD", "OPEN")]
    held(journey, NOON + HOUR)
    assert look(NOON + HOUR) == [("CUSTOMS_HELD", "OPEN")]
    alert = Alert.objects.get()
    assert (alert.seller, alert.shipment_id, alert.carrier, alert.country) == (amys, journey.pk, "yunexpress", "FR")
    assert not Journey.objects.filter(alerts_due=True).exists()
    assert InSiteMessage.objects.filter(person=bob).count() == 1


def test_it_ends_with_its_cause_also_while_somebody_snoozed_or_acknowledged_it(amys):
    for state in (State.OPEN, State.ACKNOWLEDGED, State.SNOOZED):
        journey = parcel(amys)
        held(journey)
        look()
        Alert.objects.filter(shipment=journey.pk).update(state=state, snoozed_until=NOON + 5 * HOUR)
        happen(journey, exception="")
        look(NOON + HOUR)
        alert = Alert.objects.get(shipment=journey.pk)
        assert (alert.state, alert.closed_why, alert.closed_at) == ("CLOSED", "CAUSE_ENDED", NOON + HOUR)
        assert alert.ended_at == NOON + HOUR


def test_another_exception_takes_the_place_of_the_first(amys):
    journey = parcel(amys)
    held(journey, kind="ADDRESS_UNCLEAR")
    look()
    held(journey, kind="DELIVERY_FAILED")
    assert look() == [("ADDRESS_UNCLEAR", "CLOSED"), ("DELIVERY_FAILED", "OPEN")]


@pytest.mark.parametrize("kind", ["HELD", "DELAYED", "EXCEPTION", ""])
def test_what_is_shown_only_rings_no_alert(amys, kind):
    held(parcel(amys), kind=kind)
    assert look() == []


def test_a_cancelled_parcel_ends_its_alerts_and_opens_none(amys):
    journey, other = parcel(amys), parcel(amys)
    held(journey)
    look()
    Shipment.objects.update(status="CANCELLED")
    held(other)
    assert look() == [("CUSTOMS_HELD", "OPEN")]
    assert watch_parcels.take_over(at=NOON)[1].ended == 1
    alert = Alert.objects.get()
    assert (alert.state, alert.closed_why) == ("CLOSED", "CANCELLED")
    assert watch_parcels.take_over(at=NOON)[0] == 0


@pytest.mark.parametrize(("kind", "clock"), [("PICKUP_OVERDUE", "pickup_due_at"), ("SILENT", "silent_at")])
def test_a_deadline_rings_when_it_has_passed_and_ends_with_the_clock(amys, kind, clock):
    journey = parcel(amys, alerts_due=False, **{"silent_at": None, clock: NOON})
    before = watch_parcels.take_overdue(kind=kind, at=NOON - HOUR / 60)
    assert (before[0], alerts()) == (0, [])
    watch_parcels.take_overdue(kind=kind, at=NOON)
    assert watch_parcels.take_overdue(kind=kind, at=NOON + HOUR / 60)[0] == 0
    assert alerts() == [(kind, "OPEN")]
    assert Alert.objects.get().caused_at == NOON
    happen(journey, **{clock: None})
    assert look(NOON + HOUR) == [(kind, "CLOSED")]


def test_what_passed_long_ago_is_found_by_the_round_that_looks_at_everything(amys):
    parcel(amys, silent_at=NOON - 30 * HOUR, alerts_due=False)
    assert watch_parcels.take_overdue(kind="SILENT", at=NOON, within=HOUR)[0] == 0
    assert watch_parcels.take_overdue(kind="SILENT", at=NOON, within=None)[0] == 1
    assert alerts() == [("SILENT", "OPEN")]


def test_what_a_person_closed_stays_closed_while_its_cause_stands(amys):
    journey = parcel(amys)
    held(journey, kind="RETURNED")
    look()
    Alert.objects.update(state="CLOSED", closed_at=NOON + HOUR, closed_why="SETTLED")
    held(journey, NOON + 30 * HOUR, kind="RETURNED")
    assert look(NOON + 30 * HOUR) == [("RETURNED", "CLOSED")]
    happen(journey, exception="")
    look(NOON + 31 * HOUR)
    alert = Alert.objects.get()
    assert (alert.closed_why, alert.closed_at, alert.ended_at) == ("SETTLED", NOON + HOUR, NOON + 31 * HOUR)
    held(journey, NOON + 60 * HOUR, kind="RETURNED")
    assert look(NOON + 60 * HOUR) == [("RETURNED", "CLOSED"), ("RETURNED", "OPEN")]


def test_what_the_carrier_says_once_more_after_a_person_closed_it_rings_again(amys):
    journey = parcel(amys)
    held(journey, kind="DELIVERY_FAILED")
    look()
    Alert.objects.update(state="CLOSED", closed_at=NOON + HOUR, closed_why="SETTLED")
    held(journey, NOON, kind="DELIVERY_FAILED")
    assert look(NOON + 2 * HOUR) == [("DELIVERY_FAILED", "CLOSED")]
    held(journey, NOON + 20 * HOUR, kind="DELIVERY_FAILED")
    assert look(NOON + 20 * HOUR) == [("DELIVERY_FAILED", "OPEN")]
    alert = Alert.objects.get()
    assert (alert.times, alert.caused_at, alert.closed_why) == (2, NOON + 20 * HOUR, "")


def test_a_cause_that_flaps_is_one_alert_and_one_message(amys, bob):
    journey = parcel(amys)
    for minute in range(0, 120, 10):
        at = NOON + minute * HOUR / 60
        held(journey, at)
        look(at)
        happen(journey, exception="")
        look(at + 5 * HOUR / 60)
    alert = Alert.objects.get()
    assert (alert.times, alert.state) == (12, "CLOSED")
    assert InSiteMessage.objects.filter(person=bob).count() == Telling.objects.count() == 1
    late = NOON + 9 * HOUR
    held(journey, late)
    assert look(late) == [("CUSTOMS_HELD", "CLOSED"), ("CUSTOMS_HELD", "OPEN")]
    assert InSiteMessage.objects.filter(person=bob).count() == 2


def test_what_comes_back_keeps_what_people_made_of_it(amys, bob):
    journey = parcel(amys)
    held(journey)
    look()
    Alert.objects.update(state="ACKNOWLEDGED", acknowledged_at=NOON, acknowledged_by=bob, assigned_to=bob)
    happen(journey, exception="")
    look(NOON + HOUR)
    held(journey, NOON + 2 * HOUR)
    assert look(NOON + 2 * HOUR) == [("CUSTOMS_HELD", "ACKNOWLEDGED")]
    assert Alert.objects.get().assigned_to == bob
    verbs = AlertEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["OPENED", "ENDED", "CAME_BACK"]


def test_sellers_do_not_mix(amys, carols, bob, carol):
    for seller in (amys, carols):
        held(parcel(seller))
    look()
    for seller, person in ((amys, bob), (carols, carol)):
        assert Alert.objects.filter(seller=seller).count() == 1
        message = InSiteMessage.objects.get(person=person)
        assert message.seller == seller


def test_how_long_it_took_is_counted(amys):
    held(parcel(amys))
    look(NOON + 7 * HOUR / 3600)
    row = Latency.objects.get(span="SEEN_TO_ALERT")
    assert (row.seller, row.carrier, row.day, row.seconds, row.rows) == (amys, "yunexpress", NOON.date(), 10, 1)


def test_many_parcels_cost_as_many_queries_as_one(amys, bob, django_assert_max_num_queries):
    for _ in range(30):
        held(parcel(amys))
    with django_assert_max_num_queries(30):
        watch_parcels.take_changed(at=NOON)
    assert Alert.objects.count() == 30
    message = InSiteMessage.objects.get()
    assert "30" in message.texts["en"]["subject"]


def test_an_occasion_that_was_heard_of_only_after_the_closing_rings_again(amys, bob):
    journey = parcel(amys)
    held(journey)
    look()
    Alert.objects.update(state="CLOSED", closed_at=NOON + 3 * HOUR, closed_by=bob, closed_why="SETTLED")
    happen(journey, exception="CUSTOMS_HELD", exception_at=NOON + 2 * HOUR, heard_at=NOON + 4 * HOUR)
    assert look(NOON + 4 * HOUR) == [("CUSTOMS_HELD", "OPEN")]
    assert Telling.objects.count() == 2


def test_what_comes_back_after_a_person_closed_it_is_told_again(amys, bob):
    journey = parcel(amys)
    held(journey)
    look()
    Alert.objects.update(
        state="CLOSED", closed_at=NOON + HOUR, closed_by=bob, closed_why="SETTLED", acknowledged_at=NOON
    )
    happen(journey, exception="")
    look(NOON + HOUR)
    held(journey, NOON + 2 * HOUR)
    assert look(NOON + 2 * HOUR) == [("CUSTOMS_HELD", "OPEN")]
    assert Telling.objects.count() == InSiteMessage.objects.filter(person=bob).count() == 2
    happen(journey, exception="")
    look(NOON + 3 * HOUR)
    held(journey, NOON + 4 * HOUR)
    assert look(NOON + 4 * HOUR) == [("CUSTOMS_HELD", "OPEN")], "nobody acknowledged it since it was closed"


def test_two_causes_of_one_parcel_are_two_alerts_that_end_one_by_one(amys):
    journey = parcel(amys)
    held(journey)
    happen(journey, exceptions=["CUSTOMS_HELD", "DAMAGED"])
    assert sorted(look()) == [("CUSTOMS_HELD", "OPEN"), ("DAMAGED", "OPEN")]
    happen(journey, exception="DAMAGED", exceptions=["DAMAGED"], heard_at=NOON + HOUR)
    assert sorted(look(NOON + HOUR)) == [("CUSTOMS_HELD", "CLOSED"), ("DAMAGED", "OPEN")]
