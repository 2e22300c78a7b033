"""All sheets in force on a day as arrays, for pricing a batch in one pass.

Amounts are whole minor units of the sheet's currency (`exact` says why float64 holds them), declared values 10⁻¹² yuan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from fahuo.rating.domain import codes
from fahuo.rating.domain.cells import PRICED, Cells, Reasons, cells
from fahuo.rating.domain.destinations import Destinations, destinations, yuan_e12
from fahuo.rating.domain.exact import Flags, Floats, Ints, ints, whole
from fahuo.rating.domain.places import COUNTRY_AT, Places, places_of
from fahuo.rating.domain.remote import Remote, remote
from fahuo.rating.domain.rules import PriceRules
from fahuo.rating.domain.sheet import PostcodeRange, RateSheet
from fahuo.rating.domain.single import prepays
from fahuo.rating.domain.terms import CARGO_BIT, NO_LIMIT, SPECIAL, Terms, terms
from fahuo.trade.money import minor_digits
from fahuo.trade.service import Service

__all__ = [
    "CARGO_BIT", "CODES", "COUNTRY_AT", "NO_LIMIT", "SPECIAL",
    "Flags", "Floats", "Ints", "RateTable", "compile_table", "whole", "yuan_e12",
]  # fmt: skip

# Why a pair has no price; a code is the place in this list, 0 means priced. New ones stand at the end.
CODES = (
    "",
    codes.PARCEL_INVALID,
    codes.NO_RATE_SHEET,
    codes.NO_EXCHANGE_RATE,  # of the sheet's currency
    codes.NOT_SERVED,
    codes.OVERWEIGHT,
    codes.NO_DUTY_RATE,
    codes.NO_EXCHANGE_RATE,  # of the declared value's currency
    codes.INSURANCE_NOT_OFFERED,
    codes.RETURN_LABEL_NOT_OFFERED,
    codes.DECLARED_VALUE_MISSING,
    codes.PRICE_NOT_POSITIVE,
)
(
    _, PARCEL_INVALID, NO_RATE_SHEET, NO_SHEET_EXCHANGE, NOT_SERVED, OVERWEIGHT, NO_DUTY_RATE, NO_VALUE_EXCHANGE,
    INSURANCE_NOT_OFFERED, RETURN_LABEL_NOT_OFFERED, DECLARED_VALUE_MISSING, PRICE_NOT_POSITIVE,
) = range(len(CODES))  # fmt: skip
if len(CODES) > PRICED:
    raise RuntimeError("cells for codes and cells for prices overlap")


@dataclass(frozen=True, slots=True)
class RateTable:
    """One column per service; amounts of a column are in minor units of `billed_in`, which has `digits` decimals."""

    services: tuple[Service, ...]
    sheets: tuple[RateSheet | None, ...]
    rules: PriceRules
    on: date
    places: Places
    currencies: tuple[str, ...]
    billed_in: tuple[str, ...]  # service → code of its currency
    currency: Ints  # service → place in `currencies`
    digits: Ints  # service
    divisors: Ints  # the different volumetric divisors
    divisor_at: Ints  # service → place in `divisors`
    prepaid: Flags  # service × country
    cells: Cells
    remote: Remote
    terms: Terms
    destinations: Destinations

    @property
    def area_at(self) -> Mapping[str, int]:
        """The number of each remote area; 0 is none."""
        return self.remote.area_at


def compile_table(
    services: Sequence[Service], sheets: Mapping[str, RateSheet], rules: PriceRules, *, on: date
) -> RateTable:
    """Return the table of a day; a sheet that is not in force counts as none.

    Every figure must fit the whole-number units, else `ValueError`.
    """
    found = (sheets.get(service.key) for service in services)
    columns = tuple(sheet if sheet and sheet.in_force(on) else None for sheet in found)
    usable = [_usable(sheet, rules) for sheet in columns]
    billed_in = [sheet.currency if sheet else "CNY" for sheet in columns]
    currencies = tuple(sorted(set(billed_in)))
    divisors = sorted({service.volumetric_divisor for service in services})
    places = places_of([*_ranges(columns), *(area.postcodes for area in rules.areas)])
    return RateTable(
        services=tuple(services),
        sheets=columns,
        rules=rules,
        on=on,
        places=places,
        currencies=currencies,
        billed_in=tuple(billed_in),
        currency=ints([currencies.index(currency) for currency in billed_in]),
        digits=ints([minor_digits(currency) for currency in billed_in]),
        divisors=ints(divisors),
        divisor_at=ints([divisors.index(service.volumetric_divisor) for service in services]),
        prepaid=_prepaid(services, columns),
        cells=cells(usable, places, Reasons(NOT_SERVED, OVERWEIGHT), on=on),
        remote=remote(usable, rules.areas, places),
        terms=terms(usable, rules, on=on),
        destinations=destinations(rules, currencies),
    )


def _usable(sheet: RateSheet | None, rules: PriceRules) -> RateSheet | int:
    if sheet is None:
        return NO_RATE_SHEET
    return sheet if sheet.currency in rules.yuan_per_unit else NO_SHEET_EXCHANGE


def _ranges(sheets: Sequence[RateSheet | None]) -> list[PostcodeRange]:
    held = [sheet for sheet in sheets if sheet]
    zones = [entry.postcodes for sheet in held for entry in sheet.postcode_zones]
    return zones + [entry.postcodes for sheet in held for entry in sheet.postcode_fees]


def _prepaid(services: Sequence[Service], sheets: Sequence[RateSheet | None]) -> Flags:
    result = np.zeros((len(services), len(COUNTRY_AT)), dtype=np.bool_)
    for at, (service, sheet) in enumerate(zip(services, sheets, strict=True)):
        if sheet is not None:
            result[at, [COUNTRY_AT[code] for code in sheet.ddp.countries if prepays(service, sheet, code)]] = True
    return result
