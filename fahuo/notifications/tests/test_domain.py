"""Decisions by tables: quiet hours, digests, addresses, texts within limits, signatures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from datetime import time as wall

import pytest

from fahuo.notifications.domain import pacing, places, quiet
from fahuo.notifications.domain.message import Item, Message, fitted
from fahuo.notifications.senders import robots, signing
from fahuo.notifications.senders.sms import national
from fahuo.notifications.tests.notices import NOON


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# zone, quiet from, until, came at (UTC) → may go out at (UTC)
QUIET = [
    ("Asia/Shanghai", wall(22), wall(8), "2026-11-22T13:59", "2026-11-22T13:59"),  # 21:59
    ("Asia/Shanghai", wall(22), wall(8), "2026-11-22T14:00", "2026-11-23T00:00"),  # 22:00 → 8:00
    ("Asia/Shanghai", wall(22), wall(8), "2026-11-22T17:00", "2026-11-23T00:00"),  # 1:00 → 8:00
    ("Asia/Shanghai", wall(22), wall(8), "2026-11-23T00:00", "2026-11-23T00:00"),  # 8:00
    ("Asia/Shanghai", wall(12), wall(14), "2026-11-22T05:00", "2026-11-22T06:00"),  # 13:00 → 14:00
    ("Asia/Shanghai", None, wall(8), "2026-11-22T17:00", "2026-11-22T17:00"),
    ("Asia/Shanghai", wall(8), wall(8), "2026-11-22T17:00", "2026-11-22T17:00"),
    ("Nowhere/At_All", wall(12), wall(14), "2026-11-22T13:00", "2026-11-22T14:00"),  # not known here: UTC
    # Berlin, 29 March 2026: 2:00 becomes 3:00. Quiet ends at 2:30, which is not on the clock: 3:30, 01:30 UTC.
    ("Europe/Berlin", wall(22), wall(2, 30), "2026-03-29T00:30", "2026-03-29T01:30"),
    ("Europe/Berlin", wall(22), wall(8), "2026-03-28T22:00", "2026-03-29T06:00"),  # 23:00 → 8:00, nine hours less one
    # Berlin, 25 October 2026: 3:00 becomes 2:00. Quiet ends at 2:30, twice on the clock: the first one, 00:30 UTC.
    ("Europe/Berlin", wall(22), wall(2, 30), "2026-10-24T23:00", "2026-10-25T00:30"),
    ("Europe/Berlin", wall(22), wall(2, 30), "2026-10-25T00:45", "2026-10-25T00:45"),  # 2:45 summer time: over
    ("Europe/Berlin", wall(22), wall(8), "2026-10-24T21:00", "2026-10-25T07:00"),  # 23:00 → 8:00, nine hours and one
]


@pytest.mark.parametrize(("zone", "start", "end", "came", "goes"), QUIET)
def test_quiet_hours(zone: str, start: wall | None, end: wall | None, came: str, goes: str):
    hours = quiet.Hours(zone, start, end, urgent_breaks=True)
    assert quiet.due_at(utc(came), digest=False, urgent=False, hours=hours) == utc(goes)
    assert quiet.due_at(utc(came), digest=False, urgent=True, hours=hours) == utc(came)


# came at (UTC) → digest at (UTC), at 9:00 and 16:00 in Berlin
@pytest.mark.parametrize(
    ("came", "goes"),
    [
        ("2026-11-22T07:59", "2026-11-22T08:00"),
        ("2026-11-22T08:00", "2026-11-22T15:00"),
        ("2026-11-22T15:00", "2026-11-23T08:00"),
        ("2026-03-28T15:30", "2026-03-29T07:00"),  # the night of the summer time
        ("2026-10-24T14:30", "2026-10-25T08:00"),
    ],
)
def test_digests(came: str, goes: str):
    hours = quiet.Hours("Europe/Berlin", digest_at=(wall(9), wall(16)))
    assert quiet.due_at(utc(came), digest=True, urgent=False, hours=hours) == utc(goes)


def test_a_digest_within_quiet_hours_waits_for_their_end():
    hours = quiet.Hours("Asia/Shanghai", wall(22), wall(10), digest_at=(wall(9),))
    assert quiet.due_at(NOON, digest=True, urgent=False, hours=hours) == utc("2026-11-23T02:00")


@pytest.mark.parametrize(
    ("text", "kind", "loopback", "fits"),
    [
        ("https://hooks.shop.example/fahuo?x=1", "WEBHOOK", False, True),
        ("http://hooks.shop.example/fahuo", "WEBHOOK", False, False),
        ("http://127.0.0.1:9121/webhook", "WEBHOOK", False, False),
        ("http://127.0.0.1:9121/webhook", "WEBHOOK", True, True),
        ("http://localhost/webhook", "WEBHOOK", True, True),
        ("http://127.0.0.1.evil.example/webhook", "WEBHOOK", True, False),
        ("https://user:word@shop.example/", "WEBHOOK", False, False),
        ("https://shop.example:99999/", "WEBHOOK", False, False),
        ("https://shop.example/ x", "WEBHOOK", False, False),
        ("https://shop.example/\r\nX: y", "WEBHOOK", False, False),
        ("file:///etc/passwd", "WEBHOOK", True, False),
        ("https://[::1", "WEBHOOK", True, False),
        ("", "WEBHOOK", True, False),
        ("https://oapi.dingtalk.com/robot/send?access_token=abc", "DINGTALK", False, True),
        ("https://oapi.dingtalk.com/robot/send", "DINGTALK", False, False),
        ("https://oapi.dingtalk.com.evil.example/robot/send?access_token=abc", "DINGTALK", False, False),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc", "WECOM", False, True),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc&debug=1", "WECOM", False, False),
        ("https://oapi.dingtalk.com/robot/send?access_token=abc", "WECOM", False, False),
    ],
)
def test_addresses_of_channels(text: str, kind: str, loopback: bool, fits: bool):
    assert places.web_address(text, kind, loopback=loopback) == (text if fits else None)


@pytest.mark.parametrize(
    ("text", "number", "theirs"),
    [
        ("138 0013 8000", "+8613800138000", "13800138000"),
        ("+86 138-0013-8000", "+8613800138000", "13800138000"),
        ("0044 20 7946 0958", "+442079460958", "442079460958"),
        ("+852 1234 5678", "+85212345678", "85212345678"),
        ("+8613800", None, None), ("12345", None, None), ("+0123456789", None, None), ("call me", None, None),
    ],
)  # fmt: skip
def test_phone_numbers(text: str, number: str | None, theirs: str | None):
    assert places.phone(text) == number
    assert (national(number) if number else None) == theirs


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("amy@shop.example", True), (" amy+x@mail.shop.example ", True), ("amy@shop", False), ("amy", False),
        ("a@b.cn\r\nBcc: c@d.cn", False), ("Amy <amy@shop.example>", False), ("a@b.cn,c@d.cn", False),
        ("a @b.cn", False), ("a\x07@b.cn", False),
    ],
)  # fmt: skip
def test_mailboxes(text: str, fits: bool):
    assert places.mailbox(text) == (text.strip() if fits else None)


def test_pages_show_too_little_of_an_address_to_use_it():
    assert places.hint("EMAIL", "amy@shop.example") == "a***@shop.example"
    assert places.hint("SMS", "+8613800138000") == "+86****8000"
    assert places.hint("DINGTALK", "https://oapi.dingtalk.com/robot/send?access_token=abc") == "oapi.dingtalk.com"


def message(count: int, *, subject: str = "1 parcel held", body: str = "", language: str = "en") -> Message:
    items = [Item(f"k{n}", "LOST", subject, body, f"https://f.example/alerts/{n}", True, NOON) for n in range(count)]  # noqa: FBT003
    return Message("0" * 32, language, items, NOON)


@pytest.mark.parametrize("count", [1, 2, 9, 10, 60, 61, 99, 100, 500])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("called", ["", "<@wei> <@mei>"])
def test_a_robots_message_keeps_its_limit_and_counts_what_is_left_out(count: int, language: str, called: str):
    text = robots.markdown(
        message(count, subject="海关扣留 1 个包裹", body="查看要求 " * 9, language=language), 4000, called
    )
    shown = text.count("(https://f.example/alerts/")
    assert len(text.encode()) <= 4000
    assert text.endswith(called)
    assert str(count - shown) in text if shown < count else shown == count


def test_what_people_wrote_is_never_markup():
    text = robots.markdown(message(1, subject="[x](http://evil.example) *a* <@all> `b` #c"), 4000)
    assert text == r"[\[x\]\(http://evil.example\) \*a\* \<@all\> \`b\` \#c](https://f.example/alerts/0)"


def test_lines_that_do_not_fit_are_counted():
    assert fitted(["aaaa", "bbbb", "cccc"], 14, "+{}") == "aaaa\nbbbb\ncccc"
    assert fitted(["aaaa", "bbbb", "cccc"], 13, "+{}") == "aaaa\nbbbb\n+1"
    assert fitted(["aaaa", "bbbb", "cccc"], 8, "+{}") == "aaaa\n+2"
    assert fitted(["aaaaaaaaaaaa", "b"], 8, "+{}") == "+2"


def test_alibaba_clouds_own_worked_example():
    """Help page "Request syntax and signature method V3", fixed parameters."""
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = signing.canonical_query(
        {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}
    )
    signed = signing.acs3(
        key_id="YourAccessKeyId", secret="YourAccessKeySecret", method="POST", query=query, headers=headers
    )
    assert signed.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_retries_slow_down_and_end():
    waits = [pacing.backoff(attempt).total_seconds() for attempt in range(1, pacing.MOST_ATTEMPTS)]
    assert waits == sorted(waits)
    assert waits[0] == 10
    assert 12 * 3600 < sum(waits) < 24 * 3600
    assert pacing.backoff(1, asked_s=600).total_seconds() == 600
    assert pacing.ask_again(6) is None


def waits(number: int, bundle: str | None, due_s: int) -> pacing.Waiting:
    return pacing.Waiting(number, bundle, NOON + timedelta(seconds=due_s))


# kind, failing, what is due as (id, bundle, due since) → the messages
TURNS = [
    ("EMAIL", False, [(1, "a", 10), (2, None, 5)], [(None, [2])]),  # what came meanwhile goes before what failed
    ("EMAIL", True, [(1, "a", 10), (2, None, 5)], [(None, [2])]),
    ("EMAIL", True, [(1, "a", 10), (2, None, 10)], [("a", [1])]),
    ("EMAIL", True, [(1, "a", 10), (2, None, 15)], [("a", [1])]),  # and what failed has its turn in a flood
    ("WEBHOOK", True, [(1, "a", 20), (2, "b", 10), (3, None, 15)], [("b", [2])]),
    ("WEBHOOK", False, [(1, "a", 20), (2, "b", 10), (3, None, 15)], [("b", [2]), (None, [3]), ("a", [1])]),
    ("WEBHOOK", False, [(1, "a", 10), (2, "a", 10), (3, None, 15), (4, None, 5)], [(None, [3, 4]), ("a", [1, 2])]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "failing", "due", "messages"), TURNS)
def test_messages_take_turns_and_what_may_have_left_keeps_its_company(kind, failing, due, messages):
    assert pacing.bundled([waits(*one) for one in due], kind, failing=failing) == messages


def test_urgent_ones_stay_first_however_long_the_others_wait():
    flood = [waits(1, None, 50), *(waits(number, None, number - 200) for number in range(2, 152))]
    first, second = pacing.bundled(flood, "WEBHOOK", failing=False)
    assert (first[1][0], len(first[1]), len(second[1])) == (1, 100, 51)
