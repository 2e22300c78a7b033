"""The recipient's own number where the destination's customs ask for one (§3.9 of the sheets of customs brokers)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo.compliance.amounts import exceeds
from fahuo.compliance.case import Case
from fahuo.compliance.identifiers import Found, judge, named
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem

FIELD = "address.tax_id"
INVALID = "RECIPIENT_TAX_ID_INVALID"


def recipient_number(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The recipient's number is there and right; `value` has its kinds, or `kinds` with `above` in `currency`.

    Where it is asked for only above a value, a number that is given is judged below it as well.
    """
    if case.recipient is None:
        return ()
    names = kinds(value, case.destination)
    found = judge(case.recipient.tax_id, names)
    if found is Found.MISSING:
        return (Problem(code, FIELD, case.destination),) if _asked(case, value) else ()
    return (Problem(INVALID, FIELD, named(names)),) if found is Found.WRONG else ()


def recipient_number_names_somebody(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The number is not one that the tax office gives to nobody in particular."""
    if case.recipient is None or not case.recipient.tax_id:
        return ()
    return (Problem(code, FIELD, named(value)),) if judge(case.recipient.tax_id, value) is Found.GENERIC else ()


def recipient_number_formed(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """A number that is given is right; none at all is fine."""
    if case.recipient is None or not case.recipient.tax_id:
        return ()
    names = kinds(value, case.destination)
    return (Problem(code, FIELD, named(names)),) if judge(case.recipient.tax_id, names) is Found.WRONG else ()


def kinds(value: Any, destination: str) -> tuple[str, ...]:
    """Return the kinds of number that a rule takes: one list for all its places, or one for each of them."""
    if not isinstance(value, Mapping):
        return tuple(value)
    return tuple(value[destination] if destination in value else value["kinds"])


def _asked(case: Case, value: Any) -> bool:
    if not isinstance(value, Mapping) or "above" not in value:
        return True
    return exceeds(case, Money(Decimal(value["above"]), value["currency"])) is True


CHECKS: Mapping[str, Any] = {
    "recipient_number": recipient_number,
    "recipient_number_formed": recipient_number_formed,
    "recipient_number_names_somebody": recipient_number_names_somebody,
}
