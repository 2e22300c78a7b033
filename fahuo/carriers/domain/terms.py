"""What may stand in a contract's terms, and when its end is near."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import fields
from datetime import date, timedelta

from fahuo.compliance.identifiers.trade import eori_formed
from fahuo.rulebook import book
from fahuo.trade.contract import ContractTerms
from fahuo.trade.problem import Problem

MOST_PARCELS_A_DAY = 1_000_000
MOST_PARCELS_A_MONTH = 10_000_000
MOST_PICKUP_AREAS = 100
LONGEST_AREA = 60


def term_problems(terms: ContractTerms, offered: Collection[str]) -> list[Problem]:
    """Return what is wrong with the terms; `offered` are the codes of the carrier's services."""
    wrong = [("services", code) for code in sorted(terms.services.difference(offered))]
    if terms.eori and not eori_formed(terms.eori):
        wrong.append(("eori", terms.eori))
    if terms.valid_from and terms.valid_until and terms.valid_until <= terms.valid_from:
        wrong.append(("valid_until", f"{terms.valid_until} is not after {terms.valid_from}"))
    if terms.daily_capacity is not None and not 0 <= terms.daily_capacity <= MOST_PARCELS_A_DAY:
        wrong.append(("daily_capacity", str(terms.daily_capacity)))
    if not 0 <= terms.expected_this_month <= MOST_PARCELS_A_MONTH:
        wrong.append(("expected_this_month", str(terms.expected_this_month)))
    if terms.cut_off is not None and terms.cut_off.tzinfo is not None:
        wrong.append(("cut_off", terms.cut_off.isoformat()))
    wrong += [("pickup_areas", area) for area in terms.pickup_areas if not 0 < len(area.strip()) <= LONGEST_AREA]
    if len(terms.pickup_areas) > MOST_PICKUP_AREAS:
        wrong.append(("pickup_areas", f"{len(terms.pickup_areas)} areas"))
    return [Problem("TERMS_INVALID", field, detail) for field, detail in wrong]


def fingerprint(terms: ContractTerms) -> str:
    """Return a short text that differs when anything that was agreed differs, to see whether somebody else wrote."""
    written = [
        (field.name, sorted(value) if isinstance(value := getattr(terms, field.name), frozenset) else value)
        for field in fields(terms)
    ]
    return hashlib.sha256(repr(written).encode()).hexdigest()[:16]


def rings_before(on: date) -> timedelta:
    """Return how long before its end a contract is said to end soon."""
    return timedelta(days=int(book.value("alerts.contract_ending", on=on)["days"]))
