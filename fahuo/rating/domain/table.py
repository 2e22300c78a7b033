"""All sheets in force on a day as arrays, for pricing a batch in one pass.

Whole numbers throughout, so that bulk and single agree to the cent: money in hundredths, percentages in
hundredths of a percent, steps in hundred-thousandths of the currency unit, yuan in 10⁻⁸.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from fahuo.rating.domain.rules import PriceRules
from fahuo.rating.domain.sheet import Premium, RateSheet, Tariff
from fahuo.rating.domain.single import prepays
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.money import Money
from fahuo.trade.service import Service

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

COUNTRY_AT = {code: place for place, code in enumerate(sorted(ISO_COUNTRIES))}
SPECIAL = tuple(cargo for cargo in CargoClass if cargo is not CargoClass.GENERAL)
CARGO_BIT = {CargoClass.GENERAL: 0} | {cargo: 1 << place for place, cargo in enumerate(SPECIAL)}
NO_LIMIT = np.int64(2**62)


@dataclass(frozen=True, slots=True)
class Destinations:
    """Duty and tax by country. Money in yuan e-8; `duty_up_to` is −1 where no duty goes by subheading."""

    known: Flags
    duty_percent: Ints
    duty_up_to: Ints
    duty_per_subheading: Ints
    tax_percent: Ints
    tax_at_sale: Ints


@dataclass(frozen=True, slots=True)
class RateTable:
    """One column per service; `row_of` leads from service and country to a tariff row, −1 where it does not go."""

    services: tuple[Service, ...]
    sheets: tuple[RateSheet | None, ...]
    rules: PriceRules
    on: date
    area_at: Mapping[str, int]
    has_sheet: Flags  # service
    has_exchange: Flags  # service
    divisor: Ints  # service
    fuel: Ints  # service
    currency: Ints  # service → place in `currencies`
    currencies: tuple[str, ...]
    billed_in: tuple[str, ...]  # service → code of its currency
    row_of: Ints  # country × service
    min_g: Ints  # row
    bands: Ints  # column of a band (see below) × row × band
    remote: Ints  # area × service, −1 where it does not go
    premium_percent: Ints  # cargo bits × service
    premium_fixed: Ints  # cargo bits × service
    prepaid: Flags  # country × service
    handling: Ints  # service
    advance: Ints  # service
    destinations: Destinations


UP_TO, FLAT, FIRST, STEP, PER_STEP, REGISTERED = range(6)


def compile_table(
    services: Sequence[Service], sheets: Mapping[str, RateSheet], rules: PriceRules, *, on: date
) -> RateTable:
    """Return the table of a day. Every figure must fit the whole-number units, else `ValueError`."""
    columns = tuple(sheets.get(service.key) for service in services)
    row_of, min_g, bands = _tariffs(columns)
    area_at, remote = _remote(columns)
    billed_in = [sheet.currency if sheet else "CNY" for sheet in columns]
    currencies = tuple(sorted(set(billed_in)))
    percent, fixed = _premiums(columns, rules)
    return RateTable(
        services=tuple(services),
        sheets=columns,
        rules=rules,
        on=on,
        area_at=area_at,
        has_sheet=np.array([sheet is not None for sheet in columns]),
        has_exchange=np.array([sheet is None or sheet.currency in rules.yuan_per_unit for sheet in columns]),
        divisor=_ints([service.volumetric_divisor for service in services]),
        fuel=_ints([whole(sheet.fuel_percent(on), 2) if sheet else 0 for sheet in columns]),
        currency=_ints([currencies.index(currency) for currency in billed_in]),
        currencies=currencies,
        billed_in=tuple(billed_in),
        row_of=row_of,
        min_g=min_g,
        bands=bands,
        remote=remote,
        premium_percent=percent,
        premium_fixed=fixed,
        prepaid=np.array(
            [
                [
                    sheet is not None and prepays(service, sheet, code)
                    for service, sheet in zip(services, columns, strict=True)
                ]
                for code in COUNTRY_AT
            ]
        ),
        handling=_ints([whole(sheet.ddp.handling, 2) if sheet else 0 for sheet in columns]),
        advance=_ints([whole(sheet.ddp.advance_percent, 2) if sheet else 0 for sheet in columns]),
        destinations=_destinations(rules),
    )


def whole(amount: Decimal, places: int) -> int:
    """Return the amount in units of 10⁻ᵖˡᵃᶜᵉˢ; raise `ValueError` when something would be cut off."""
    scaled = amount.scaleb(places)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} has more than {places} decimals")
    return int(scaled)


def yuan_e8(money: Money, rules: PriceRules) -> int:
    """Return an amount in 10⁻⁸ yuan: four decimals of the amount times four of the exchange rate."""
    return whole(money.amount, 4) * whole(rules.yuan_per_unit[money.currency], 4)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _tariffs(columns: Sequence[RateSheet | None]) -> tuple[Ints, Ints, Ints]:
    rows: list[Tariff] = []
    row_of = np.full((len(COUNTRY_AT), len(columns)), -1, dtype=np.int64)
    for place, sheet in enumerate(columns):
        if sheet is None:
            continue
        row_at = {zone: len(rows) + offset for offset, zone in enumerate(sheet.tariffs)}
        rows.extend(sheet.tariffs.values())
        for code, zone in sheet.zone_of.items():
            row_of[COUNTRY_AT[code], place] = row_at[zone]
    most = max((len(tariff.bands) for tariff in rows), default=1)
    bands = np.zeros((6, max(1, len(rows)), most), dtype=np.int64)
    bands[UP_TO], bands[STEP] = -1, 1  # a band that does not exist holds no weight
    for row, tariff in enumerate(rows):
        for place, band in enumerate(tariff.bands):
            bands[:, row, place] = (
                band.up_to_g, whole(band.flat, 2) * 1000, band.first_g, band.step_g, whole(band.per_step, 5),
                whole(band.registered, 2),
            )  # fmt: skip
    return row_of, _ints([tariff.min_g for tariff in rows] or [0]), bands


def _remote(columns: Sequence[RateSheet | None]) -> tuple[dict[str, int], Ints]:
    """Place 0 is "not remote", the last place is an area that no sheet knows."""
    areas = sorted({area for sheet in columns if sheet for area in sheet.remote_fees})
    area_at = {"": 0} | {area: place for place, area in enumerate(areas, 1)}
    fees = np.full((len(area_at) + 1, len(columns)), -1, dtype=np.int64)
    fees[0] = 0
    for place, sheet in enumerate(columns):
        for area, fee in (sheet.remote_fees if sheet else {}).items():
            fees[area_at[area], place] = -1 if fee is None else whole(fee, 2)
    return area_at, fees


def _premiums(columns: Sequence[RateSheet | None], rules: PriceRules) -> tuple[Ints, Ints]:
    """For every combination of cargo classes the highest percentage and the highest fixed amount."""
    percent = np.zeros((1 << len(SPECIAL), len(columns)), dtype=np.int64)
    fixed = np.zeros_like(percent)
    combinations = np.arange(len(percent))
    for place, sheet in enumerate(columns):
        terms: Mapping[CargoClass, Premium] = rules.premiums
        if sheet is not None and sheet.premiums is not None:
            terms = sheet.premiums
        for cargo, premium in terms.items():
            has = (combinations & CARGO_BIT[cargo]) > 0
            percent[has, place] = np.maximum(percent[has, place], whole(premium.percent, 2))
            fixed[has, place] = np.maximum(fixed[has, place], whole(premium.fixed, 2))
    return percent, fixed


def _destinations(rules: PriceRules) -> Destinations:
    known = np.zeros(len(COUNTRY_AT), dtype=np.bool_)
    figures = np.zeros((5, len(COUNTRY_AT)), dtype=np.int64)
    figures[1] = -1
    for code in rules.duties.keys() & rules.import_taxes.keys():
        duty, tax = rules.duties[code], rules.import_taxes[code]
        by_subheading = duty.up_to is not None and duty.per_subheading is not None
        known[COUNTRY_AT[code]] = True
        figures[:, COUNTRY_AT[code]] = (
            whole(duty.percent, 2),
            yuan_e8(duty.up_to, rules) if duty.up_to and by_subheading else -1,
            yuan_e8(duty.per_subheading, rules) if duty.per_subheading and by_subheading else 0,
            whole(tax.percent, 2),
            yuan_e8(tax.at_sale_up_to, rules),
        )
    return Destinations(known, *figures)
