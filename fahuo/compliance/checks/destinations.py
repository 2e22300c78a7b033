"""What destinations ask of a parcel: numbers, duties, services and values (EU, GB, US, NO and others)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo import rulebook
from fahuo.compliance.amounts import exceeds, exceeds_by
from fahuo.compliance.case import Case
from fahuo.compliance.identifiers import Found, judge, named, normalise
from fahuo.rulebook.rules import GROUPS
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem

_PO_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b|\bpost(?:al)? box\b|\bapartado\b|\bcaixa postal\b|邮政信箱", re.IGNORECASE)


def ioss_over_limit(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """An IOSS number is not used above its limit (EU-01)."""
    if not case.numbers.ioss or not exceeds(case, _limit(value)):
        return ()
    return (Problem(code, "numbers.ioss", f"{case.value} > {_limit(value)}"),)


def ioss_missing(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Up to the limit the data name an IOSS number (EU-01)."""
    if case.numbers.ioss or case.platform_ioss or exceeds(case, _limit(value)) is not False:
        return ()
    return (Problem(code, "numbers.ioss", f"≤ {_limit(value)}"),)


def ioss_of_platform(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """What a platform sold goes under the platform's number (EU-05)."""
    ours, theirs = normalise(case.numbers.ioss), normalise(case.platform_ioss)
    return (Problem(code, "numbers.ioss"),) if ours and theirs and ours != theirs else ()


def number_formed(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """A number that is given has the form of its kind, and of its issuer; `value`: which number, and what will do."""
    number = getattr(case.numbers, value["number"])
    if not number or (judge(number, value["kinds"]) is Found.RIGHT and _issued_right(number, value, on)):
        return ()
    return (Problem(code, f"numbers.{value['number']}", named(value["kinds"])),)


def eori_missing(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The importer's number is there, by contract or published by the carrier (EU-03); silent before a service is."""
    if case.service is None or case.numbers.eori or case.service.eori:
        return ()
    return (Problem(code, "service", case.service.key),)


def tax_number_missing(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Up to a value the tax was collected at the sale, and the data say under which number (GB-01, NO-01, AU-01)."""
    if case.numbers.vat:
        return ()
    if value.get("each") == "item":
        below = Money(Decimal(value["below"]), value["currency"])
        return (Problem(code, "numbers.vat", f"< {below}"),) if _each_below(case, below) else ()
    limit = _limit(value)
    return (Problem(code, "numbers.vat", f"≤ {limit}"),) if exceeds(case, limit) is False else ()


def duty_due(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Duty or tax is due above a value; `none_for`: origins, `not_for`: HS chapters that never go free."""
    if case.value is None or case.value.amount <= 0:
        return ()
    limit = Money(Decimal(value["exempt_up_to"]), value["currency"])
    above = exceeds(case, limit)
    if not above and not _never_free(case, value):
        return ()
    return (Problem(code, "value", f"{case.value} > {limit}" if above and limit.amount else str(case.value)),)


def duty_per_subheading(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """An amount is due for each distinct subheading (EU-06); above the limit the tariff's own duty."""
    if case.value is None:
        return ()
    above = exceeds(case, Money(Decimal(value["up_to"]), value["currency"]))
    if above:
        return (Problem(code, "value", f"{case.value} > {value['up_to']} {value['currency']}"),)
    codes = {line.hs_code[:6] for line in case.lines if line.hs_code}
    if above is None or not codes or not value["amount"]:
        return ()
    due = Money(value["amount"] * len(codes), value["currency"])
    return (Problem(code, "lines", f"{len(codes)} × {value['amount']} = {due}"),)


def product_identifiers(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Small parcels name SKU and model of every line once that is mandatory (EU-08)."""
    if not value["mandatory"] or exceeds(case, _limit(value)) is not False:
        return
    for line in case.ordered:
        if line.goods and not (line.goods.sku and line.goods.model):
            yield Problem(code, f"lines[{line.position}].model", line.sku)


def ddp_missing(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The service delivers duties paid (US-01); silent while nobody knows whether it does."""
    if case.ddp is not False:
        return ()
    return (Problem(code, "service", case.service.key if case.service else ""),)


def ddp_advised(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Without duties paid the parcel will wait for its recipient."""
    return (Problem(code, "service"),) if case.ddp is False else ()


def value_over(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The declared value is within what the clearance takes; `by: post` asks of postal parcels only (US-04, BR-02)."""
    if (value.get("by") == "post" and not case.postal) or not exceeds(case, _limit(value)):
        return ()
    return (Problem(code, "value", f"{case.value} > {_limit(value)}"),)


def clearance_missing(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Where no simplified clearance is left, only services that are known to clear fully will do (TR-01)."""
    services = value.get("cleared_by")
    if services is None or case.service is None or case.service.key in services:
        return ()
    return (Problem(code, "service", case.service.key),)


def origin_missing(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Every line names its origin, whatever its value (US-07)."""
    for line in case.ordered:
        if line.goods and not line.goods.origin:
            yield Problem(code, f"lines[{line.position}].origin", line.sku)


def sender_incomplete(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A sender in mainland China has a name, a street and a postcode that customs abroad believe (US-08)."""
    if case.sender is None or case.sender.country != "CN":
        return
    if not re.fullmatch(value["pattern"], case.sender.postcode.strip()):
        yield Problem(code, "sender.postcode", case.sender.postcode)
    if not case.sender.street.strip() or _PO_BOX.search(case.sender.street):
        yield Problem(code, "sender.street")
    if not (case.sender.company or case.sender.name).strip():
        yield Problem(code, "sender.name")


def sender_region(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The sender's postcode lies where proof is asked for (US-08)."""
    sender = case.sender
    if sender is None or sender.country != "CN" or not sender.postcode.startswith(value["postcode_starts"]):
        return ()
    return (Problem(code, "sender.postcode", sender.postcode),)


def maker_code(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Name and city of the sender hold Latin letters, of which a maker's code can be built (US-09)."""
    if case.sender is None or maker_identification(
        case.sender.company or case.sender.name, case.sender.street, case.sender.city
    ):
        return ()
    return (Problem(code, "sender.name"),)


def maker_identification(name: str, street: str, city: str) -> str:
    """Return the maker's identification (MID) of a firm in China, empty while a part of it has no Latin letters.

    Country, three letters of the first two words of the name, up to four digits of the largest number of the street,
    three letters of the city (19 CFR part 102, appendix; from general knowledge).
    """
    words = re.findall(r"[A-Z0-9]+", name.upper().replace("'", "").replace("&", ""))
    town = re.sub(r"[^A-Z]", "", city.upper())
    if not words or not town:
        return ""
    numbers = sorted(re.findall(r"[0-9]+", street), key=int)
    return f"CN{''.join(word[:3] for word in words[:2])}{numbers[-1][:4] if numbers else ''}{town[:3]}"


def phone_form(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """A phone with a prefix has the country's form (US-13)."""
    phone = re.sub(r"[^+0-9]", "", case.recipient.phone) if case.recipient else ""
    if not phone.startswith("+") or re.fullmatch(value["pattern"], phone):
        return ()
    return (Problem(code, "address.phone"),)


def _limit(value: Any) -> Money:
    return Money(Decimal(value["up_to"]), value["currency"])


def _never_free(case: Case, value: Any) -> bool:
    """Tell whether a line is of an origin or a chapter that the exemption leaves out."""
    origins, chapters = value.get("none_for", ()), value.get("not_for", ())
    return any(line.origin in origins or line.hs_code[:2] in chapters for line in case.lines)


def _each_below(case: Case, limit: Money) -> bool:
    """Tell whether every single item is worth something below a limit; not while a rate is missing."""
    over = [exceeds_by(case, line.unit_value, limit) for line in case.lines if line.unit_value.amount > 0]
    return len(over) == len(case.lines) > 0 and all(by is not None and by < 0 for by in over)


def _issued_right(number: str, value: Any, on: date) -> bool:
    """Tell whether a number begins with a country that issues such numbers; any does where a rule names none."""
    groups = value.get("issued_by", ())
    issuers = {*value.get("or_by", ()), *(one for name in groups for one in rulebook.value(GROUPS[name], on=on))}
    return not issuers or normalise(number)[:2] in issuers


CHECKS: Mapping[str, Any] = {
    "ioss_over_limit": ioss_over_limit,
    "ioss_missing": ioss_missing,
    "ioss_of_platform": ioss_of_platform,
    "number_formed": number_formed,
    "eori_missing": eori_missing,
    "tax_number_missing": tax_number_missing,
    "duty_due": duty_due,
    "duty_per_subheading": duty_per_subheading,
    "product_identifiers": product_identifiers,
    "ddp_missing": ddp_missing,
    "ddp_advised": ddp_advised,
    "value_over": value_over,
    "clearance_missing": clearance_missing,
    "origin_missing": origin_missing,
    "sender_incomplete": sender_incomplete,
    "sender_region": sender_region,
    "maker_code": maker_code,
    "phone_form": phone_form,
}
