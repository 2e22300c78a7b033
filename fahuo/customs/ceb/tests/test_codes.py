"""Codes of JGS-20, and HS codes as modes state them. Codes here were compared with real traffic, not with the table."""

from __future__ import annotations

import re

import pytest

from fahuo.customs.ceb import codes, modes
from fahuo.customs.ceb.tests.papers import AT
from fahuo.customs.ceb.values import day, kilograms, moment


@pytest.mark.parametrize(("iso", "code"), [("US", "502"), ("DE", "304"), ("BR", "410"), ("KR", "133"), ("GB", "303")])
def test_countries(iso: str, code: str) -> None:
    assert codes.country(iso) == code


@pytest.mark.parametrize(("iso", "code"), [("CNY", "142"), ("USD", "502"), ("EUR", "300"), ("GBP", "303")])
def test_currencies(iso: str, code: str) -> None:
    assert codes.currency(iso) == code


@pytest.mark.parametrize(
    ("name", "code"), [("个", "007"), ("双", "025"), ("千克", "035"), ("盒", "140"), ("140", "140")]
)
def test_units(name: str, code: str) -> None:
    assert codes.unit(name) == code


@pytest.mark.parametrize(
    ("ask", "key"), [(codes.country, "XX"), (codes.currency, "RUB"), (codes.currency, "usd"), (codes.unit, "一打")]
)
def test_nothing_is_guessed(ask: object, key: str) -> None:
    with pytest.raises(codes.UnknownCode):
        ask(key)  # type: ignore[operator]


def test_no_two_names_share_a_code_and_all_have_their_form() -> None:
    for table in (codes.COUNTRIES, codes.CURRENCIES):
        assert len(set(table.values())) == len(table)
        assert all(re.fullmatch("[0-9]{3}", code) for code in table.values())
    assert len(codes.UNIT_CODES) == len(codes.UNITS)
    assert set(codes.WRAPPING) == set("1234567")


@pytest.mark.parametrize(
    ("given", "mode", "flag", "stated"),
    [
        ("6115950019", "9610", "B", "6115950019"),
        ("6115.95.00.19", "9610", "B", "6115950019"),
        ("6115950019", "9610", "A", "6115000000"),
        ("6115", "9610", "A", "6115000000"),
        ("611595", "9710", "A", "6115950000"),
        ("6115950019", "9810", "A", "6115950000"),
    ],
)
def test_an_hs_code_as_its_mode_states_it(given: str, mode: str, flag: str, stated: str) -> None:
    assert modes.gcode(given, trade_mode=mode, statistics_flag=flag) == stated


@pytest.mark.parametrize(
    ("given", "mode", "flag"),
    [
        ("611595", "9610", "B"),
        ("6115", "9710", "A"),
        ("", "9610", "A"),
        ("61159500191", "9610", "B"),
        ("６１１５", "9610", "A"),
    ],
)
def test_digits_are_never_made_up(given: str, mode: str, flag: str) -> None:
    with pytest.raises(ValueError, match="digits are wanted"):
        modes.gcode(given, trade_mode=mode, statistics_flag=flag)


def test_times_and_weights() -> None:
    assert moment(AT) == "20260302120506"
    assert day(AT.date()) == "20260302"
    assert str(kilograms(1234)) == "1.234"
