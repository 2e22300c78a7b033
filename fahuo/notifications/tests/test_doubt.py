"""What may have left: SMS is asked for, never simply repeated; two workers, and workers that die."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection

from fahuo.accounts.models import Seller
from fahuo.kit import clock
from fahuo.notifications.domain.message import Sent
from fahuo.notifications.emulation.post_room import Fault, PostRoom
from fahuo.notifications.emulation.running import Running, running
from fahuo.notifications.models import Delivery
from fahuo.notifications.services.claim import LEASE, claim
from fahuo.notifications.services.deliver import Outbound, Result
from fahuo.notifications.services.post import post
from fahuo.notifications.services.record import record
from fahuo.notifications.services.send import send_due
from fahuo.notifications.tests.notices import channel, notice
from tests.fixtures.together import at_once
from tests.fixtures.waiting import LONGEST_S, wait_until

pytestmark = pytest.mark.django_db


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize("ahead", [0, 24], ids=["in time", "a clock ran ahead by a day"])
def test_an_sms_whose_answer_was_lost_is_found_and_not_sent_again(amys: Seller, receivers: Running, ahead: int):
    channel(amys, "SMS", receivers.address("SMS"))
    receivers.room.spoil("SMS", Fault.SILENT)
    at = clock.now() + timedelta(hours=ahead)
    post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
    send_due(at=at)
    assert Delivery.objects.get().state == "DOUBTFUL"
    send_due(at=at + minutes(2))
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("SENT", 2)
    assert [one["biz_id"] for one in receivers.room.arrived["SMS"]] == [row.their_id]


def test_one_that_never_arrived_is_sent_again_only_when_it_had_time_to_be_seen(amys: Seller, receivers: Running):
    channel(amys, "SMS", receivers.address("SMS"))
    receivers.room.spoil("SMS", Fault.LOST)
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
    send_due(at=at)
    send_due(at=at + minutes(2))  # not found; but it may not be written down yet
    assert (Delivery.objects.get().state, receivers.room.arrived["SMS"]) == ("DOUBTFUL", [])
    send_due(at=at + minutes(10))
    assert Delivery.objects.get().state == "SENT"
    assert len(receivers.room.arrived["SMS"]) == 1


def test_when_asking_does_not_help_a_person_looks(amys: Seller, receivers: Running, settings):
    channel(amys, "SMS", receivers.address("SMS"))
    receivers.room.spoil("SMS", Fault.SILENT)
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
    send_due(at=at)
    settings.FAHUO_SMS_URL = "http://127.0.0.1:1"  # nobody can be asked
    for hours in range(1, 9):
        send_due(at=at + timedelta(hours=hours))
    row = Delivery.objects.get()
    assert (row.state, row.code, row.attempts) == ("FAILED", "NOTIFY_SMS_DOUBTFUL", 6)
    settings.FAHUO_SMS_URL = receivers.url
    assert send_due(at=at + timedelta(days=1)) == 0
    assert len(receivers.room.arrived["SMS"]) == 1


def test_what_was_tried_before_it_left_does_not_shorten_the_asking(amys: Seller, receivers: Running):
    channel(amys, "SMS", receivers.address("SMS"))
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
    receivers.room.spoil("SMS", Fault.LIMITED, times=6)
    for hour in range(6):
        send_due(at=at + timedelta(hours=hour))
    assert (Delivery.objects.get().state, Delivery.objects.get().attempts) == ("DUE", 6)
    receivers.room.spoil("SMS", Fault.SILENT)
    send_due(at=at + timedelta(hours=7))
    assert Delivery.objects.get().state == "DOUBTFUL"
    send_due(at=at + timedelta(hours=8))
    assert Delivery.objects.get().state == "SENT"
    assert len(receivers.room.arrived["SMS"]) == 1


def test_a_late_worker_overwrites_nothing(amys: Seller, receivers: Running):
    channel(amys, "WEBHOOK", receivers.address("WEBHOOK"))
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
    (slow,) = claim(at=at)
    send_due(at=at + LEASE + minutes(1))  # somebody else took over
    before = Delivery.objects.values().get()
    record([Result(slow, Sent("late"))], at=at + minutes(9))
    assert Delivery.objects.values().get() == before
    assert before["state"] == "SENT"


def test_while_a_lease_runs_nobody_else_sends(amys: Seller, receivers: Running):
    channel(amys, "WEBHOOK", receivers.address("WEBHOOK"))
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
    assert len(claim(at=at)) == 1
    assert claim(at=at + LEASE - minutes(0.1)) == []
    (again,) = claim(at=at + LEASE)
    assert again.again


def test_a_message_that_may_have_left_is_never_cut(amys: Seller, receivers: Running):
    channel(amys, "EMAIL", receivers.address("EMAIL"))
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(f"a{number}", at=at) for number in range(700)], at=at)
    receivers.room.spoil("EMAIL", Fault.SILENT)
    send_due(at=at)
    post(seller_id=amys.pk, notices=[notice(f"b{number}", at=at) for number in range(900)], at=at)
    (again,) = claim(at=at + minutes(5))
    assert (again.again, len(again.rows)) == (True, 500)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(amys: Seller, receivers: Running):
    for kind in ("EMAIL", "SMS", "DINGTALK", "WECOM", "WEBHOOK"):
        channel(amys, kind, receivers.address(kind))
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(f"held-{number}", at=at) for number in range(250)], at=at)
    at_once(*[lambda: send_due(at=at)] * 3)
    counts = {kind: len(kept) for kind, kept in receivers.room.arrived.items()}
    assert counts == {"EMAIL": 1, "SMS": 1, "DINGTALK": 1, "WECOM": 1, "WEBHOOK": 3}
    assert set(Delivery.objects.values_list("state", "attempts")) == {("SENT", 1)}


def test_a_slow_channel_holds_up_no_other(amys: Seller, receivers: Running):
    """While a message waits for its answer, what comes in meanwhile goes out beside it."""
    with running(PostRoom()) as slow:
        slow.room.answering.clear()
        channel(amys, "WEBHOOK", slow.address("WEBHOOK"))
        at = clock.now()
        post(seller_id=amys.pk, notices=[notice("first", at=at)], at=at)
        with Outbound() as outbound:
            outbound.deliver(claim(at=at))
            channel(amys, "WECOM", receivers.address("WECOM"))
            post(seller_id=amys.pk, notices=[notice("second", at=at)], at=at)
            outbound.deliver(claim(at=at))
            known = outbound.known(within_s=LONGEST_S)
            assert [result.claimed.channel.kind for result in known] == ["WECOM"]
            record(known, at=at)
            assert Delivery.objects.get(channel__kind="WECOM").state == "SENT"
            assert outbound.under_way >= 1


def test_a_mail_server_that_keeps_silent_holds_up_only_letters(amys: Seller, receivers: Running, settings):
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        settings.FAHUO_SMTP_PORT = silent.getsockname()[1]
        for _ in range(30):
            channel(amys, "EMAIL", receivers.address("EMAIL"))
        robot = channel(amys, "WECOM", receivers.address("WECOM"))
        at = clock.now()
        post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
        claimed = claim(at=at)
        assert claimed[-1].channel == robot  # last of all
        with Outbound() as outbound:
            outbound.deliver(claimed)
            assert [result.claimed.channel for result in outbound.known(within_s=LONGEST_S)] == [robot]
            silent.close()  # so that nobody waits for the letters


WORKER = """
import json, sys
import django
from django.conf import settings
django.setup()
given = json.loads(sys.argv[1])
settings.DATABASES["default"].update(given["database"])
for name, value in given["settings"].items():
    setattr(settings, name, value)
