"""Duty and tax that a carrier advances when it delivers duties paid (DDP)."""

from __future__ import annotations

from decimal import Decimal

from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.cents import percent, rounded, shown
from fahuo.rating.domain.rules import Duty
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.domain.surcharges import share
from fahuo.trade.charge import Charge, ChargeKind
from fahuo.trade.money import Money, total
from fahuo.trade.problem import Problem


def duties_paid(sheet: RateSheet, case: Case) -> tuple[Charge, ...] | Problem:
    """Return duty, tax and handling in the sheet's currency, or what is missing to reckon them."""
    country, rules = case.request.country, case.rules
    if country not in rules.duties or country not in rules.import_taxes:
        return Problem(codes.NO_DUTY_RATE, "address.country", country)
    if case.yuan is None:
        return Problem(codes.NO_EXCHANGE_RATE, "parcel.value", case.value.currency)
    if not case.yuan:  # duty of nothing would be no price but a gap
        return Problem(codes.DECLARED_VALUE_MISSING, "parcel.value", country)
    if sheet.currency not in case.advanced:
        case.advanced[sheet.currency] = _duty_and_tax(case, case.yuan, sheet.currency)
    advanced = case.advanced[sheet.currency]
    handling = _handling(sheet, sum((charge.amount.amount for charge in advanced), Decimal(0)))
    return (*advanced, handling) if handling.amount.amount else advanced


def _duty_and_tax(case: Case, yuan: Decimal, currency: str) -> tuple[Charge, ...]:
    rules, country = case.rules, case.request.country
    value = rules.convert(case.value, currency)
    duty = _duty(case, rules.duties[country], yuan, currency)
    tax_rule = rules.import_taxes[country]
    if yuan <= rules.in_yuan(tax_rule.at_sale_up_to):  # the platform collected the tax from the buyer
        return (duty,) if duty.amount.amount else ()
    tax = share(ChargeKind.DDP_TAX, tax_rule.percent, value + duty.amount, "value and duty")
    return tuple(charge for charge in (duty, tax) if charge.amount.amount)


def _duty(case: Case, rule: Duty, yuan: Decimal, currency: str) -> Charge:
    each, up_to = rule.per_subheading, rule.up_to
    if each is not None and up_to is not None and yuan <= case.rules.in_yuan(up_to):
        fixed = case.rules.convert(each * case.subheadings, currency)
        return Charge(ChargeKind.DDP_DUTY, fixed, f"{each} × {case.subheadings} (HS subheadings)")
    parts = []
    for chapter, amount in case.by_chapter:
        value = case.rules.convert(Money(amount, case.value.currency), currency)
        per_cent = rule.chapters.get(chapter, rule.percent)
        what = f"declared value, HS {chapter}" if chapter else "declared value"
        parts.append(share(ChargeKind.DDP_DUTY, per_cent, value, what))
    working = " + ".join(part.working for part in parts)
    return Charge(ChargeKind.DDP_DUTY, total([part.amount for part in parts], currency), working)


def _handling(sheet: RateSheet, advanced: Decimal) -> Charge:
    terms = sheet.ddp
    amount = rounded(terms.handling + advanced * terms.advance_percent / 100, sheet.currency)
    working = f"{shown(terms.handling, sheet.currency)} + {percent(terms.advance_percent)} of {advanced}"
    return Charge(ChargeKind.DDP_HANDLING, amount, working)
