"""A batch of parcels over all services in one pass. A test holds it to the cent of `single`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.table import (
    CARGO_BIT,
    COUNTRY_AT,
    FIRST,
    FLAT,
    PER_STEP,
    REGISTERED,
    STEP,
    UP_TO,
    Flags,
    Ints,
    RateTable,
    whole,
)
from fahuo.trade.problem import Problem

# Why a pair has no price, in the sequence in which `single` looks; a code is the place in this list, 0 means priced.
CODES = (
    "",
    codes.PARCEL_INVALID,
    codes.NO_RATE_SHEET,
    codes.NO_EXCHANGE_RATE,  # of the sheet's currency
    codes.NOT_SERVED,
    codes.OVERWEIGHT,
    codes.NO_DUTY_RATE,
    codes.NO_EXCHANGE_RATE,  # of the declared value's currency
)
OVERWEIGHT = CODES.index(codes.OVERWEIGHT)


@dataclass(frozen=True, slots=True)
class Columns:
    """A batch as columns, one entry per parcel. `problems` holds what makes a parcel impossible to price at all."""

    problems: tuple[Problem | None, ...]
    invalid: Flags
    country: Ints
    area: Ints
    weight_g: Ints
    volume_mm3: Ints
    longest_mm: Ints
    girth_mm: Ints
    cargo: Ints
    value_e8: Ints  # declared value in 10⁻⁸ yuan, −1 without an exchange rate
    subheadings: Ints


@dataclass(frozen=True, slots=True)
class BatchRates:
    """Parcel × service: the total in hundredths of the sheet's currency, −1 where `code` says why there is none."""

    total: Ints
    code: Ints
    prepaid: Flags


def columns(cases: Sequence[Case], table: RateTable) -> Columns:
    """Return the batch as columns. Parcels that cannot be priced get harmless figures and their problem."""
    problems = tuple(one.problem for one in cases)
    rows = [_HARMLESS if one.problem else _row(one, table) for one in cases]
    figures = np.array(rows, dtype=np.int64).reshape(len(rows), len(_HARMLESS)).T
    invalid = np.array([problem is not None for problem in problems], dtype=np.bool_)
    return Columns(problems, invalid, *figures)


def rate_columns(batch: Columns, table: RateTable) -> BatchRates:
    """Price every parcel over every service."""
    row = table.row_of[batch.country]
    remote = table.remote[batch.area]
    served = (row >= 0) & (remote >= 0)
    base, registered, fits = _base(batch, table, np.maximum(row, 0))
    percent, fixed = table.premium_percent[batch.cargo], table.premium_fixed[batch.cargo]
    premium = np.maximum(_share(base, percent), fixed)
    prepaid = table.prepaid[batch.country]
    total = base + _share(base, table.fuel) + registered + remote + premium
    total += np.where(prepaid, _advanced(batch, table), 0)
    no_duty = prepaid & ~table.destinations.known[batch.country][:, None]
    no_value = prepaid & (batch.value_e8 < 0)[:, None]
    reasons = [
        batch.invalid[:, None], ~table.has_sheet, ~table.has_exchange, ~served, ~fits, no_duty, no_value,
    ]  # fmt: skip
    code = _first(reasons, served.shape)
    return BatchRates(np.where(code == 0, total, -1), code, prepaid)


_HARMLESS = (0, 0, 1, 1, 1, 1, 0, 0, 1)


def _row(one: Case, table: RateTable) -> tuple[int, ...]:
    parcel = one.request.parcel
    return (
        COUNTRY_AT[one.request.country],
        table.area_at.get(one.request.remote_area, len(table.area_at)),
        parcel.weight_g,
        parcel.size.volume_mm3,
        parcel.size.length_mm,
        parcel.size.girth_mm,
        sum(CARGO_BIT[cargo] for cargo in one.cargo),
        -1 if one.yuan is None else whole(one.yuan, 8),
        one.subheadings,
    )


def _base(batch: Columns, table: RateTable, row: Ints) -> tuple[Ints, Ints, Flags]:
    """Return base freight, registered fee, and whether a band holds the weight."""
    volumetric = (2 * batch.volume_mm3[:, None] + table.divisor) // (2 * table.divisor)
    weight = np.maximum(np.maximum(batch.weight_g[:, None], volumetric), table.min_g[row])
    most = table.bands.shape[2]
    heavier = weight[:, :, None] > table.bands[UP_TO][row]
    # The first band that holds the weight: bands rise, and a band that does not exist (−1) holds none.
    band = np.argmin(heavier, axis=2)
    fits = ~np.take_along_axis(heavier, band[:, :, None], axis=2)[:, :, 0]
    chosen = table.bands.reshape(6, -1)[:, row * most + band]
    step = chosen[STEP]
    steps = np.maximum(weight - chosen[FIRST] + step - 1, 0) // step
    base = _half_up(chosen[FLAT] + steps * chosen[PER_STEP], 1000)
    return base, chosen[REGISTERED], fits


def _advanced(batch: Columns, table: RateTable) -> Ints:
    """Return duty, tax and handling in the currency of each service's sheet."""
    at, terms = batch.country, table.destinations
    by_subheading = batch.value_e8 <= terms.duty_up_to[at]
    taxed = batch.value_e8 > terms.tax_at_sale[at]
    advanced = np.empty((len(at), len(table.currencies)), dtype=np.int64)
    for place, currency in enumerate(table.currencies):
        per_hundredth = 100 * whole(table.rules.yuan_per_unit.get(currency, Decimal(1)), 4)
        value = _half_up(batch.value_e8, per_hundredth)
        fixed = _half_up(batch.subheadings * terms.duty_per_subheading[at], per_hundredth)
        duty = np.where(by_subheading, fixed, _share(value, terms.duty_percent[at]))
        tax = np.where(taxed, _share(value + duty, terms.tax_percent[at]), 0)
        advanced[:, place] = duty + tax
    prepaid = advanced[:, table.currency]
    return prepaid + table.handling + _share(prepaid, table.advance)


def _first(reasons: Sequence[Flags], shape: tuple[int, ...]) -> Ints:
    """Return for each pair the place of the first reason that holds, counted from 1; 0 when none does."""
    code = np.zeros(shape, dtype=np.int64)
    for place in range(len(reasons), 0, -1):
        np.putmask(code, np.broadcast_to(reasons[place - 1], shape), place)
    return code


def _share(amount: Ints, percent: Ints) -> Ints:
    return _half_up(amount * percent, 10_000)


def _half_up(amount: Ints, divisor: int | np.int64) -> Ints:
    """Divide amounts that are not negative, rounding half up."""
    return (2 * amount + divisor) // (2 * divisor)