from fahuo.notifications.services.send import send_due
print("ready", flush=True)
send_due()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_sends(amys: Seller, receivers: Running):
    kinds = ("SMS", "EMAIL", "WEBHOOK")
    for kind in kinds:
        channel(amys, kind, receivers.address(kind))
    at = clock.now()
    post(seller_id=amys.pk, notices=[notice(at=at)], at=at)
    receivers.room.answering.clear()  # they are taken, and their answers are on the way
    names = [name for name in dir(django_settings) if name.startswith(("FAHUO_SM", "FAHUO_EMULATORS", "FAHUO_WEB"))]
    database = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    given = {"database": database, "settings": {name: getattr(django_settings, name) for name in names}}
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "fahuo.site.settings"}
    worker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER), json.dumps(given)], stdout=subprocess.PIPE, env=environment
    )
    wait_until(lambda: all(receivers.room.arrived[kind] for kind in kinds))
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    receivers.room.answering.set()
    names_of = dict(Delivery.objects.values_list("channel__kind", "bundle"))
    arrived = {kind: len(receivers.room.arrived[kind]) for kind in kinds}
    assert (set(Delivery.objects.values_list("state", flat=True)), arrived) == ({"SENDING"}, dict.fromkeys(kinds, 1))
    send_due(at=at + minutes(1))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"SENDING"}  # the lease still runs
    send_due(at=at + LEASE + minutes(1))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"SENT"}
    assert dict(Delivery.objects.values_list("channel__kind", "bundle")) == names_of
    arrived = {kind: len(receivers.room.arrived[kind]) for kind in kinds}
    # A letter is repeated under the same Message-ID, which a mailbox recognises.
    assert arrived == {"SMS": 1, "EMAIL": 2, "WEBHOOK": 1}
    assert len({letter["head"]["message-id"] for letter in receivers.room.arrived["EMAIL"]}) == 1
