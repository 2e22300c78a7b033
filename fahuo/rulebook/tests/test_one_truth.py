"""A limit stands once; where prices or forms must repeat one, it is the rule's on every day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fahuo import rulebook
from fahuo.compliance.address_forms import address_form
from fahuo.compliance.rules import destinations
from fahuo.rulebook.rules import rule

DAYS = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 11, 22), date(2028, 6, 30)]


@pytest.mark.parametrize("on", DAYS)
def test_prices_collect_tax_up_to_the_limits_of_the_rules(on: date) -> None:
    taxes, members = rulebook.value("customs.import_tax", on=on), rulebook.value("destinations.eu_members", on=on)
    for place, name in [*((member, "EU-01") for member in members), ("GB", "GB-01"), ("AU", "AU-01")]:
        limit = rule(name).dated(on).value  # type: ignore[union-attr]
        priced = taxes[place]
        assert (Decimal(priced["at_sale_up_to"]), priced["currency"]) == (limit["up_to"], limit["currency"]), place


@pytest.mark.parametrize("on", DAYS)
def test_prices_charge_the_duty_of_the_rule(on: date) -> None:
    due, duties = rule("EU-06").dated(on).value, rulebook.value("customs.duty", on=on)  # type: ignore[union-attr]
    for member in rulebook.value("destinations.eu_members", on=on):
        priced = duties.get(member, {})
        assert priced.get("per_subheading", 0) == due["amount"], member
        if priced:
            assert (priced["up_to"], priced["currency"]) == (due["up_to"], due["currency"])


def test_the_same_limit_in_two_rules_of_a_union() -> None:
    """150 EUR bound the number, the tax, the flat duty and the identifiers; they change together or a test says so."""
    on = DAYS[2]
    limits = {name: rule(name).dated(on).value["up_to"] for name in ("EU-01", "EU-01A", "EU-06", "EU-08")}  # type: ignore[union-attr]
    assert set(limits.values()) == {Decimal(150)}


@pytest.mark.parametrize("country", ["DE", "JP"])
def test_the_digits_that_sellers_are_told_are_those_of_the_form(country: str) -> None:
    digits = rule("SD-04").dated(DAYS[2]).value[country]  # type: ignore[union-attr]
    form = address_form(country).postcode
    assert form is not None
    assert [length for length in range(1, 12) if form.fullmatch("1" * length)] == [digits]


def test_who_needs_an_eori_is_asked_of_the_rule() -> None:
    members = set(rulebook.value("destinations.eu_members", on=DAYS[2]))
    assert destinations("EU-03", DAYS[2]) == destinations("SD-07", DAYS[2]) == members
    assert destinations("EU-03", date(2021, 6, 30)) == frozenset()  # the rule is not in force yet
    assert "destinations.eori_needed" not in rulebook.names()
