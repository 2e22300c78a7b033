"""The recipient's address and phone: complete, and in the form of the country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fahuo.compliance.address_forms import address_form
from fahuo.compliance.case import Case
from fahuo.compliance.phone import Heard, judge
from fahuo.trade.address import Address
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.problem import Problem
from fahuo.trade.text import is_filler

KOSOVO = "XK"  # no ISO code of its own; carriers, libphonenumber and the address data all write XK
POSTCODE_FORMAT = "POSTCODE_FORMAT"


def country_known(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The country of the recipient is one (AD-02)."""
    if case.recipient is None or case.recipient.country in ISO_COUNTRIES or case.recipient.country == KOSOVO:
        return ()
    return (Problem(code, "address.country", case.recipient.country),)


def address_complete(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Name, street and what else the country requires are there, and not only a filler (AD-04)."""
    if case.recipient is None:
        return ()
    missing = [(field, text) for field, text in _required(case.recipient) if is_filler(text)]
    return [Problem(code, f"address.{field}", text) for field, text in missing]


def postcode_given(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """A country that requires a postcode has one (AD-04)."""
    if case.recipient is None or case.recipient.postcode:
        return ()
    form = address_form(case.recipient.country)
    return (Problem(code, "address.postcode", form.postcode_examples),) if form.postcode_required else ()


def postcode_formed(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The whole of a postcode has the form of its country (AD-03)."""
    if case.recipient is None:
        return ()
    problem = postcode_problem(case.recipient.country, case.recipient.postcode, code)
    return (problem,) if problem else ()


def postcode_problem(country: str, postcode: str, code: str = POSTCODE_FORMAT) -> Problem | None:
    """Return what is wrong with the form of a postcode; none at all is fine here."""
    form = address_form(country).postcode
    if not postcode or form is None or form.fullmatch(postcode):
        return None
    return Problem(code, "address.postcode", postcode)


def phone_prefix(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The phone carries a country's calling code (SD-03)."""
    return _phone(case, code, Heard.NO_PREFIX)


def phone_valid(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The phone is a number that its country has assigned (AD-01)."""
    return _phone(case, code, Heard.INVALID)


def _phone(case: Case, code: str, wrong: Heard) -> Iterable[Problem]:
    if case.recipient is None or judge(case.recipient.phone)[1] is not wrong:
        return ()
    return (Problem(code, "address.phone", case.recipient.phone),)


def _required(address: Address) -> Iterable[tuple[str, str]]:
    return [(field, getattr(address, field)) for field in address_form(address.country).required]


CHECKS: Mapping[str, Any] = {
    "country_known": country_known,
    "address_complete": address_complete,
    "postcode_given": postcode_given,
    "postcode_formed": postcode_formed,
    "phone_prefix": phone_prefix,
    "phone_valid": phone_valid,
}
