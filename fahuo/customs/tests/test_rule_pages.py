"""The page of the rules of a lane, in both languages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.compliance.value_text import KEYS, family_of, value_text
from fahuo.customs.domain import lane
from fahuo.rulebook.rules import rules
from fahuo.trade.country import ISO_COUNTRIES
from tests.fixtures.rows import make_order

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


@pytest.fixture
def in_chinese(bob) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(bob)
    return client


def shown(client: Client, **query: str) -> str:
    return client.get(reverse("lane-rules"), query).text


def row(page: str, name: str) -> str:
    found = re.search(rf'<tr id="{name}".*?</tr>', page, re.DOTALL)
    return found[0] if found else ""


def test_before_a_destination_is_chosen_those_with_own_rules_are_offered(clerk) -> None:
    page = shown(clerk)
    assert "Choose a destination" in page
    assert "nothing comes in free" in row(shown(clerk, to="US"), "US-02")
    assert "to=TR" in page
    assert "data-row" not in page


def test_the_rules_of_germany_on_a_day(clerk, in_chinese) -> None:
    page = shown(clerk, to="de", on="2026-07-02")
    duty = row(page, "EU-06")
    assert "amount 3.00 EUR; up to 150.00 EUR" in duty
    assert "since 2026-07-01" in duty
    assert "2028-07-01" in duty, "its history"
    assert "Regulation (EU) 2026/382" in duty
    assert "tells" in duty
    assert "stops" in row(page, "EU-03")
    assert not row(page, "US-02")
    assert not row(page, "EU-07"), "not in force yet"
    assert row(shown(clerk, to="DE", on="2026-11-02"), "EU-07")
    assert "金额 3.00 EUR" in row(shown(in_chinese, to="DE", on="2026-07-02"), "EU-06")


def test_what_changes_between_two_days(clerk) -> None:
    page = shown(clerk, to="DE", on="2026-07-01", since="2026-06-30")
    changes = page.partition("What changes from 2026-06-30 to 2026-07-01")[2].partition("</dl>")[0]
    assert re.findall(r'href="#([A-Z0-9-]+)"', changes) == ["EU-06", "EU-08"]
    assert "<s>amount 0.00 EUR; up to 150.00 EUR</s>" in changes
    assert "begins" in changes
    ended = shown(clerk, to="FR", on="2028-07-02", since="2028-06-30")
    assert "ends" in ended.partition("What changes from")[2].partition("</dl>")[0]
    assert "Nothing changes" in shown(clerk, to="DE", on="2026-07-02", since="2026-07-01")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"to": "XX"}, "There is no country with the code XX."),
        ({"to": "<script>"}, "There is no country with the code &lt;SCRIPT&gt;."),
        ({"to": "DE", "on": "yesterday"}, "Write the day as 2026-11-22."),
        ({"to": "DE", "since": "2026-02-30"}, "Write the day as 2026-11-22."),
    ],
)
def test_what_cannot_be_understood_is_said_at_its_field(clerk, query: dict[str, str], said: str) -> None:
    answer = clerk.get(reverse("lane-rules"), query)
    assert answer.status_code == 422
    assert said in answer.text
    assert answer.text.count('aria-invalid="true"') == 1


def test_a_day_before_all_rules_shows_none(clerk) -> None:
    assert "data-row" not in shown(clerk, to="DE", on="1999-01-01")


def test_a_rule_grows_old(clerk, monkeypatch) -> None:
    old = lane.in_force("DE", TODAY, today=date(2027, 5, 22))  # 181 days
    assert old
    assert all(item.is_old and item.checked_days == 181 for item in old if item.rule.checked_on == TODAY)
    fresh = lane.in_force("DE", TODAY, today=date(2027, 5, 21))
    assert not any(item.is_old for item in fresh if item.rule.checked_on == TODAY)


def test_rules_that_report_a_problem(clerk) -> None:
    page = shown(clerk, code="DUTY_DUE")
    assert row(page, "US-02")
    assert row(page, "EU-06")
    assert not row(page, "DE-01")
    assert "No rule reports this" in shown(clerk, code="PRINTER_BUSY")
    assert reverse("lane-rules") + "?code=DUTY_DUE" in clerk.get(reverse("error", args=["DUTY_DUE"])).text
    assert "lane-rules" not in clerk.get(reverse("error", args=["PRINTER_BUSY"])).text


def test_an_order_leads_to_the_rule_that_stops_it(clerk, amys) -> None:
    stored = {"code": "POSTCODE_FORMAT", "field": "address.postcode", "detail": "12", "rule": "AD-03"}
    order = make_order(amys, "8112833000000001", outcome="BLOCKED", problems=[stored])
    page = clerk.get(reverse("order", args=[order.pk])).text
    assert f"{reverse('lane-rules')}?to={order.country}#AD-03" in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_value_has_words(language: str) -> None:
    for rule in rules():
        assert family_of(rule.id), rule.id
        for dated in rule.values:
            text = value_text(dated.value, language)
            assert text
            assert "mappingproxy" not in text
            assert "Decimal" not in text


def test_every_key_of_a_value_has_words() -> None:
    from collections.abc import Mapping

    def keys(value: object) -> set[str]:
        if isinstance(value, Mapping):
            return {*value, *(key for item in value.values() for key in keys(item))}
        return {key for item in value for key in keys(item)} if isinstance(value, tuple) else set()

    used = {key for rule in rules() for dated in rule.values for key in keys(dated.value)}
    plain = {key for key in used if key not in ISO_COUNTRIES and not key[0].isdigit() and key != key.upper()}
    assert plain - set(KEYS) - {"appType", "appStatus", "invtNo", "preNo", "number"} == set()


@pytest.mark.parametrize("to", ["DE", "FR", "IT", "US", "PR", "GB", "BR", "MX", "CL", "KR", "JP", "AU", "NZ", "SG",
                                "SA", "AE", "TR", "NO", "CH", "IN", "AQ"])  # fmt: skip
def test_every_destination_has_a_page_in_both_languages(clerk, in_chinese, to: str) -> None:
    for on in ("2000-01-01", "2026-06-30", "2026-11-22", "2099-12-31"):
        english, chinese = shown(clerk, to=to, on=on), shown(in_chinese, to=to, on=on)
        ids = [item.rule.id for item in lane.in_force(to, date.fromisoformat(on), today=TODAY)]
        assert sorted(re.findall(r'<tr id="([A-Za-z0-9-]+)"', english)) == sorted(ids)
        assert re.findall(r'<tr id="([A-Za-z0-9-]+)"', chinese) == re.findall(r'<tr id="([A-Za-z0-9-]+)"', english)


@pytest.mark.parametrize("on", ["1900-01-01", "2100-02-28", "2199-12-31"])
def test_far_days_are_days(clerk, on: str) -> None:
    assert clerk.get(reverse("lane-rules"), {"to": "DE", "on": on, "since": "1900-01-01"}).status_code == 200


@pytest.mark.parametrize(
    "on", ["2026-02-31", "2026-13-01", "10000-01-01", "20260231", "-1", "0001-01-01", "9999-12-31"]
)
@pytest.mark.parametrize("name", ["on", "since"])
def test_no_such_day_is_said(clerk, name: str, on: str) -> None:
    answer = clerk.get(reverse("lane-rules"), {"to": "DE", name: on})
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 1
