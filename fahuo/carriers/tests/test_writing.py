"""Parties and values for carriers that take Latin letters and one currency."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fahuo.carriers.errors import Refused
from fahuo.carriers.tests.stage import HAMBURG, PHONE_CASE, Scene, booking, play
from fahuo.carriers.writing import Room, city_of, in_latin, latin_problems
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack

ROOM = Room(name=20, company=20, city=10, line=20, lines=2)
EURO_CASE = replace(PHONE_CASE, unit_value=Money(Decimal("4.50"), "EUR"))


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, []),
        ({"name": "林小雅"}, [("NAME_NOT_LATIN", "sender.name")]),
        ({"name": ""}, [("CARRIER_NEEDS_FIELD", "sender.name")]),
        ({"company": "A" * 21}, [("ADDRESS_TOO_LONG", "sender.company")]),
        ({"city": "", "province": ""}, [("CARRIER_NEEDS_FIELD", "sender.city")]),
        ({"city": "", "province": "", "country": "SG"}, []),
        ({"street": "", "street2": ""}, [("CARRIER_NEEDS_FIELD", "sender.street")]),
        ({"street": "Long Road " * 5, "street2": ""}, [("ADDRESS_TOO_LONG", "sender.street")]),
        ({"street2": "Улица 1"}, [("ADDRESS_NOT_LATIN", "sender.street")]),
    ],
)
def test_what_cannot_be_written_is_named(changes: dict[str, str], problems: list[tuple[str, str]]) -> None:
    found = latin_problems(replace(HAMBURG, **changes), "sender", ROOM)  # type: ignore[arg-type]
    assert [(problem.code, problem.field) for problem in found] == problems


def test_marks_go_and_nothing_else() -> None:
    latin = in_latin(replace(HAMBURG, street2="Łódzka 1"))
    assert (latin.name, latin.street, latin.street2) == ("Jurgen Gross", "Reeperbahn 154", "Lodzka 1")
    assert city_of(replace(HAMBURG, country="HK", city="", province="")) == "Hong Kong"


@pytest.mark.parametrize("code", ["ups", "dhl_express", "sf_fengqiao", "sf_international"])
def test_values_in_two_currencies_are_refused_at_their_line(code: str) -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(Refused) as caught:
            await scene.carrier.create(booking(code, parcel=pack((PHONE_CASE, EURO_CASE))))
        told = {(problem.code, problem.field) for problem in caught.value.problems}
        assert ("CURRENCY_UNSUPPORTED", "lines[1].unit_value") in told
        assert scene.held == []

    play(code, story)
