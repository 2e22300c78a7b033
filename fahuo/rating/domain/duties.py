"""Duty and tax that a carrier advances when it delivers duties paid (DDP)."""

from __future__ import annotations

from decimal import Decimal

from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.cents import rounded
from fahuo.rating.domain.rules import Duty
from fahuo.rating.domain.sheet import RateSheet
from fahuo.trade.charge import Charge, ChargeKind
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem


def duties_paid(sheet: RateSheet, case: Case) -> tuple[Charge, ...] | Problem:
    """Return duty, tax and handling in the sheet's currency, or what is missing to reckon them."""
    country, rules = case.request.country, case.rules
    if country not in rules.duties or country not in rules.import_taxes:
        return Problem(codes.NO_DUTY_RATE, "address.country", country)
    if case.yuan is None:
        return Problem(codes.NO_EXCHANGE_RATE, "parcel.value", case.value.currency)
    if sheet.currency not in case.advanced:
        case.advanced[sheet.currency] = _duty_and_tax(case, case.yuan, sheet.currency)
    advanced = case.advanced[sheet.currency]
    handling = _handling(sheet, sum((charge.amount.amount for charge in advanced), Decimal(0)))
    return (*advanced, handling) if handling.amount.amount else advanced


def share(kind: ChargeKind, percent: Decimal, of: Money, what: str) -> Charge:
    """Return a percentage of an amount, rounded half up, with its sum."""
    return Charge(kind, rounded(of.amount * percent / 100, of.currency), f"{percent} % of {of.amount} ({what})")


def _duty_and_tax(case: Case, yuan: Decimal, currency: str) -> tuple[Charge, ...]:
    rules, country = case.rules, case.request.country
    value = rules.convert(case.value, currency)
    duty = _duty(case, rules.duties[country], yuan, value)
    tax_rule = rules.import_taxes[country]
    if yuan <= rules.in_yuan(tax_rule.at_sale_up_to):  # the platform collected the tax from the buyer
        return (duty,) if duty.amount.amount else ()
    tax = share(ChargeKind.DDP_TAX, tax_rule.percent, value + duty.amount, "value and duty")
    return tuple(charge for charge in (duty, tax) if charge.amount.amount)


def _duty(case: Case, rule: Duty, yuan: Decimal, value: Money) -> Charge:
    each, up_to = rule.per_subheading, rule.up_to
    if each is None or up_to is None or yuan > case.rules.in_yuan(up_to):
        return share(ChargeKind.DDP_DUTY, rule.percent, value, "declared value")
    amount = case.rules.convert(each * case.subheadings, value.currency)
    return Charge(ChargeKind.DDP_DUTY, amount, f"{each} × {case.subheadings} (HS subheadings)")


def _handling(sheet: RateSheet, advanced: Decimal) -> Charge:
    terms = sheet.ddp
    amount = rounded(terms.handling + advanced * terms.advance_percent / 100, sheet.currency)
    working = f"{terms.handling} + {terms.advance_percent} % of {advanced}"
    return Charge(ChargeKind.DDP_HANDLING, amount, working)
