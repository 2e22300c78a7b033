"""What carriers write, read once for all adapters: moments, money, files as base64, labels."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from fahuo.carriers import reading
from fahuo.kit.wire import UnreadableReply
from fahuo.trade.label import LabelFile, LabelFormat
from fahuo.trade.money import Money

CHINA = timezone(timedelta(hours=8))
TEN = datetime(2026, 1, 6, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-06T10:00:00Z", TEN),
        ("2026-01-06 18:00:00+08:00", TEN),
        (" 2026-01-06 18:00:00 ", TEN),  # the zone that is meant
        ("", None),
        (None, None),
        ("yesterday", None),
        ("2026-02-30", None),
        ("0001-01-01T00:00:00", None),  # "no date": in UTC it would lie before the first year
        ("1970-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-11:00", None),
    ],
)
def test_moment(written: str | None, expected: datetime | None) -> None:
    assert reading.moment(written, CHINA) == expected


def test_a_moment_without_zone_is_utc_unless_told() -> None:
    assert reading.moment("2026-01-06T10:00:00") == TEN


def test_money() -> None:
    assert reading.money("12.30", "CNY") == reading.money(Decimal("12.30"), "CNY") == Money(Decimal("12.30"), "CNY")


@pytest.mark.parametrize(
    ("amount", "currency"), [("", "CNY"), ("1,20", "CNY"), ("NaN", "CNY"), ("Infinity", "CNY"), ("1", ""), ("1", "US$")]
)
def test_what_is_no_money(amount: str, currency: str) -> None:
    with pytest.raises(UnreadableReply):
        reading.money(amount, currency)


def test_base64_may_be_broken_over_lines() -> None:
    assert reading.from_base64(" JVBE\r\nRg== ") == b"%PDF"


@pytest.mark.parametrize("text", ["JVBERg", "data:application/pdf;base64,JVBERg==", "DATA:;base64,JVBERg"])
def test_base64_with_a_prefix_or_without_its_end(text: str) -> None:
    assert reading.from_base64(text) == b"%PDF"


def test_base64_of_addresses() -> None:
    assert reading.from_base64("-_-_") == reading.from_base64("+/+/") == b"\xfb\xff\xbf"


@pytest.mark.parametrize("text", ["系统", "A", "JVBERg==!", "{}"])
def test_what_is_no_base64(text: str) -> None:
    with pytest.raises(UnreadableReply):
        reading.from_base64(text)


def test_a_label_is_what_its_first_bytes_say() -> None:
    assert reading.label_file(b"%PDF-1.4").format is LabelFormat.PDF
    assert reading.label_file(b"\n^XA^XZ").format is LabelFormat.ZPL
    assert reading.label_file(b"\x89PNG\r\n\x1a\n" + bytes(9)).format is LabelFormat.PNG
    picture = b"GIF89a" + bytes(9)
    assert reading.label_file(base64.b64encode(picture)) == LabelFile(LabelFormat.GIF, picture)


@pytest.mark.parametrize("content", [b"", b"<html>", b"{}", b"\x89PNG", b"\x00" + bytes(range(99))])
def test_what_is_no_label_cannot_be_read(content: bytes) -> None:
    with pytest.raises(UnreadableReply):
        reading.label_file(content)
