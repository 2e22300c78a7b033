"""Addresses: what a country requires, and the form of its postcode."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fahuo import compliance
from fahuo.compliance.address_forms import address_form
from fahuo.rulebook.rules import Stage
from fahuo.trade.address import Address
from fahuo.trade.country import ISO_COUNTRIES

HAMBURG = Address(
    name="Erika", country="DE", street="Jungfernstieg 1", city="Hamburg", postcode="20354", phone="+4915159729686"
)


def codes(**changes: str) -> list[tuple[str, str]]:
    recipient = replace(HAMBURG, **changes)
    found = compliance.problems(
        compliance.Case(recipient.country, recipient=recipient), stage=Stage.PREFLIGHT, on=date(2026, 11, 22)
    )
    return [
        (problem.code, problem.field) for problem in compliance.stopping(found) if problem.field != "address.tax_id"
    ]


def test_complete() -> None:
    assert codes() == []


@pytest.mark.parametrize("filler", ["", "-", ".", "N/A", "none"])
@pytest.mark.parametrize("part", ["name", "street", "city"])
def test_incomplete(part: str, filler: str) -> None:
    assert codes(**{part: filler}) == [("ADDRESS_INCOMPLETE", f"address.{part}")]


def test_every_missing_part_is_named() -> None:
    found = codes(name="", street="", city="-", postcode="")
    assert found == [
        ("ADDRESS_INCOMPLETE", "address.name"),
        ("ADDRESS_INCOMPLETE", "address.street"),
        ("ADDRESS_INCOMPLETE", "address.city"),
        ("POSTCODE_MISSING", "address.postcode"),
    ]


@pytest.mark.parametrize(
    ("country", "city", "province", "expected"),
    [
        ("JP", "", "Tokyo", []),  # Japan's data ask for no city
        ("US", "Miami", "", ["address.province"]),
        ("AE", "", "Dubai", []),
        ("GB", "", "", ["address.city"]),
        ("SG", "", "", []),
        ("XK", "", "", ["address.city"]),
    ],
)
def test_required_parts(country: str, city: str, province: str, expected: list[str]) -> None:
    examples = address_form(country).postcode_examples.split(",")
    found = codes(country=country, city=city, province=province, postcode=examples[0])
    assert [field for _, field in found] == expected


@pytest.mark.parametrize(
    ("country", "postcode", "problem"),
    [
        ("DE", "1966", "POSTCODE_FORMAT"),
        ("DE", "5008O", "POSTCODE_FORMAT"),
        ("DE", "٢٠٣٥٤", "POSTCODE_FORMAT"),  # intake writes digits in ASCII; what is left in another script is none
        ("JP", "160-0078", ""),
        ("JP", "1600078", ""),
        ("JP", "150006", "POSTCODE_FORMAT"),
        ("GB", "SW1A 1AA", ""),
        ("GB", "sw1a1aa", ""),
        ("GB", "SW1A 1AAXYZ", "POSTCODE_FORMAT"),  # the library's own pattern lets this pass
        ("US", "00744-1959", ""),
        ("US", "00744-19", "POSTCODE_FORMAT"),
        ("CA", "r3b 5s7", ""),
        ("NL", "3016RT", ""),
        ("PE", "LIMA 15", ""),
        ("CL", "", ""),
        ("CL", "-", "POSTCODE_FORMAT"),
        ("AE", "whatever", ""),  # no postcodes there
        ("IE", "A65 F4E2", ""),
    ],
)
def test_postcode(country: str, postcode: str, problem: str) -> None:
    found = codes(country=country, postcode=postcode, province="x")
    assert [code for code, _ in found] == ([problem] if problem else [])


@pytest.mark.parametrize("country", sorted(ISO_COUNTRIES | {"XK"}))
def test_every_country_takes_its_own_examples(country: str) -> None:
    for example in address_form(country).postcode_examples.split(","):
        assert codes(country=country, postcode=example.strip(), province="x") == []


@pytest.mark.parametrize("country", ["", "XX", "OTHER", "../de", "ZZ", "ALL"])
def test_unknown_country(country: str) -> None:
    assert codes(country=country) == [("COUNTRY_UNKNOWN", "address.country")]
