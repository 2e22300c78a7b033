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
        "ddp": _ddp(terms, faults),
        "oversize": tuple(
            Oversize(term.fee, term.over_side_mm, term.over_girth_mm, term.over_weight_g) for term in terms.oversize
        ),
        "peak": _peak(terms, faults),
        "insurance": _insurance(terms, faults),
        "return_label": _return_label(terms, faults),
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
            if premium.percent <= 0 and premium.fixed <= 0:
                faults.term(f"terms.premiums.{name}", "SHEET_TERM_INCOMPLETE", "percent > 0 | fixed > 0")
            found[CargoClass(name)] = Premium(premium.percent, premium.fixed)
    return found


def _peak(terms: Terms, faults: Faults) -> tuple[Peak, ...]:
    for number, term in enumerate(terms.peak, 1):
        if term.percent <= 0 and term.fixed <= 0:
            faults.term(f"terms.peak.{number}", "SHEET_TERM_INCOMPLETE", "percent > 0 | fixed > 0")
    return tuple(Peak(term.since, term.until, term.percent, term.fixed, frozenset(term.zones)) for term in terms.peak)


def _insurance(terms: Terms, faults: Faults) -> Insurance | None:
    """Insurance costs a percentage, or it ends where the part that is included ends; nothing is insured for free."""
    held = terms.insurance
    if held is None:
        return None
    included_only = held.up_to is not None and held.up_to == held.included > 0
    if held.percent <= 0 and not included_only:
        faults.term("terms.insurance", "SHEET_TERM_INCOMPLETE", "percent > 0 | up_to = included > 0")
    return Insurance(held.included, held.percent, held.minimum, held.up_to)


def _return_label(terms: Terms, faults: Faults) -> ReturnLabel | None:
    held = terms.return_label
    if held is None:
        return None
    if held.fee <= 0:
        faults.term("terms.return_label.fee", "SHEET_TERM_INCOMPLETE", "fee > 0")
    return ReturnLabel(held.fee, held.always)


def _ddp(terms: Terms, faults: Faults) -> DdpTerms:
    if terms.ddp is None:
        return DdpTerms()
    if not terms.ddp.countries:  # handling typed, but not to where: it would never be asked
        faults.term("terms.ddp.countries", "SHEET_TERM")
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
