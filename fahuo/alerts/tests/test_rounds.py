"""Rounds and messages when something is not as it should be: a defect, a clock that ran ahead, rows that are held."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from fahuo.alerts import jobs
from fahuo.alerts.models import Alert, Telling, Watch, WatchName
from fahuo.alerts.queries import watching
from fahuo.alerts.services import tell, wake, watch_carriers, watch_parcels
from fahuo.alerts.tests.scene import HOUR, alerts, happen, held, look, parcel
from fahuo.kit import clock
from fahuo.notifications.models import Channel, Delivery, InSiteMessage
from tests.fixtures.people import make_person
from tests.fixtures.rows import NOON, make_order
from tests.fixtures.waiting import LONGEST_S

pytestmark = pytest.mark.django_db
DAY = 24 * HOUR


def test_the_rounds_find_everything_there_is_and_say_that_they_looked(amys):
    now = clock.now()
    held(parcel(amys, silent_at=now + DAY), now)
    parcel(amys, alerts_due=False, silent_at=now - HOUR / 60)
    parcel(amys, alerts_due=False, silent_at=None, pickup_due_at=now - HOUR)
    make_order(amys, "8112833000000001", label_due_at=now - DAY)
    jobs.watch_parcels_round(0)
    assert sorted(alerts()) == [("CUSTOMS_HELD", "OPEN"), ("SILENT", "OPEN")]
    jobs.watch_orders_round(0)
    jobs.watch_carriers_round(0)
    jobs.watch_rates(0)
    jobs.watch_everything(0)  # what passed longer ago
    assert sorted(alerts()) == [
        ("CUSTOMS_HELD", "OPEN"), ("LABEL_OVERDUE", "OPEN"), ("PICKUP_OVERDUE", "OPEN"), ("SILENT", "OPEN"),
    ]  # fmt: skip
    assert set(Watch.objects.values_list("name", flat=True)) == set(WatchName.values)


def test_a_defect_in_one_look_holds_up_no_other_and_the_watch_does_not_say_that_it_looked():
    seen = []

    def broken(at):
        raise ValueError("a street, a name")

    def whole(at):
        seen.append(at)
        return 0

    jobs._round(WatchName.PARCELS, {"a": broken, "b": whole})
    assert (len(seen), Watch.objects.count()) == (1, 0)
    jobs._round(WatchName.PARCELS, {"b": whole})
    assert (len(seen), Watch.objects.count()) == (2, 1)


def test_after_an_outage_of_ours_carriers_are_asked_before_deadlines_ring(amys):
    now = clock.now()
    Watch.objects.create(name=WatchName.PARCELS, looked_at=now - DAY)
    held(parcel(amys, silent_at=now + DAY), now)
    parcel(amys, alerts_due=False, silent_at=now - 5 * HOUR)
    make_order(amys, "8112833000000001", label_due_at=now - HOUR)
    jobs.watch_parcels_round(0)
    jobs.watch_everything(0)
    assert sorted(alerts()) == [("CUSTOMS_HELD", "OPEN"), ("LABEL_OVERDUE", "OPEN")]
    Watch.objects.filter(name="WOKE").update(looked_at=now - timedelta(minutes=11))
    jobs.watch_everything(0)
    assert ("SILENT", "OPEN") in alerts()


def test_a_watch_that_fails_again_and_again_wakes_once(amys):
    Watch.objects.create(name=WatchName.PARCELS, looked_at=NOON - DAY)
    for minute in range(20):
        wake.wake_watch(at=NOON + minute * HOUR / 60)
    assert Watch.objects.get(name="WOKE").looked_at == NOON
    assert watching.catching_up(NOON + HOUR / 60)
    assert not watching.catching_up(NOON + HOUR / 6)
    assert not watching.catching_up(NOON - HOUR)  # a clock that ran ahead wrote it


def test_when_the_database_is_away_a_round_ends():
    def away(at):
        raise OperationalError

    with pytest.raises(OperationalError):
        jobs._round(WatchName.PARCELS, {"a": away})


def test_what_cannot_be_told_holds_up_neither_the_alert_nor_another_seller(amys, carols, bob, carol):
    Alert.objects.create(seller=amys, kind="OF_A_LATER_VERSION", cause="x", caused_at=NOON, opened_at=NOON)
    for seller in (amys, carols):
        held(parcel(seller))
    look()
    assert sorted(kind for kind, _state in alerts()) == ["CUSTOMS_HELD", "CUSTOMS_HELD", "OF_A_LATER_VERSION"]
    assert [row.person for row in InSiteMessage.objects.all()] == [carol]
    Alert.objects.filter(kind="OF_A_LATER_VERSION").delete()
    tell.tell(at=NOON + HOUR)
    assert InSiteMessage.objects.filter(person=bob).count() == 1


@pytest.mark.django_db(transaction=True)
def test_alerts_that_a_clerk_is_just_changing_hold_up_no_message(amys, bob):
    mine, other = parcel(amys), parcel(amys)
    for journey in (mine, other):
        held(journey)
    watch_parcels.take_changed(at=NOON)
    Alert.objects.update(telling=None)
    taken, done = threading.Event(), threading.Event()

    def clerk() -> None:
        with transaction.atomic():
            list(Alert.objects.filter(shipment=mine.pk).select_for_update())
            taken.set()
            done.wait(LONGEST_S)
        connection.close()

    thread = threading.Thread(target=clerk)
    thread.start()
    assert taken.wait(LONGEST_S)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'")
        assert tell.tell(at=NOON + HOUR) == 1
    finally:
        done.set()
        thread.join()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")  # the next test has this connection as well
    assert Alert.objects.get(telling=None).shipment_id == mine.pk
    assert tell.tell(at=NOON + 2 * HOUR) == 1


def test_a_clock_that_ran_ahead_by_a_day_mutes_nobody(amys, bob):
    journey = parcel(amys)
    held(journey, NOON + DAY)
    look(NOON + DAY)  # told tomorrow, by that clock
    held(parcel(amys))
    look(NOON)
    assert Telling.objects.count() == InSiteMessage.objects.filter(person=bob).count() == 2
    held(parcel(amys))
    look(NOON + timedelta(seconds=3))  # and what follows is gathered as ever
    assert Telling.objects.count() == 2


@pytest.mark.parametrize(("kind", "clock_name"), [("PICKUP_OVERDUE", "pickup_due_at"), ("SILENT", "silent_at")])
def test_deadlines_that_rang_by_a_clock_that_ran_ahead_end_by_themselves(amys, kind, clock_name):
    parcel(amys, alerts_due=False, **{"silent_at": None, clock_name: NOON + HOUR})
    watch_parcels.take_overdue(kind=kind, at=NOON + DAY)
    assert alerts() == [(kind, "OPEN")]
    assert watch_parcels.take_over(at=NOON)[0] == 1
    assert alerts() == [(kind, "CLOSED")]
    assert watch_parcels.take_over(at=NOON)[0] == 0
    watch_parcels.take_overdue(kind=kind, at=NOON + HOUR)
    assert (alerts(), Alert.objects.get().times) == ([(kind, "OPEN")], 2)


def test_a_day_without_a_worker_is_two_messages_of_each_kind_the_first_and_the_rest(amys, bob):
    Channel.objects.create(seller=amys, kind="WEBHOOK", name="Office", sealed=b"", created_at=NOON)
    for _ in range(30):
        parcel(amys, alerts_due=False, silent_at=NOON - 20 * HOUR)
        held(parcel(amys), NOON - 10 * HOUR)
    while watch_parcels.take_changed(at=NOON, limit=10)[0]:
        pass
    while watch_parcels.take_overdue(kind="SILENT", at=NOON, limit=10)[0]:
        pass
    tell.tell(at=NOON + HOUR / 60)
    assert Alert.objects.filter(state="OPEN", telling__isnull=False).count() == 60
    assert (InSiteMessage.objects.filter(person=bob).count(), Delivery.objects.count()) == (4, 4)


def test_channels_that_fail_together_are_one_message(amys, bob):
    people = [make_person(f"p{number}", amys) for number in range(12)]
    Channel.objects.bulk_create(
        Channel(seller=amys, person=person, kind="EMAIL", sealed=b"", created_at=NOON, failing_from=NOON,
                failures=9, code="NOTIFY_UNREACHABLE")
        for person in people
    )  # fmt: skip
    watch_carriers.look_at_accounts(at=NOON)
    assert Alert.objects.filter(kind="CHANNEL_FAILED").count() == 12
    (message,) = InSiteMessage.objects.filter(person=bob)
    assert message.texts["en"]["subject"] == "Messages do not arrive: 12 channels"


@pytest.mark.parametrize("status", ["CANCELLED", "FAILED"])
def test_a_parcel_that_came_back_ends_when_its_order_can_be_shipped_again(amys, status):
    """The two are one: an order has one live shipment."""
    journey = parcel(amys)
    held(journey, kind="RETURNED")
    look()
    happen(journey, milestone="RETURNED", ended_at=NOON + HOUR)
    assert look(NOON + DAY) == [("RETURNED", "OPEN")]
    type(journey.shipment).objects.update(status=status)
    watch_parcels.take_over(at=NOON + DAY)
    assert alerts() == [("RETURNED", "CLOSED")]
    assert Alert.objects.get().closed_why == "CANCELLED"
