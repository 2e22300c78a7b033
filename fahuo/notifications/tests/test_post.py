"""Posting: who gets what, once, in bulk, in the caller's transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from datetime import time as wall

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from fahuo.accounts.models import Person, Seller
from fahuo.notifications.models import Channel, Delivery, InSiteMessage, Subscription
from fahuo.notifications.services.forget import forget
from fahuo.notifications.services.post import Posted, Text, post
from fahuo.notifications.tests.notices import MIDNIGHT, NOON, channel, notice
from tests.fixtures.people import make_person
from tests.fixtures.together import at_once

pytestmark = pytest.mark.django_db


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'fahuo.notifications.jobs.send_due'")
        return int(cursor.fetchone()[0])


def test_everybody_who_may_act_is_told_once_in_both_languages(amys: Seller, amy: Person, bob: Person, carol: Person):
    make_person("rita", amys, "READ_ONLY")
    make_person("gone", amys).__class__.objects.filter(username="gone").update(is_active=False)
    assert post(seller_id=amys.pk, notices=[notice()], at=NOON) == Posted(2, 0)
    assert post(seller_id=amys.pk, notices=[notice()], at=NOON) == Posted(0, 0)
    assert set(InSiteMessage.objects.values_list("person__username", "seller")) == {("amy", amys.pk), ("bob", amys.pk)}
    row = InSiteMessage.objects.first()
    assert row is not None
    assert row.texts["zh"]["subject"] == "1 个包裹被海关扣留"
    assert row.texts["en"]["subject"] == "1 parcel held at customs"
    assert (row.url_path, row.urgent, row.at, row.read_at) == ("/alerts/1", True, NOON, None)
    assert jobs() == 0  # nothing leaves the house


# channel, urgent → usual mode, None: nothing
USUAL = [
    ("EMAIL", True, "AT_ONCE"), ("EMAIL", False, "DIGEST"),
    ("SMS", True, "AT_ONCE"), ("SMS", False, None),
    ("WEBHOOK", True, "AT_ONCE"), ("WEBHOOK", False, "AT_ONCE"),
    ("DINGTALK", False, "DIGEST"), ("WECOM", True, "AT_ONCE"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "urgent", "mode"), USUAL)
def test_a_channel_hears_by_what_is_usual(amys: Seller, kind: str, urgent: bool, mode: str | None):
    channel(amys, kind, {})
    post(seller_id=amys.pk, notices=[notice(urgent=urgent)], at=NOON)
    assert [row.mode for row in Delivery.objects.all()] == ([mode] if mode else [])
    assert jobs() == (1 if mode else 0)


def test_what_somebody_chose_counts_more(amys: Seller, amy: Person, bob: Person):
    mail = channel(amys, "EMAIL", {}, person=amy)
    Subscription.objects.create(seller=amys, person=bob, kind="CUSTOMS_HELD", mode="OFF")
    Subscription.objects.create(seller=amys, channel=mail, kind="CUSTOMS_HELD", mode="DIGEST")
    post(seller_id=amys.pk, notices=[notice(), notice("lost", kind="LOST")], at=NOON)
    assert list(InSiteMessage.objects.filter(person=bob).values_list("kind", flat=True)) == ["LOST"]
    assert dict(Delivery.objects.values_list("kind", "mode")) == {"CUSTOMS_HELD": "DIGEST", "LOST": "AT_ONCE"}


def test_channels_of_people_who_left_and_those_switched_off_hear_nothing(amys: Seller, amy: Person, bob: Person):
    channel(amys, "EMAIL", {}, person=bob)
    channel(amys, "WEBHOOK", {}, active=False)
    Person.objects.filter(pk=bob.pk).update(is_active=False)
    assert post(seller_id=amys.pk, notices=[notice()], at=NOON) == Posted(1, 0)


def test_a_channel_that_fails_does_not_have_to_tell_of_it(amys: Seller):
    channel(amys, "EMAIL", {}, failing_from=NOON)
    robot = channel(amys, "DINGTALK", {})
    Subscription.objects.create(seller=amys, channel=robot, kind="CHANNEL_FAILED", mode="AT_ONCE")
    post(seller_id=amys.pk, notices=[notice(kind="CHANNEL_FAILED", urgent=False), notice("2")], at=NOON)
    assert set(Delivery.objects.values_list("kind", "channel__kind")) == {
        ("CHANNEL_FAILED", "DINGTALK"), ("CUSTOMS_HELD", "DINGTALK"), ("CUSTOMS_HELD", "EMAIL"),
    }  # fmt: skip


def test_the_language_is_the_persons_or_the_channels(amys: Seller):
    zoe = make_person("zoe", amys, language="zh-hans")
    channel(amys, "EMAIL", {}, person=zoe, language="en")
    channel(amys, "DINGTALK", {}, language="en")
    post(seller_id=amys.pk, notices=[notice()], at=NOON)
    assert dict(Delivery.objects.values_list("channel__kind", "subject")) == {
        "EMAIL": "1 个包裹被海关扣留", "DINGTALK": "1 parcel held at customs",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("breaks", "urgent", "hours_later"),
    [(True, True, 0), (False, True, 7.5), (True, False, 7.5)],  # half past midnight; quiet from 22:00 until 8:00
)
def test_quiet_hours_hold_back_what_may_wait(amys: Seller, breaks: bool, urgent: bool, hours_later: float):
    channel(amys, "WEBHOOK", {}, quiet_from=wall(22), quiet_until=wall(8), urgent_breaks=breaks)
    post(seller_id=amys.pk, notices=[notice(urgent=urgent, at=MIDNIGHT)], at=MIDNIGHT)
    assert Delivery.objects.get().due_at == MIDNIGHT + timedelta(hours=hours_later)


def test_a_digest_waits_for_its_time(amys: Seller):
    channel(amys, "EMAIL", {}, digest_at=[wall(9), wall(16)])
    post(seller_id=amys.pk, notices=[notice(urgent=False)], at=NOON)
    assert Delivery.objects.get().due_at == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)  # 16:00 in Shanghai


def test_line_breaks_and_controls_leave_the_subject(amys: Seller, amy: Person):
    one = notice()
    broken = type(one)(one.kind, "x", {"en": Text("a\r\nBcc: b\x00c", "b\x00dy")}, "/", urgent=True, at=NOON)
    channel(amys, "EMAIL", {})
    post(seller_id=amys.pk, notices=[broken], at=NOON)
    assert Delivery.objects.get().subject == "a Bcc: b c"
    assert InSiteMessage.objects.get().texts["zh"] == {"subject": "a Bcc: b c", "body": "bdy"}


def test_what_is_rolled_back_was_never_posted(amys: Seller, amy: Person):
    channel(amys, "WEBHOOK", {})
    with transaction.atomic():
        post(seller_id=amys.pk, notices=[notice()], at=NOON)
        transaction.set_rollback(True)
    assert (InSiteMessage.objects.count(), Delivery.objects.count(), jobs()) == (0, 0, 0)


def test_many_notices_at_once_are_two_statements_a_portion(amys: Seller, amy: Person, bob: Person, monkeypatch):
    monkeypatch.setattr("fahuo.notifications.services.post.AT_A_TIME", 200)
    for kind in ("EMAIL", "DINGTALK"):
        channel(amys, kind, {})
    with CaptureQueriesContext(connection) as captured:
        posted = post(seller_id=amys.pk, notices=[notice(f"held-{number}") for number in range(400)], at=NOON)
    assert posted == Posted(800, 800)
    assert len([one for one in captured if "INSERT INTO notifications" in one["sql"]]) == 4
    assert len(captured) < 15
    assert jobs() == 1


def test_what_is_old_is_forgotten_and_what_is_to_be_sent_stays(amys: Seller, amy: Person):
    channel(amys, "WEBHOOK", {})
    keys = ("new", "read", "unread", "ancient", "waiting")
    post(seller_id=amys.pk, notices=[notice(key) for key in keys], at=NOON)
    age = {"read": 200, "unread": 200, "ancient": 400, "waiting": 400}
    for key, days in age.items():
        for rows in (InSiteMessage.objects, Delivery.objects):
            rows.filter(key=key).update(at=NOON - timedelta(days=days))
    InSiteMessage.objects.filter(key="read").update(read_at=NOON)
    Delivery.objects.exclude(key="waiting").update(state="SENT")
    assert forget(at=NOON, days=180) == 6
    assert set(InSiteMessage.objects.values_list("key", flat=True)) == {"new", "unread"}
    assert set(Delivery.objects.values_list("key", flat=True)) == {"new", "waiting"}


@pytest.mark.django_db(transaction=True)
def test_two_who_post_the_same_at_once_post_it_once(amys: Seller, amy: Person):
    channel(amys, "WEBHOOK", {})
    posted = at_once(*[lambda: post(seller_id=amys.pk, notices=[notice()], at=NOON)] * 2)
    assert sorted(posted, key=repr) == [Posted(0, 0), Posted(1, 1)]
    assert Channel.objects.count() == InSiteMessage.objects.count() == Delivery.objects.count() == 1
