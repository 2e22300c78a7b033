"""Sending: each channel against a receiver that checks as the real one does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.accounts.models import Person, Seller
from fahuo.kit import clock
from fahuo.notifications.domain.message import Refused
from fahuo.notifications.emulation.post_room import Fault
from fahuo.notifications.emulation.running import Running
from fahuo.notifications.models import Channel, Delivery, InSiteMessage
from fahuo.notifications.queries.failing import failing
from fahuo.notifications.senders.mail import judged
from fahuo.notifications.services.post import post
from fahuo.notifications.services.send import send_due
from fahuo.notifications.tests.notices import NOON, channel, notice, tell

pytestmark = pytest.mark.django_db
KINDS = ("EMAIL", "SMS", "WEBHOOK", "DINGTALK", "WECOM")


def only() -> Delivery:
    return Delivery.objects.get()


@pytest.mark.parametrize("kind", KINDS)
def test_it_arrives_once_and_is_written_down(amys: Seller, receivers: Running, kind: str):
    way = channel(amys, kind, receivers.address(kind))
    at = tell(amys, "held-1")
    assert send_due(at=at) == 1
    assert (only().state, only().sent_at, only().code, only().lease) == ("SENT", at, "", None)
    assert send_due(at=at + timedelta(hours=1)) == 0
    assert [len(kept) for kept in receivers.room.arrived.values()].count(1) == 1
    assert len(receivers.room.arrived[kind]) == 1
    assert receivers.room.turned_away == []
    way.refresh_from_db()
    assert (way.sent_at, way.failing_from, way.failures) == (at, None, 0)


def test_what_each_receiver_sees(amys: Seller, receivers: Running):
    for kind in KINDS:
        channel(amys, kind, receivers.address(kind))
    tell(amys, "held-1")
    send_due()
    seen = receivers.room.arrived
    (letter,) = seen["EMAIL"]
    assert letter["to"] == ["amy@example.com"]
    assert letter["head"]["subject"] == "1 parcel held at customs"
    name = Delivery.objects.get(channel__kind="EMAIL").bundle.hex
    assert letter["head"]["message-id"] == f"<{name}@shop.example>"
    assert "https://fahuo.example/alerts/1" in letter["text/plain"]
    assert '<a href="https://fahuo.example/alerts/1">' in letter["text/html"]
    (call,) = seen["WEBHOOK"]
    assert call["id"] == Delivery.objects.get(channel__kind="WEBHOOK").bundle.hex
    assert (call["notices"][0]["key"], call["notices"][0]["urgent"]) == ("held-1", True)
    assert seen["DINGTALK"][0]["markdown"]["title"] == "1 parcel held at customs"
    assert "(https://fahuo.example/alerts/1)" in seen["WECOM"][0]["markdown"]["content"]
    (sms,) = seen["SMS"]
    assert (sms["phone"], sms["values"]) == ("13800138000", {"subject": "1 parcel held at customs", "count": "1"})
    assert Delivery.objects.get(channel__kind="SMS").their_id == sms["biz_id"]


# kind, fault → state, code, whether the channel counts as failing
FAULTS = [
    ("WEBHOOK", "BROKEN", "DOUBTFUL", "NOTIFY_SERVER_ERROR", True),
    ("WEBHOOK", "LOST", "DOUBTFUL", "NOTIFY_NO_ANSWER", True),
    ("WEBHOOK", "SILENT", "DOUBTFUL", "NOTIFY_NO_ANSWER", True),
    ("WEBHOOK", "LIMITED", "DUE", "NOTIFY_RATE_LIMITED", False),
    ("WEBHOOK", "REFUSED", "FAILED", "NOTIFY_REFUSED", True),
    ("WEBHOOK", "REDIRECT", "DUE", "NOTIFY_ADDRESS_REFUSED", True),
    ("DINGTALK", "LIMITED", "DUE", "NOTIFY_RATE_LIMITED", False),
    ("DINGTALK", "REFUSED", "FAILED", "NOTIFY_REFUSED", True),
    ("DINGTALK", "SILENT", "DOUBTFUL", "NOTIFY_NO_ANSWER", True),
    ("DINGTALK", "GARBAGE", "DUE", "NOTIFY_UNREADABLE", True),
    ("WECOM", "LIMITED", "DUE", "NOTIFY_RATE_LIMITED", False),
    ("WECOM", "REFUSED", "FAILED", "NOTIFY_REFUSED", True),
    ("WECOM", "BROKEN", "DOUBTFUL", "NOTIFY_SERVER_ERROR", True),
    ("SMS", "LIMITED", "DUE", "NOTIFY_RATE_LIMITED", False),
    ("SMS", "REFUSED", "DUE", "NOTIFY_NO_CREDIT", True),
    ("SMS", "SILENT", "DOUBTFUL", "NOTIFY_NO_ANSWER", True),
    ("EMAIL", "BROKEN", "DUE", "NOTIFY_SERVER_ERROR", False),
    ("EMAIL", "REFUSED", "FAILED", "NOTIFY_REFUSED", True),
    ("EMAIL", "SILENT", "DOUBTFUL", "NOTIFY_NO_ANSWER", True),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fault", "state", "code", "fails"), FAULTS)
def test_what_goes_wrong_is_told_apart(
    amys: Seller, receivers: Running, kind: str, fault: str, state: str, code: str, fails: bool
):
    way = channel(amys, kind, receivers.address(kind))
    receivers.room.spoil(kind, Fault(fault))
    at = tell(amys, "held-1")
    send_due(at=at)
    way.refresh_from_db()
    assert (only().state, only().code) == (state, code)
    assert (way.failing_from is not None) is fails
    later = at + timedelta(minutes=11)
    send_due(at=later)
    if state != "FAILED":  # it goes on by itself
        assert (only().state, only().code) == ("SENT", "")
        assert len(receivers.room.arrived[kind]) == (
            2 if (kind, fault) in (("DINGTALK", "SILENT"), ("EMAIL", "SILENT")) else 1
        )
        way.refresh_from_db()
        assert (way.failing_from, way.failures, way.code) == (None, 0, "")


@pytest.mark.parametrize("kind", ["EMAIL", "WEBHOOK"])
def test_a_repetition_has_the_same_name(amys: Seller, receivers: Running, kind: str):
    channel(amys, kind, receivers.address(kind))
    receivers.room.spoil(kind, Fault.SILENT)
    at = tell(amys, "held-1")
    send_due(at=at)
    first = only().bundle
    tell(amys, "held-2", at=at + timedelta(seconds=5))  # newcomers never join what may have arrived
    send_due(at=at + timedelta(minutes=1))
    send_due(at=at + timedelta(minutes=2))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"SENT"}
    assert Delivery.objects.get(key="held-1").bundle == first != Delivery.objects.get(key="held-2").bundle
    if kind == "EMAIL":
        names = [letter["head"]["message-id"] for letter in receivers.room.arrived["EMAIL"]]
        assert names[0] == names[1] != names[2]
    else:
        assert [call["notices"][0]["key"] for call in receivers.room.arrived["WEBHOOK"]] == ["held-1", "held-2"]


@pytest.mark.parametrize(
    ("kind", "wrong", "code"),
    [
        ("WEBHOOK", {"secret": "guess"}, "NOTIFY_KEY_REFUSED"),
        ("DINGTALK", {"secret": "guess"}, "NOTIFY_KEY_REFUSED"),
        ("WECOM", {"url": "{url}/cgi-bin/webhook/send?key=guessed-key"}, "NOTIFY_KEY_REFUSED"),
        ("EMAIL", {"to": "nobody@example.com"}, "NOTIFY_ADDRESS_REFUSED"),
        ("SMS", {"to": "+8612"}, "NOTIFY_ADDRESS_REFUSED"),
        ("WEBHOOK", {"url": "{url}/elsewhere"}, "NOTIFY_ADDRESS_REFUSED"),
        ("WEBHOOK", {"url": "http://127.0.0.1:1/"}, "NOTIFY_UNREACHABLE"),
    ],
)
def test_a_wrong_key_or_address_is_told_at_once(
    amys: Seller, amy: Person, bob: Person, receivers: Running, kind: str, wrong: dict[str, str], code: str
):
    given = {name: value.format(url=receivers.url) for name, value in wrong.items()}
    way = channel(amys, kind, {**receivers.address(kind), **given}, name="Warehouse")
    at = tell(amys, "held-1")
    send_due(at=at)
    way.refresh_from_db()
    assert way.code == code
    assert "guess" not in way.detail
    lasting = code != "NOTIFY_UNREACHABLE"  # which may be an accident
    assert [(one.channel_id, one.code) for one in failing(amys.pk)] == ([(way.pk, code)] if lasting else [])
    told = InSiteMessage.objects.filter(kind="CHANNEL_FAILED")
    assert [row.person for row in told] == ([amy] if lasting else [])
    if lasting:
        assert told[0].texts["en"]["subject"] == "Messages do not arrive: Warehouse"
        assert told[0].key == failing(amys.pk)[0].key
    for minutes in (5, 20, 60):
        send_due(at=at + timedelta(minutes=minutes))
    assert InSiteMessage.objects.filter(kind="CHANNEL_FAILED").count() == 1  # once, not each time


def test_while_a_channel_fails_one_message_is_tried_and_the_rest_waits(amys: Seller, receivers: Running):
    way = channel(amys, "WEBHOOK", {"url": "http://127.0.0.1:1/", "secret": "x"})
    at = tell(amys, *(f"held-{number}" for number in range(350)))
    assert send_due(at=at) == 4  # a hundred each
    way.refresh_from_db()
    assert (way.failures, failing(amys.pk)) == (1, [])  # they left together: one accident
    assert send_due(at=at + timedelta(minutes=30)) == 1
    assert Delivery.objects.filter(attempts=2).count() == 100
    assert set(Delivery.objects.values_list("state", flat=True)) == {"DUE"}
    send_due(at=at + timedelta(hours=23))
    Channel.objects.update(sealed=channel(amys, "WEBHOOK", receivers.address("WEBHOOK")).sealed)
    send_due(at=at + timedelta(hours=23, minutes=59))
    send_due(at=at + timedelta(hours=24))
    assert set(Delivery.objects.filter(channel=way).values_list("state", flat=True)) == {"SENT"}
    assert sum(len(call["notices"]) for call in receivers.room.arrived["WEBHOOK"]) == 350


def test_after_a_day_of_failures_what_waits_is_given_up(amys: Seller, receivers: Running):
    channel(amys, "WEBHOOK", {"url": "http://127.0.0.1:1/", "secret": "x"})
    at = tell(amys, "held-1")
    moment = at
    while moment < at + timedelta(days=2.2):
        send_due(at=moment)
        moment += timedelta(minutes=61)
    assert (only().state, only().code in ("NOTIFY_GAVE_UP", "NOTIFY_UNREACHABLE")) == ("FAILED", True)


def test_many_at_once_are_one_message(amys: Seller, receivers: Running):
    for kind in ("EMAIL", "SMS", "DINGTALK", "WECOM"):
        channel(amys, kind, receivers.address(kind))
    at = tell(amys, *(f"held-{number}" for number in range(120)))
    send_due(at=at)
    seen = receivers.room.arrived
    assert {kind: len(seen[kind]) for kind in ("EMAIL", "SMS", "DINGTALK", "WECOM")} == dict.fromkeys(
        ("EMAIL", "SMS", "DINGTALK", "WECOM"), 1
    )
    assert seen["SMS"][0]["values"]["count"] == "120"
    assert "(and 119 more)" in seen["EMAIL"][0]["head"]["subject"]
    content = seen["WECOM"][0]["markdown"]["content"]
    assert len(content.encode()) <= 4096
    assert "more, to be seen in Fahuo" in content
    assert Delivery.objects.filter(state="SENT").count() == 480


def test_a_robot_is_never_asked_more_than_it_bears(amys: Seller, receivers: Running):
    way = channel(amys, "DINGTALK", receivers.address("DINGTALK"))
    at = clock.now()
    for second in range(0, 60, 2):
        tell(amys, f"held-{second}", at=at + timedelta(seconds=second))
        send_due(at=at + timedelta(seconds=second))
    send_due(at=at + timedelta(seconds=64))
    assert len(receivers.room.arrived["DINGTALK"]) <= 17
    assert Delivery.objects.filter(channel=way, state="SENT").count() == 30


def test_mentions_call_for_urgent_ones_only(amys: Seller, receivers: Running):
    channel(amys, "DINGTALK", {**receivers.address("DINGTALK"), "mentions": "13900139000"})
    channel(amys, "WECOM", {**receivers.address("WECOM"), "mentions": "wei"})
    at = tell(amys, "held-1")
    send_due(at=at)
    assert receivers.room.arrived["DINGTALK"][0]["at"]["atMobiles"] == ["13900139000"]
    assert "@13900139000" in receivers.room.arrived["DINGTALK"][0]["markdown"]["text"]
    assert receivers.room.arrived["WECOM"][0]["markdown"]["content"].endswith("<@wei>")


def test_what_was_switched_off_goes_nowhere(amys: Seller, receivers: Running):
    channel(amys, "WEBHOOK", receivers.address("WEBHOOK"))
    at = tell(amys, "held-1")
    Channel.objects.update(active=False)
    assert send_due(at=at) == 0
    assert (only().state, only().code) == ("FAILED", "NOTIFY_SWITCHED_OFF")
    assert receivers.room.arrived["WEBHOOK"] == []


def test_private_networks_are_reached_only_where_the_operator_said_so(amys: Seller, receivers: Running, settings):
    settings.FAHUO_EMULATORS_ALLOWED = False
    way = channel(amys, "WEBHOOK", receivers.address("WEBHOOK"))
    at = tell(amys, "held-1")
    send_due(at=at)
    assert (only().state, only().code) == ("DUE", "NOTIFY_ADDRESS_FORBIDDEN")
    assert receivers.room.arrived["WEBHOOK"] == []
    settings.FAHUO_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    send_due(at=at + timedelta(minutes=10))
    assert only().state == "SENT"
    way.refresh_from_db()
    assert way.failing_from is None


def test_what_the_operator_did_not_set_up_says_so(amys: Seller, amy: Person, settings):
    settings.FAHUO_SMTP_HOST = ""
    channel(amys, "EMAIL", {"to": "amy@example.com"}, person=amy)
    tell(amys, "held-1")
    send_due()
    assert (only().state, only().code) == ("DUE", "NOTIFY_NOT_SET_UP")


def test_what_waited_until_the_quiet_hours_waits_for_their_end(amys: Seller, receivers: Running):
    now = clock.now().replace(microsecond=0)
    start, end = now - timedelta(hours=1), now + timedelta(hours=2)
    hours = {"quiet_from": start.time(), "quiet_until": end.time(), "zone": "UTC"}
    channel(amys, "WEBHOOK", receivers.address("WEBHOOK"), **hours)
    before = start - timedelta(hours=1)  # when it came it was loud enough, and the channel failed
    post(seller_id=amys.pk, notices=[notice("calm", kind="RETURNED", urgent=False, at=before)], at=before)
    post(seller_id=amys.pk, notices=[notice("loud", at=now)], at=now)
    assert set(Delivery.objects.filter(due_at__lte=now).values_list("key", flat=True)) == {"calm", "loud"}
    send_due()
    assert [item["key"] for one in receivers.room.arrived["WEBHOOK"] for item in one["notices"]] == ["loud"]
    calm = Delivery.objects.get(key="calm")
    assert (calm.state, calm.due_at, calm.attempts) == ("DUE", end, 0)


def test_an_address_that_a_server_quotes_is_not_kept(amys: Seller):
    outcome = judged((550, b"5.1.1 <AMY@Example.com>: user unknown"), "amy@example.com")
    assert outcome == Refused("NOTIFY_ADDRESS_REFUSED", "550 5.1.1 <***>: user unknown")


def test_a_channel_of_somebody_who_left_fails_nobody(amys: Seller, bob: Person):
    made = channel(amys, "SMS", {"to": "+8613800138000"}, person=bob, failing_from=NOON, failures=5, code="X")
    Channel.objects.filter(pk=made.pk).update(code="NOTIFY_KEY_REFUSED")
    assert [row.channel_id for row in failing(amys.pk)] == [made.pk]
    Person.objects.filter(pk=bob.pk).update(is_active=False)
    assert failing(amys.pk) == []
