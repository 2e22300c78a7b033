"""How a value looks in a cell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from fahuo.backoffice import formats


@pytest.mark.parametrize(
    ("grams", "shown"), [(None, "—"), (0, "0 g"), (999, "999 g"), (1000, "1.00 kg"), (2148, "2.15 kg")]
)
def test_weight(grams, shown):
    assert formats.weight(grams) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [(None, "CNY", "—"), (Decimal("1234.5"), "CNY", "1,234.50 CNY"), (Decimal(0), "", "0.00")],
)
def test_money(amount, currency, shown):
    assert formats.money(amount, currency) == shown


@pytest.mark.parametrize(
    ("span", "english", "chinese"),
    [
        (timedelta(minutes=1), "1 minute", "1 分钟"),
        (timedelta(minutes=119), "119 minutes", "119 分钟"),
        (timedelta(hours=2), "2 hours", "2 小时"),
        (timedelta(hours=47, minutes=59), "47 hours", "47 小时"),
        (timedelta(days=2), "2 days", "2 天"),
        (timedelta(days=-3), "3 days", "3 天"),
    ],
)
def test_span(span, english, chinese):
    with translation.override("en"):
        assert formats.span(span) == english
    with translation.override("zh-hans"):
        assert formats.span(span) == chinese


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (7, "0:07"), (750, "12:30"), (3723, "1:02:03"), (-5, "0:00")]
)
def test_clock(seconds, shown):
    assert formats.clock(timedelta(seconds=seconds)) == shown


def test_moments_are_shown_in_the_time_zone_of_the_site():
    at = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
    assert formats.moment(at) == "2026-11-22 14:05"  # Asia/Shanghai is UTC + 8
    assert formats.short_moment(at) == "11-22 14:05"
    assert formats.moment(None) == "—"


@pytest.mark.parametrize(("language", "name"), [("en", "Germany"), ("zh-hans", "德国")])
def test_country(language, name):
    with translation.override(language):
        assert formats.country("DE") == name
        assert formats.country("QQ") == "QQ"


def test_query_leaves_out_what_has_no_value():
    assert formats.with_query("/orders", {"state": "READY", "text": "", "before": None}) == "/orders?state=READY"
    assert formats.with_query("/orders", {}) == "/orders"
    assert formats.with_query("/orders", {"text": "a&b"}) == "/orders?text=a%26b"
