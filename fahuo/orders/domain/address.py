"""The recipient's address: complete, and its postcode in the country's form."""

from __future__ import annotations

from collections.abc import Iterator

from fahuo.orders.domain import codes
from fahuo.orders.domain.country_rules import CountryRules, rules
from fahuo.trade.address import Address
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.problem import Problem
from fahuo.trade.text import is_filler

KOSOVO = "XK"  # no ISO code of its own; carriers, libphonenumber and the address data all write XK


def problems(address: Address) -> Iterator[Problem]:
    """Yield everything that is missing or malformed in name, place and postcode."""
    if address.country not in ISO_COUNTRIES and address.country != KOSOVO:
        yield Problem(codes.COUNTRY_UNKNOWN, "address.country", address.country)
    country = rules(address.country)
    yield from _incomplete(address, country)
    yield from _postcode(address.postcode, country)


def postcode_problem(country: str, postcode: str) -> Problem | None:
    """Return what is wrong with the form of a postcode; none at all is fine here."""
    return next(_postcode(postcode, rules(country)), None) if postcode else None


def _incomplete(address: Address, country: CountryRules) -> Iterator[Problem]:
    parts = (
        ("name", address.name, True),
        ("street", address.street, True),
        ("city", address.city, country.city_required),
        ("province", address.province, country.province_required),
    )
    for field, text, required in parts:
        if required and is_filler(text):
            yield Problem(codes.ADDRESS_INCOMPLETE, f"address.{field}", text)


def _postcode(postcode: str, country: CountryRules) -> Iterator[Problem]:
    if not postcode:
        if country.postcode_required:
            yield Problem(codes.POSTCODE_MISSING, "address.postcode", country.postcode_examples)
    elif country.postcode and not country.postcode.fullmatch(postcode):
        yield Problem(codes.POSTCODE_FORMAT, "address.postcode", postcode)
