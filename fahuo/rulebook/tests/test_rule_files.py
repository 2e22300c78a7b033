"""A rule file that is not as it should be is refused whole, with the place named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fahuo.rulebook import UnknownRule
from fahuo.rulebook.rules import Stage, rule, rule_from
from fahuo.rulebook.strict_yaml import FileError
from fahuo.trade.problem import Severity

SOURCE = {"title": "Official Journal"}
RIGHT: dict[str, Any] = {
    "id": "EU-06", "title": "Duty on parcels", "title_zh": "关税", "places": ["EU", "CH"],
    "check": "duty", "code": "DUTY_DUE", "stages": {"ROUTING": "NOTE"}, "confidence": "HIGH",
    "checked_on": date(2026, 11, 22),
    "values": {
        date(2026, 7, 1): {"value": 3, "reference": SOURCE}, date(2028, 7, 1): {"value": None, "reference": SOURCE},
    },
}  # fmt: skip


def changed(**changes: Any) -> dict[str, Any]:
    return {key: value for key, value in {**RIGHT, **changes}.items() if value != "left out"}


def valued(*values: Any) -> dict[date, Any]:
    return {date(2026, 1, day): {"value": value, "reference": SOURCE} for day, value in enumerate(values, 1)}


def test_a_right_one() -> None:
    found = rule_from("europe", RIGHT)
    assert found.stages == {Stage.ROUTING: Severity.NOTE}
    assert found.dated(date(2026, 6, 30)) is None
    assert found.dated(date(2026, 7, 1)).value == 3  # type: ignore[union-attr]
    assert found.dated(date(2028, 7, 1)) is None


def test_numbers_with_a_point_and_without_are_of_one_type() -> None:
    assert len(rule_from("europe", changed(values=valued(3, Decimal("3.50")))).values) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "left out"}, "missing"),
        ({"sort": "law"}, "unknown"),
        ({"id": "eu-6"}, "written as"),
        ({"title": " "}, "both languages"),
        ({"checked_on": "2026-11-22"}, "is a day"),
        ({"places": ["EU", "ENGLAND"]}, "ENGLAND"),
        ({"places": "EU"}, "places are"),
        ({"not_in": ["UK"]}, "UK"),
        ({"stages": {"BOOKING": "NOTE"}}, "BOOKING"),
        ({"stages": {"ROUTING": "STOP"}}, "STOP"),
        ({"confidence": "SURE"}, "SURE"),
        ({"confidence": "LOW", "stages": {"ROUTING": "BLOCK"}}, "low confidence"),
        ({"code": "left out"}, "needs a code"),
        ({"check": "left out"}, "need a check"),
        ({"stages": "left out"}, "needs a code"),
        ({"values": {}}, "at least one date"),
        ({"values": {"2026-01-01": {"value": 1, "reference": SOURCE}}}, "must be a date"),
        ({"values": dict(reversed(list(valued(1, 2).items())))}, "oldest first"),
        ({"values": valued(1, "2")}, "one type"),
        ({"values": valued(*[True, 1])}, "one type"),
        ({"values": valued(None)}, "one type"),
        ({"values": {date(2026, 1, 1): {"value": 1}}}, "reference"),
        ({"values": {date(2026, 1, 1): {"value": 1, "reference": {"href": "https://eur-lex.europa.eu/"}}}}, "title"),
    ],
)
def test_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(FileError, match=said):
        rule_from("europe", changed(**changes))


def test_a_rule_by_its_id() -> None:
    assert rule("EU-06").name("zh-hans") != rule("EU-06").name("en")
    with pytest.raises(UnknownRule):
        rule("EU-99")
