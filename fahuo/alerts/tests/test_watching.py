"""What is watched beside parcels: orders, carriers, codes, channels, rates; and messages: who may ring when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.alerts.domain.carriers import Returned, fault
from fahuo.alerts.models import Alert, Telling, Watch
from fahuo.alerts.services import latency, tell, wake, watch_carriers, watch_orders
from fahuo.alerts.tests.scene import HOUR, alerts, held, look, parcel
from fahuo.carriers.models import CarrierAccount, Circuit
from fahuo.notifications.models import Channel, Delivery, InSiteMessage
from fahuo.orders.models import Order
from fahuo.tracking.models import Journey, Latency, UnmappedCode
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import NOON, make_order
from tests.fixtures.together import at_once

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


# --- orders


@pytest.mark.parametrize(
    ("stage", "outcome", "due", "rings"),
    [
        ("OPEN", "READY", NOON, True),
        ("OPEN", "BLOCKED", NOON - HOUR, True),
        ("IN_WORK", "READY", NOON, True),  # the click was made, the label is not there
        ("OPEN", "READY", NOON + MINUTE, False),
        ("OPEN", "SKIP", NOON, False),
        ("SHIPPED", "READY", NOON, False),
        ("OPEN", "READY", None, False),
    ],
)
def test_an_order_without_its_label_rings_at_its_deadline(amys, stage, outcome, due, rings):
    make_order(amys, "8112833000000001", stage=stage, outcome=outcome, label_due_at=due)
    watch_orders.take_overdue(at=NOON)
    assert alerts() == ([("LABEL_OVERDUE", "OPEN")] if rings else [])


def test_it_ends_with_the_label_and_rings_once(amys):
    order = make_order(amys, "8112833000000001", label_due_at=NOON)
    for _ in range(2):
        watch_orders.take_overdue(at=NOON)
    Order.objects.filter(pk=order.pk).update(stage="SHIPPED")
    watch_orders.take_overdue(at=NOON + HOUR)
    assert alerts() == [("LABEL_OVERDUE", "CLOSED")]


# --- carriers


@pytest.mark.parametrize(
    ("state", "changed", "down_for", "kind"),
    [
        ("STOPPED", 0, 0, "TOKEN_EXPIRED"),
        ("OPEN", 1, 0, None),
        ("OPEN", 5, 0, "CARRIER_DOWN"),
        ("OPEN", 1, 4, "CARRIER_DOWN"),  # it was tried again a minute ago
        ("HALF_OPEN", 0, 6, "CARRIER_DOWN"),
        ("CLOSED", 60, 60, None),
    ],
)
def test_a_circuit_rings_when_it_stops_or_is_open_for_long(state, changed, down_for, kind):
    found = fault(state=state, changed_at=NOON - changed * MINUTE, down_for=down_for * MINUTE, at=NOON)
    assert (found and str(found.kind)) == kind


def account_of(seller) -> CarrierAccount:
    connect_emulated(seller, "yunexpress", "http://127.0.0.1:9")
    return CarrierAccount.objects.get(seller=seller)


def test_a_stopped_account_rings_once_and_ends_when_it_works_again(amys, bob):
    account = account_of(amys)
    circuit = Circuit.objects.create(account=account, state="STOPPED", changed_at=NOON, code="CARRIER_STOPPED")
    for minute in range(3):
        watch_carriers.look_at_accounts(at=NOON + minute * MINUTE)
    assert alerts() == [("TOKEN_EXPIRED", "OPEN")]
    (message,) = InSiteMessage.objects.filter(person=bob)
    assert message.urgent
    assert message.texts["en"]["subject"].startswith("Access refused: 1 account")
    circuit.delete()
    watch_carriers.look_at_accounts(at=NOON + HOUR)
    assert alerts() == [("TOKEN_EXPIRED", "CLOSED")]


def test_the_waits_between_tries_count_as_down(amys):
    circuit = Circuit(account=account_of(amys), state="OPEN", changed_at=NOON, code="CARRIER_DOWN", failures=8)
    circuit.save()
    watch_carriers.look_at_accounts(at=NOON + MINUTE)  # 15 + 30 + 60 s before, and one minute since
    assert alerts() == []
    Circuit.objects.update(failures=10, changed_at=NOON + 7 * MINUTE)
    watch_carriers.look_at_accounts(at=NOON + 7 * MINUTE)
    assert alerts() == [("CARRIER_DOWN", "OPEN")]


def test_one_alert_for_each_unknown_code_until_somebody_deals_with_it(amys):
    for code in ("X1", "X2"):
        UnmappedCode.objects.create(
            seller=amys, carrier="yunexpress", raw_code=code, first_seen_at=NOON, last_seen_at=NOON, seen=9000
        )
    for minute in range(3):
        UnmappedCode.objects.update(last_seen_at=NOON + minute * MINUTE)
        watch_carriers.look_at_accounts(at=NOON + minute * MINUTE)
    assert alerts() == [("UNMAPPED_CODE", "OPEN")] * 2
    UnmappedCode.objects.filter(raw_code="X1").update(settled_at=NOON + HOUR)
    watch_carriers.look_at_accounts(at=NOON + HOUR)
    assert Alert.objects.get(state="CLOSED").detail == "X1"


def test_a_channel_that_fails_rings_and_is_told_under_its_own_key(amys, bob):
    channel = Channel.objects.create(
        seller=amys, kind="WEBHOOK", name="Office", sealed=b"", created_at=NOON, failing_from=NOON, failures=99,
        code="NOTIFY_KEY_REFUSED",
    )  # fmt: skip
    watch_carriers.look_at_accounts(at=NOON)
    assert alerts() == [("CHANNEL_FAILED", "OPEN")]
    assert InSiteMessage.objects.get(person=bob).key.startswith(f"channel-failed:{channel.pk}:")
    Channel.objects.update(failing_from=None, failures=0, code="")
    watch_carriers.look_at_accounts(at=NOON + HOUR)
    assert alerts() == [("CHANNEL_FAILED", "CLOSED")]


@pytest.mark.parametrize(
    ("parcels", "scanned", "low"),
    [(200, 199, False), (200, 198, True), (199, 0, False), (1000, 995, False), (1000, 994, True), (0, 0, False)],
)
def test_too_few_parcels_say_nothing_about_a_carrier(parcels, scanned, low):
    from decimal import Decimal

    assert Returned(parcels, scanned).too_low(bound=Decimal("0.995"), least=200) is low


def test_the_tracking_return_of_the_last_days_rings_and_ends(amys, monkeypatch):
    from fahuo.rulebook import book

    known = book.value
    few = {"after": 72, "until": 240, "parcels": 3}
    monkeypatch.setattr(book, "value", lambda name, *, on: few if name.startswith("alerts.") else known(name, on=on))
    at = NOON + 96 * HOUR
    journeys = [parcel(amys, labelled_at=NOON) for _ in range(3)]
    parcel(amys, labelled_at=at - HOUR, scanned_at=None)  # too young to be judged
    watch_carriers.look_at_rates(at=at)
    assert alerts() == []
    Journey.objects.filter(pk=journeys[0].pk).update(scanned_at=None)
    watch_carriers.look_at_rates(at=at)
    assert alerts() == [("TRACKING_RETURN_LOW", "OPEN")]
    assert Alert.objects.get().detail == "66.66 % (2 / 3)"
    Journey.objects.filter(pk=journeys[0].pk).update(scanned_at=NOON)
    watch_carriers.look_at_rates(at=at)
    assert alerts() == [("TRACKING_RETURN_LOW", "CLOSED")]


# --- snoozes and messages


def test_a_snoozed_alert_comes_back_and_is_told_again(amys, bob):
    held(parcel(amys))
    look()
    Alert.objects.update(state="SNOOZED", snoozed_until=NOON + HOUR)
    assert wake.wake(at=NOON + HOUR - MINUTE) == 0
    assert wake.wake(at=NOON + HOUR) == 1
    assert alerts() == [("CUSTOMS_HELD", "OPEN")]
    assert InSiteMessage.objects.filter(person=bob).count() == 2


def test_what_follows_a_message_is_gathered_for_a_while(amys, bob):
    for second in range(12):
        held(parcel(amys), NOON + timedelta(seconds=second))
        look(NOON + timedelta(seconds=second))
    tell.tell(at=NOON + timedelta(seconds=60))
    subjects = [row.texts["en"]["subject"] for row in InSiteMessage.objects.filter(person=bob).order_by("pk")]
    assert subjects == [
        "Held at customs: 1 parcel, France (YunExpress)",
        "Held at customs: 10 parcels, France (YunExpress)",
        "Held at customs: 1 parcel, France (YunExpress)",
    ]
    assert not Alert.objects.filter(telling=None).exists()


def test_a_message_names_numbers_and_never_a_person(amys, bob):
    for kind in ("ADDRESS_UNCLEAR", "DELIVERY_FAILED"):
        for _ in range(7):
            held(parcel(amys), kind=kind)
    look()
    for message in InSiteMessage.objects.filter(person=bob):
        said = str(message.texts)
        assert "YT8112833" in said
        assert "and 2 more" in said
        assert not any(secret in said for secret in ("Anke", "Petersen", "Elbchaussee", "+49"))
        assert message.url_path == f"/alerts?kind={message.kind}&carrier=yunexpress&country=FR"


def test_how_long_a_message_took_is_counted_once(amys, bob):
    channel = Channel.objects.create(seller=amys, kind="WEBHOOK", name="Office", sealed=b"", created_at=NOON)
    held(parcel(amys))
    held(parcel(amys))
    look()
    assert latency.count_sent(at=NOON + MINUTE) == 0
    Delivery.objects.filter(channel=channel).update(state="SENT", sent_at=NOON + timedelta(seconds=9))
    for _ in range(2):
        latency.count_sent(at=NOON + MINUTE)
    row = Latency.objects.get(span="ALERT_TO_SENT")
    assert (row.carrier, row.seconds, row.rows) == ("yunexpress", 10, 2)
    assert Telling.objects.get().sent_at == NOON + timedelta(seconds=9)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one_alert_and_tell_it_once(amys, bob):
    for _ in range(20):
        held(parcel(amys))

    def work() -> None:
        from fahuo.alerts.services import watch_parcels

        while watch_parcels.take_changed(at=NOON, limit=3)[0]:
            pass

    at_once(*[work] * 3)
    tell.tell(at=NOON + HOUR)
    assert Alert.objects.count() == 20
    assert sum(Telling.objects.values_list("alerts", flat=True)) == 20


def test_a_watch_notes_when_it_looked():
    for at in (NOON, NOON + HOUR):
        wake.looked("PARCELS", at=at)
    assert Watch.objects.get().looked_at == NOON + HOUR


def test_messages_that_nobody_can_send_do_not_hold_up_the_count(amys, carols, bob, monkeypatch):
    monkeypatch.setattr(latency, "AT_A_TIME", 2)
    for number in range(3):  # of a seller without a channel
        Telling.objects.create(seller=carols, kind="LOST", key=f"never-{number}", alerts=1, told_at=NOON)
    channel = Channel.objects.create(seller=amys, kind="WEBHOOK", name="Office", sealed=b"", created_at=NOON)
    held(parcel(amys))
    look()
    Delivery.objects.filter(channel=channel).update(state="SENT", sent_at=NOON + timedelta(seconds=9))
    assert latency.count_sent(at=NOON + MINUTE) == 1
