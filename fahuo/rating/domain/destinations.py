"""Duty and tax by destination as arrays, and both for a lot of parcels in each currency that sheets are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fahuo.rating.domain.exact import Flags, Ints, half_up, ints, share_of_whole, whole
from fahuo.rating.domain.places import COUNTRY_AT
from fahuo.rating.domain.rules import Duty, ImportTax, PriceRules
from fahuo.trade.money import Money, minor_digits

GENERAL = 0  # stands for every HS chapter without a percentage of its own
_NONE_IN_YUAN = Decimal(1)


@dataclass(frozen=True, slots=True)
class Destinations:
    """Duty and tax by country. Percentages in hundredths, money in 10⁻¹² yuan; `by_subheading_up_to` −1: never so."""

    known: Flags
    by_subheading_up_to: Ints
    per_subheading: Ints
    tax_percent: Ints
    tax_at_sale: Ints
    duty_percent: Ints  # country × HS chapter
    per_unit: Ints  # currency → 10⁻¹² yuan in one minor unit, as a divisor


def destinations(rules: PriceRules, currencies: Sequence[str]) -> Destinations:
    """Return the table of the rules; raise `ValueError` for figures with too many decimals."""
    known = np.zeros(len(COUNTRY_AT), dtype=np.bool_)
    figures = np.zeros((4, len(COUNTRY_AT)), dtype=np.int64)
    percent = np.zeros((len(COUNTRY_AT), 100), dtype=np.int64)
    figures[0] = -1
    for code in rules.duties.keys() & rules.import_taxes.keys():
        at, duty = COUNTRY_AT[code], rules.duties[code]
        known[at] = True
        figures[:, at] = _figures(duty, rules.import_taxes[code], rules)
        percent[at] = whole(duty.percent, 2)
        for chapter, per_cent in duty.chapters.items():
            percent[at, int(chapter)] = whole(per_cent, 2)
    up_to, each, tax, at_sale = figures
    per_unit = ints([_per_unit(rules, currency) for currency in currencies])
    return Destinations(known, up_to, each, tax, at_sale, percent, per_unit)


def yuan_e12(money: Money, rules: PriceRules) -> int:
    """Return an amount in 10⁻¹² yuan: four decimals of the amount times eight of the exchange rate."""
    return whole(money.amount, 4) * whole(rules.yuan_per_unit[money.currency], 8)


def _figures(duty: Duty, tax: ImportTax, rules: PriceRules) -> tuple[int, int, int, int]:
    up_to, each = duty.up_to, duty.per_subheading
    at_sale = yuan_e12(tax.at_sale_up_to, rules)
    if up_to is None or each is None:
        return -1, 0, whole(tax.percent, 2), at_sale
    return yuan_e12(up_to, rules), yuan_e12(each, rules), whole(tax.percent, 2), at_sale


def _per_unit(rules: PriceRules, currency: str) -> int:
    """A currency without a rate has no price at all; its divisor only has to be harmless."""
    yuan = rules.yuan_per_unit.get(currency, _NONE_IN_YUAN)
    per_unit: int = whole(yuan, 8) * 10 ** (4 - minor_digits(currency))
    if per_unit < 500_000:  # five million yuan would be more than 10¹³ minor units, too many for a percentage
        raise ValueError(f"1 {currency} is worth too little to reckon with: {yuan} CNY")
    return per_unit


@dataclass(frozen=True, slots=True)
class Declared:
    """Declared values of a lot: in 10⁻¹² yuan (−1 without an exchange rate), and split by HS chapter.

    Parcel i has the parts from `first[i]` to `first[i + 1]`, one at least.
    """

    country: Ints
    yuan: Ints
    subheadings: Ints
    first: Ints
    chapter: Ints
    part: Ints


def values(lot: Declared, table: Destinations) -> Ints:
    """Return currency × parcel: the declared value in minor units."""
    return half_up(lot.yuan, table.per_unit[:, None])


def duty_and_tax(lot: Declared, value: Ints, table: Destinations) -> tuple[Ints, Ints]:
    """Return currency × parcel: duty, and tax, in minor units."""
    at = lot.country
    percent = table.duty_percent[np.repeat(at, np.diff(lot.first)), lot.chapter]
    by_subheading = lot.yuan <= table.by_subheading_up_to[at]
    flat = lot.subheadings * table.per_subheading[at]
    tax_percent = np.where(lot.yuan > table.tax_at_sale[at], table.tax_percent[at], 0)
    parts = share_of_whole(half_up(lot.part, table.per_unit[:, None]), percent)
    by_value = np.add.reduceat(parts, lot.first[:-1], axis=1)
    duty = np.where(by_subheading, half_up(flat, table.per_unit[:, None]), by_value)
    return duty, share_of_whole(value + duty, tax_percent)
