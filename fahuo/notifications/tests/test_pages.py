"""Pages of notifications: what people see, change, and never see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fahuo.accounts.models import Action, Person, Seller
from fahuo.kit import clock, secrets
from fahuo.notifications import queries
from fahuo.notifications.emulation.post_room import Fault
from fahuo.notifications.emulation.running import Running
from fahuo.notifications.models import Channel, Delivery, InSiteMessage, Subscription
from fahuo.notifications.services.post import post
from fahuo.notifications.services.read import read_all
from fahuo.notifications.services.send import send_due
from fahuo.notifications.tests.notices import NOON, channel, notice

pytestmark = pytest.mark.django_db
HOURS = {"quiet_from": "22:00", "quiet_until": "08:00", "urgent_breaks": "on", "digest_at": "9:00，16:30",
         "zone": "Asia/Shanghai"}  # fmt: skip


def browser(person: Person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def held(seller: Seller, *keys: str) -> None:
    post(seller_id=seller.pk, notices=[notice(key) for key in keys], at=NOON)


def test_the_bell_counts_what_this_person_has_not_read(amys: Seller, amy: Person, bob: Person, carol: Person):
    held(amys, "a", "b")
    read_all(person=bob, up_to=InSiteMessage.objects.filter(person=bob, key="a").get().pk, at=NOON)
    bell = reverse("notification-bell")
    assert "Notifications: 2 unread" in text(browser(amy).get(bell))
    assert "Notifications: 1 unread" in text(browser(bob).get(bell))
    assert "Notifications: none unread" in text(browser(carol).get(bell))
    assert 'hx-get="/notifications/bell"' in text(browser(amy).get(reverse("orders")))
    assert browser(amy).get(bell)["Cache-Control"] == "private, no-store"


def test_more_than_ninety_nine_are_not_counted_on(amys: Seller, amy: Person):
    held(amys, *(f"held-{number}" for number in range(150)))
    assert "Notifications: 99+ unread" in text(browser(amy).get(reverse("notification-bell")))


def test_counting_unread_ones_reads_one_small_index(amys: Seller, amy: Person, bob: Person):
    held(amys, *(f"held-{number}" for number in range(1000)))
    InSiteMessage.objects.update(read_at=NOON)
    held(amys, "new")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_insitemessage")
        with CaptureQueriesContext(connection) as captured:
            assert queries.unread(amy) == 1
        (statement,) = [query["sql"] for query in captured.captured_queries]
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "in_site_unread" in plan
    assert "Seq Scan" not in plan


def test_the_list_leads_to_the_thing_and_marks_it_as_read(amys: Seller, amy: Person, bob: Person):
    held(amys, "a")
    row = InSiteMessage.objects.get(person=amy)
    page = text(browser(amy).get(reverse("notifications")))
    assert "1 parcel held at customs" in page
    assert "1 个包裹被海关扣留" in text(browser(amy, "zh-hans").get(reverse("notifications")))
    answer = browser(amy).post(reverse("open-notification", args=[row.pk]))
    assert (answer.status_code, answer.url) == (302, "/alerts/1")
    row.refresh_from_db()
    assert row.read_at is not None
    assert InSiteMessage.objects.get(person=bob).read_at is None
    assert "Nothing is unread" in text(browser(amy).get(reverse("notifications"), {"show": "unread"}))
    assert "1 parcel held at customs" in text(browser(amy).get(reverse("notifications")))


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_message_never_leads_out_of_the_house(amys: Seller, amy: Person, path: str):
    held(amys, "a")
    InSiteMessage.objects.update(url_path=path)
    answer = browser(amy).post(reverse("open-notification", args=[InSiteMessage.objects.get().pk]))
    assert answer.url == reverse("notifications")


def test_marking_all_as_read_spares_what_came_meanwhile(amys: Seller, amy: Person):
    held(amys, "a", "b")
    seen = max(InSiteMessage.objects.values_list("pk", flat=True))
    held(amys, "c")
    browser(amy).post(reverse("read-notifications"), {"up_to": seen})
    assert [row.key for row in InSiteMessage.objects.filter(read_at=None)] == ["c"]
    browser(amy).post(reverse("read-notifications"), {"up_to": "9" * 40})
    assert queries.unread(amy) == 1


def test_a_long_list_is_paged_by_key(amys: Seller, amy: Person):
    held(amys, *(f"held-{number}" for number in range(120)))
    client, seen, address = browser(amy), 0, reverse("notifications") + "?show=all"
    for _page in range(4):
        page = client.get(address).content.decode()
        seen += page.count("message-head")
        if 'rel="next"' not in page:
            break
        address = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert seen == 120


def test_a_person_chooses_where_and_what(amys: Seller, bob: Person, receivers: Running):
    client, mine = browser(bob), reverse("my-notifications")
    wish = {**HOURS, "mailbox": "bob@shop.example", "phone": "138 0013 8000", "IN_SITE-LOST": "OFF",
            "EMAIL-LOST": "DIGEST", "SMS-CUSTOMS_HELD": "OFF", "SMS-SILENT": "AT_ONCE", "EMAIL-NONSENSE": "OFF",
            "EMAIL-SILENT": "SOMETIMES"}  # fmt: skip
    assert client.post(mine, wish).status_code == 302
    mail, sms = (Channel.objects.get(person=bob, kind=kind) for kind in ("EMAIL", "SMS"))
    assert secrets.unseal(bytes(sms.sealed)) == {"to": "+8613800138000"}
    assert (mail.hint, sms.hint) == ("b***@shop.example", "+86****8000")
    assert [f"{one:%H:%M}" for one in mail.digest_at] == ["09:00", "16:30"]
    assert set(Subscription.objects.values_list("person", "channel", "kind", "mode")) == {
        (bob.pk, None, "LOST", "OFF"), (None, mail.pk, "LOST", "DIGEST"),
        (None, sms.pk, "CUSTOMS_HELD", "OFF"), (None, sms.pk, "SILENT", "AT_ONCE"),
    }  # fmt: skip
    page = text(client.get(mine))
    assert 'value="bob@shop.example"' in page
    assert 'value="+8613800138000"' in page
    client.post(reverse("test-my-channel", args=["EMAIL"]))
    assert receivers.room.arrived["EMAIL"][0]["to"] == ["bob@shop.example"]
    client.post(mine, {**wish, "phone": ""})
    assert set(Channel.objects.values_list("kind", flat=True)) == {"EMAIL"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("mailbox", "bob@shop", "This is no e-mail address."),
        ("mailbox", "b@s.example\nBcc: x@y.example", "This is no e-mail address."),
        ("phone", "12", "This is no phone number"),
        ("zone", "Mars/Olympus", "There is no such time zone."),
        ("digest_at", "25:00", "Times are written as 09:00."),
        ("digest_at", " , ", "Between one and six times of the day."),
        ("quiet_until", "", "Fill in both times, or neither."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_changes(amys: Seller, bob: Person, field: str, value: str, said: str):
    answer = browser(bob).post(reverse("my-notifications"), {**HOURS, "mailbox": "bob@shop.example", field: value})
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Channel.objects.exists()


def test_an_owner_adds_a_robot_and_its_secret_is_never_shown_again(amys: Seller, amy: Person, receivers: Running):
    client, address = browser(amy), receivers.address("DINGTALK")
    wish = {**HOURS, **address, "name": "Shipping group", "language": "zh", "mentions": "13900139000"}
    assert client.post(reverse("new-channel", args=["DINGTALK"]), wish).status_code == 302
    row = Channel.objects.get()
    assert secrets.unseal(bytes(row.sealed)) == {**address, "mentions": "13900139000"}
    for page in (reverse("channels"), reverse("channel", args=[row.pk]), reverse("deliveries"), reverse("actions")):
        shown = client.get(page).content.decode()
        assert "access_token" not in shown.replace("access_token=…", "")
        assert receivers.room.secret not in shown
    answer = client.post(reverse("test-channel", args=[row.pk]), headers={"HX-Request": "true"})
    assert "The test message was taken" in text(answer)
    assert "测试消息" in receivers.room.arrived["DINGTALK"][0]["markdown"]["text"]
    kept = {**HOURS, "name": "Group", "language": "en", "url": "", "secret": "", "mentions": ""}
    assert client.post(reverse("channel", args=[row.pk]), kept).status_code == 302
    row.refresh_from_db()
    assert secrets.unseal(bytes(row.sealed)) == address  # empty fields kept what was there; the mention was taken away
    assert list(Action.objects.values_list("verb", flat=True).order_by("pk")) == [
        "add_channel", "test_channel", "change_channel",
    ]  # fmt: skip
    assert "token" not in str(list(Action.objects.values()))


def test_a_test_that_fails_says_why(amys: Seller, amy: Person, receivers: Running):
    row = channel(amys, "DINGTALK", {**receivers.address("DINGTALK"), "secret": "another"}, name="Group")
    answer = browser(amy).post(reverse("test-channel", args=[row.pk]), headers={"HX-Request": "true"})
    assert "Key, password or signature is not accepted" in text(answer)
    row.refresh_from_db()
    assert row.failing_from is not None
    again = browser(amy).post(reverse("test-channel", args=[row.pk]), headers={"HX-Request": "true"})
    assert "Wait a few seconds" in text(again)


def test_a_repaired_channel_sends_at_once_what_waited(amys: Seller, amy: Person, receivers: Running):
    row = channel(amys, "WEBHOOK", {**receivers.address("WEBHOOK"), "secret": "not-the-right-one"}, name="Hook")
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
    send_due(at=at)
    assert Delivery.objects.get().code == "NOTIFY_KEY_REFUSED"
    wish = {**HOURS, "name": "Hook", "language": "en", "url": "", "secret": receivers.room.secret + "-0"}
    receivers.room.secret += "-0"
    assert browser(amy).post(reverse("channel", args=[row.pk]), wish).status_code == 302
    send_due()
    assert Delivery.objects.get().state == "SENT"


def test_switching_off_ends_what_waits(amys: Seller, amy: Person, carol: Person, receivers: Running):
    row = channel(amys, "WEBHOOK", receivers.address("WEBHOOK"), name="Hook")
    held(amys, "a")
    switch = reverse("switch-channel", args=[row.pk])
    assert browser(carol).post(switch, {"active": ""}).status_code == 404
    assert Delivery.objects.get().state == "DUE"
    browser(amy).post(switch, {"active": ""})
    assert (Delivery.objects.get().state, Delivery.objects.get().code) == ("FAILED", "NOTIFY_SWITCHED_OFF")
    assert send_due() == 0
    browser(amy).post(switch, {"active": "1"})
    assert Channel.objects.get().active


def test_what_failed_is_sent_again_by_hand(amys: Seller, amy: Person, carol: Person, receivers: Running):
    channel(amys, "WEBHOOK", receivers.address("WEBHOOK"), name="Hook")
    receivers.room.spoil("WEBHOOK", Fault.REFUSED)
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
    send_due(at=at)
    page = text(browser(amy).get(reverse("deliveries"), {"show": "failed"}))
    assert "The other side refuses the message" in page
    assert "1 parcel held at customs" not in text(browser(carol).get(reverse("deliveries")))
    again = reverse("send-delivery-again", args=[Delivery.objects.get().pk])
    browser(amy).post(again)
    Channel.objects.update(free_at=None)
    send_due()
    assert Delivery.objects.get().state == "SENT"
    browser(amy).post(again)  # it has not failed
    assert Delivery.objects.get().state == "SENT"
    assert len(receivers.room.arrived["WEBHOOK"]) == 1


def test_pages_cost_the_same_whatever_there_is(amys: Seller, amy: Person, bob: Person):
    for number in range(40):
        channel(amys, "WEBHOOK", {}, name=f"Hook {number}", code="NOTIFY_UNREACHABLE", failing_from=NOON)
    channel(amys, "EMAIL", {"to": "b@shop.example"}, person=bob, hint="b***@shop.example")
    held(amys, "a", "b")
    for name, most in (("deliveries", 4), ("channels", 5), ("notifications", 5), ("notification-bell", 4)):
        client = browser(amy)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        assert len(captured) <= most, name
