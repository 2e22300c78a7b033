"""Every rule of the sheet is in the book, dated, sourced, and of a severity that its confidence bears."""

from __future__ import annotations

from datetime import date

import pytest

from fahuo.rulebook.rules import ANYWHERE, GROUPS, Confidence, Rule, Stage, rules
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.error_book import ENTRIES
from fahuo.trade.problem import Severity

TODAY = date(2026, 11, 22)
BY_ID = {rule.id: rule for rule in rules()}
# The ids of the research sheet with confidence high or medium. Its rebate family is called TR there, like Türkiye's
# rule; here it has the prefix RB. PF-04 is no rule but a rate (money.exchange_rates, XDR); CE is tested by its owner.
SHEET = {
    "SD": range(1, 15), "PF": (1, 2, 3, 5, 6), "CI": range(1, 8), "HS": (1, 2), "OR": (1,), "DE": range(1, 6),
    "EU": range(1, 15), "GB": range(1, 6), "US": range(1, 14), "BR": (1, 2), "MX": (1,), "CL": (1,), "EC": (1,),
    "AR": (1,), "CA": (1,), "KR": (1, 2), "JP": (1,), "AU": (1,), "NZ": (1,), "SG": (1,), "MY": (1,), "VN": (1,),
    "ID": (1,), "IN": (1,), "SA": (1,), "IL": (1,), "TR": (1,), "NO": (1,), "CH": (1,), "AD": range(1, 10),
    "DG": (*range(1, 12), *range(20, 26)), "SQ": range(1, 13), "RB": range(1, 11), "CN": (1, 2),
}  # fmt: skip
IDS = [f"{family}-{number:02}" for family, numbers in SHEET.items() for number in numbers]
OFFICIAL = (
    "https://eur-lex.europa.eu/", "https://www.ecfr.gov/", "https://www.gov.uk/", "https://www.iata.org/",
    "https://www.customs.gov.cn/", "https://www.chinaport.gov.cn/",
)  # fmt: skip


def test_every_rule_of_the_sheet_is_there() -> None:
    assert len(IDS) == len(set(IDS)) == 138
    assert [name for name in IDS if name not in BY_ID] == []


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_is_whole(rule: Rule) -> None:
    assert len(rule.title.split()) >= 4, "a whole sentence"
    assert not rule.title.endswith(".")
    assert any("\u4e00" <= char <= "\u9fff" for char in rule.title_zh)
    assert rule.checked_on <= TODAY
    for dated in rule.values:
        assert len(dated.reference.title) > 5
        assert dated.reference.href == "" or dated.reference.href.startswith(OFFICIAL)
    assert set(rule.places) <= ISO_COUNTRIES | set(GROUPS) | {ANYWHERE}
    assert rule.code == "" or rule.code in ENTRIES


def test_no_weak_rule_stops_anything() -> None:
    weak = [rule for rule in rules() if rule.confidence is Confidence.LOW]
    assert weak
    assert not [rule.id for rule in weak if Severity.BLOCK in rule.stages.values()]


def test_what_was_not_looked_up_is_at_most_medium() -> None:
    sure = [
        (rule.id, dated.reference.title)
        for rule in rules()
        if rule.confidence is Confidence.HIGH
        for dated in rule.values
        if "not looked up" in dated.reference.title or "weak" in dated.reference.title
    ]
    assert sure == []


def test_only_the_rules_of_the_platform_stop_an_order_as_it_comes_in() -> None:
    found = {rule.code for rule in rules() if rule.stages.get(Stage.PREFLIGHT) is Severity.BLOCK}
    assert found == {
        "PHONE_PREFIX_MISSING", "PHONE_INVALID", "POSTCODE_MISSING", "POSTCODE_FORMAT", "ADDRESS_INCOMPLETE",
        "RECIPIENT_TAX_ID_MISSING", "HS_CODE_MISSING", "ORIGIN_MISSING_OVER_50_USD", "BATTERY_DOCUMENT_MISSING",
        "COUNTRY_UNKNOWN",
    }  # fmt: skip


def value(name: str, on: date) -> object:
    dated = BY_ID[name].dated(on)
    return dated and dated.value


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("EU-06", date(2026, 7, 1), {"amount": 3, "currency": "EUR", "up_to": 150}),
        ("EU-06", date(2026, 6, 30), {"amount": 0, "currency": "EUR", "up_to": 150}),
        ("EU-06", date(2028, 7, 1), None),
        ("EU-08", date(2026, 6, 30), None),
        ("EU-08", date(2026, 10, 31), {"mandatory": False, "up_to": 150, "currency": "EUR"}),
        ("EU-08", date(2026, 11, 1), {"mandatory": True, "up_to": 150, "currency": "EUR"}),
        ("US-02", date(2025, 5, 1), {"exempt_up_to": 800, "currency": "USD"}),
        ("US-02", date(2025, 5, 2), {"exempt_up_to": 800, "currency": "USD", "none_for": ("CN", "HK")}),
        ("US-02", date(2025, 8, 29), {"exempt_up_to": 0, "currency": "USD"}),
        ("US-05", date(2026, 7, 23), {"percent": "10, by some sources 15"}),
        ("US-05", date(2026, 7, 24), None),
        ("TR-01", date(2026, 2, 6), {"cleared_by": ()}),
        ("DG-00", date(2026, 12, 31), {"edition": 67}),
        ("DG-00", date(2027, 1, 1), {"edition": 68}),
        ("RB-04", date(2025, 12, 31), {"days": 15, "years": 5}),
        ("RB-04", date(2026, 1, 1), {"days": 15, "years": 10}),
    ],
)
def test_history(name: str, on: date, expected: object) -> None:
    assert value(name, on) == expected


def test_the_phone_number_on_the_battery_mark_ends_with_2026() -> None:
    assert BY_ID["DG-06"].dated(date(2026, 12, 31)).value["with_phone"] is True
    assert BY_ID["DG-06"].dated(date(2027, 1, 1)).value["with_phone"] is False
