"""Channels that fail, now and then or together; messages that always do; clocks that ran ahead; slow servers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fahuo.accounts.models import Person, Seller
from fahuo.kit import clock, secrets
from fahuo.notifications.domain.message import Item, Later, Message, Sent
from fahuo.notifications.emulation.running import Running
from fahuo.notifications.models import Channel, Delivery, InSiteMessage
from fahuo.notifications.senders import mail
from fahuo.notifications.services import access, channels, own
from fahuo.notifications.services.send import send_due
from fahuo.notifications.tests.notices import NOON, channel, tell
from tests.fixtures.people import make_person
from tests.fixtures.together import at_once

pytestmark = pytest.mark.django_db


def test_a_channel_that_fails_now_and_then_is_told_once_in_six_hours(amys: Seller, amy: Person, receivers: Running):
    channel(amys, "WECOM", receivers.address("WECOM"))
    good, wrong = bytes(Channel.objects.get().sealed), secrets.seal({"url": f"{receivers.url}/elsewhere?key=x"})
    at = datetime(2040, 11, 22, 6, tzinfo=UTC)  # at the beginning of six hours
    for minute in range(0, 100, 10):
        Channel.objects.update(sealed=wrong if minute % 20 == 0 else good)
        tell(amys, f"held-{minute}", at=at + timedelta(minutes=minute))
        send_due(at=at + timedelta(minutes=minute))
    assert InSiteMessage.objects.filter(kind="CHANNEL_FAILED", person=amy).count() == 1
    Channel.objects.update(sealed=wrong)
    tell(amys, "late", at=at + timedelta(hours=7))
    send_due(at=at + timedelta(hours=7))
    assert InSiteMessage.objects.filter(kind="CHANNEL_FAILED", person=amy).count() == 2


def test_that_peoples_own_channels_fail_floods_no_owner(amys: Seller, amy: Person, bob: Person, settings):
    settings.FAHUO_SMTP_HOST = ""
    for person in (bob, make_person("carl", amys)):
        channel(amys, "EMAIL", {"to": f"{person.username}@example.com"}, person=person)
    send_due(at=tell(amys, "held-1"))
    told = InSiteMessage.objects.filter(kind="CHANNEL_FAILED").values_list("person__username", flat=True)
    assert sorted(told) == ["bob", "carl"]  # amy hears of both at once, by the alert


def test_a_pause_that_was_told_by_a_clock_that_ran_ahead_mutes_no_channel(amys: Seller, receivers: Running):
    at = clock.now()
    channel(amys, "WECOM", receivers.address("WECOM"), free_at=at + timedelta(days=1))
    tell(amys, "held-1", at=at)
    assert send_due(at=at) == 1
    Channel.objects.update(free_at=at + timedelta(hours=1))  # a robot that is silent for an hour
    tell(amys, "held-2", at=at)
    assert send_due(at=at) == 0


def test_a_mail_server_that_was_slow_gets_no_letter_after_its_time(receivers: Running):
    server, item = access.mail_server(), Item("k", "LOST", "1 parcel lost", "", "", urgent=True, at=NOON)
    letter = mail.composed(server, Message("0" * 32, "en", [item], NOON), "a@b.cn")
    late = clock.now() - timedelta(seconds=1)
    assert mail.send(server, letter, "a@b.cn", late) == Later("NOTIFY_UNREACHABLE", "too slow")
    assert receivers.room.arrived["EMAIL"] == []
    assert isinstance(mail.send(server, letter, "a@b.cn", late + timedelta(minutes=1)), Sent)


def test_saving_a_channel_leaves_what_a_worker_and_another_owner_wrote_meanwhile(amys: Seller):
    stale = channel(amys, "WEBHOOK", {"url": "https://shop.example/", "secret": "x" * 16})
    Channel.objects.update(failing_from=NOON, failures=3, code="NOTIFY_NO_ANSWER", active=False)
    hours = channels.Hours("Asia/Shanghai", None, None, urgent_breaks=True, digest_at=())
    channels.save(
        seller=amys, person=None, kind="WEBHOOK", channel=stale, name="New", address={}, language="zh", hours=hours,
        at=NOON,
    )  # fmt: skip
    row = Channel.objects.get()
    assert (row.name, row.failures, row.code, row.active) == ("New", 3, "NOTIFY_NO_ANSWER", False)


def test_two_who_test_a_channel_at_once_send_one_message(amys: Seller, receivers: Running):
    mine = channel(amys, "SMS", receivers.address("SMS"))
    yours = Channel.objects.get(pk=mine.pk)  # both have seen that it was never tested
    at = clock.now()
    assert [isinstance(channels.test(channel=one, at=at), Sent) for one in (mine, yours)] == [True, False]
    assert len(receivers.room.arrived["SMS"]) == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_of_one_person_save_one_after_the_other(amys: Seller, amy: Person):
    hours = channels.Hours("Asia/Shanghai", None, None, urgent_breaks=True, digest_at=())
    at_once(*[lambda: own.save_own(person=amy, mailbox="amy@shop.example", phone=None, hours=hours, at=NOON)] * 3)
    assert Channel.objects.get().hint == "a***@shop.example"


def test_a_message_with_a_defect_holds_up_no_other(amys: Seller, receivers: Running):
    channel(amys, "EMAIL", receivers.address("EMAIL"))
    at = tell(amys, "bad")
    rows = Delivery.objects.filter(key="bad")
    rows.update(subject="No head of a letter\nhas two lines", url_path="/alerts/7")
    assert send_due(at=at) == 1
    assert (rows.get().state, rows.get().code) == ("DOUBTFUL", "NOTIFY_DEFECT")
    tell(amys, "bad again", "other", "third", at=at + timedelta(seconds=5))
    Delivery.objects.filter(key="bad again").update(url_path="/alerts/7", subject="Again")
    Delivery.objects.filter(key="third").update(url_path="/alerts/8")
    tried = [send_due(at=at + timedelta(seconds=15 * turn)) for turn in range(1, 20)]
    assert (max(tried), sum(tried)) == (1, 1 + rows.get().attempts - 1)  # never two at once, and no more often
    states = dict(Delivery.objects.values_list("key", "state"))
    assert states == {"bad": "DOUBTFUL", "bad again": "DUE", "other": "SENT", "third": "SENT"}
    rows.update(subject="Mended")
    for minute in range(10, 20):
        send_due(at=at + timedelta(minutes=minute))
    subjects = [letter["head"]["subject"] for letter in receivers.room.arrived["EMAIL"]]
    assert subjects[1:] == ["Mended", "Again"]
