"""The terms of a mapping as parts of a rate sheet. What must be chosen and was not is blamed, never assumed."""

from __future__ import annotations

from collections.abc import Mapping as Table
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from fahuo.rating.domain.sheet import (
    Basis,
    DdpTerms,
    Discount,
    Insurance,
    Oversize,
    Peak,
    Premium,
    Rebate,
    RebateMode,
    ReturnLabel,
)
from fahuo.rating.importing.faults import Faults
from fahuo.rating.importing.mapping import NO_FEE, NOT_SERVED, RULE_BOOK, Terms
from fahuo.trade.cargo import CargoClass


def parts(terms: Terms, *, valid_from: date, faults: Faults) -> dict[str, Any]:
    """Return the parts of a `RateSheet` that follow from the terms alone."""
    return {
        "fuel": _fuel(terms, valid_from, faults),
        "premiums": _premiums(terms, faults),
        "ddp": DdpTerms() if terms.ddp is None else _ddp(terms),
        "oversize": tuple(
            Oversize(term.fee, term.over_side_mm, term.over_girth_mm, term.over_weight_g) for term in terms.oversize
        ),
        "peak": tuple(
            Peak(term.since, term.until, term.percent, term.fixed, frozenset(term.zones)) for term in terms.peak
        ),
        "insurance": terms.insurance
        and Insurance(
            terms.insurance.included, terms.insurance.percent, terms.insurance.minimum, terms.insurance.up_to
        ),
        "return_label": terms.return_label and ReturnLabel(terms.return_label.fee, terms.return_label.always),
        "discount": terms.discount and Discount(terms.discount.percent, _basis(terms.discount.of, "discount", faults)),
        "rebate": _rebate(terms, faults),
    }


def remote_fees(
    terms: Terms, areas: Table[str, str], served: frozenset[str], faults: Faults
) -> dict[str, Decimal | None]:
    """Return the fee of every rule-book area of the countries served; one without a fee and a choice is blamed."""
    found: dict[str, Decimal | None] = {}
    for code, country in areas.items():
        if country not in served:
            continue
        said = terms.remote_areas.get(code) or terms.other_remote_areas
        if said == NOT_SERVED:
            found[code] = None
        elif said == NO_FEE:
            found[code] = Decimal(0)
        elif (fee := _money(said)) is not None:
            found[code] = fee
        else:
            missing = "SHEET_TERM" if said else "SHEET_CHOICE"
            faults.term(f"terms.remote_areas.{code}" if said else "terms.other_remote_areas", missing, said or code)
    for code in terms.remote_areas.keys() - areas.keys():
        faults.term(f"terms.remote_areas.{code}", "SHEET_TERM", code)
    return found


def _money(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _fuel(terms: Terms, valid_from: date, faults: Faults) -> tuple[tuple[date, Decimal], ...]:
    if not terms.fuel:
        faults.term("terms.fuel", "SHEET_CHOICE")
    found = tuple((step.since or valid_from, step.percent) for step in terms.fuel)
    # Steps that ended before the sheet begins say nothing about it; the last of them holds at its beginning.
    before = [step for step in found if step[0] <= valid_from]
    later = tuple(step for step in found if step[0] > valid_from)
    return (((valid_from, before[-1][1]),) if before else ()) + later


def _premiums(terms: Terms, faults: Faults) -> dict[CargoClass, Premium] | None:
    if isinstance(terms.premiums, str):
        if terms.premiums != RULE_BOOK:
            faults.term("terms.premiums", "SHEET_TERM" if terms.premiums else "SHEET_CHOICE", terms.premiums)
        return None
    found = {}
    for name, premium in terms.premiums.items():
        if name not in set(CargoClass):
            faults.term(f"terms.premiums.{name}", "SHEET_TERM", name)
        else:
            found[CargoClass(name)] = Premium(premium.percent, premium.fixed)
    return found


def _ddp(terms: Terms) -> DdpTerms:
    assert terms.ddp is not None
    return DdpTerms(frozenset(terms.ddp.countries), terms.ddp.handling, terms.ddp.advance_percent)


def _basis(name: str, term: str, faults: Faults) -> Basis:
    if name not in set(Basis):
        faults.term(f"terms.{term}.of", "SHEET_TERM", name)
        return Basis.BASE
    return Basis(name)


def _rebate(terms: Terms, faults: Faults) -> Rebate | None:
    if terms.rebate is None:
        return None
    if terms.rebate.mode not in set(RebateMode):
        faults.term("terms.rebate.mode", "SHEET_TERM", terms.rebate.mode)
        return None
    return Rebate(terms.rebate.tiers, RebateMode(terms.rebate.mode), _basis(terms.rebate.of, "rebate", faults))
