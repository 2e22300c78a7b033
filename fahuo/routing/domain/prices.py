"""The prices of a batch as routing reads them: parcel × service, in minor units of each sheet's currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from fahuo.rating.domain.bulk import BatchRates
from fahuo.rating.domain.table import Flags, Ints
from fahuo.routing.domain.columns import Floats
from fahuo.routing.domain.route_table import RouteTable
from fahuo.trade.money import Money, minor_digits


@dataclass(frozen=True, slots=True)
class Prices:
    """`total` is the bill, `net` the bill less the expected rebate; both mean nothing where `code` is not 0.
    `charges`: every charge, kind × parcel × service (`BatchRates`), where they were asked for."""

    total: Ints
    net: Ints
    code: npt.NDArray[np.int8]
    prepaid: Flags
    charges: Ints | None = None


def prices_of(rates: BatchRates) -> Prices:
    """Return the prices as arrays that lie parcel by parcel."""
    total, net, code, prepaid = map(np.ascontiguousarray, (rates.total, rates.net, rates.code, rates.prepaid))
    return Prices(total, net, code, prepaid, rates.charges)


def factors(table: RouteTable) -> Floats:
    """Return what a minor unit of each service's currency is in the currency of the weights, 0 without a rate."""
    rates = table.rate.rules.yuan_per_unit
    into = float(rates[table.rules.weights.currency])
    return np.array(
        [float(rates.get(code, 0)) / 10 ** minor_digits(code) / into for code in table.rate.billed_in], dtype=np.float64
    )


def amount(minor: int, currency: str) -> Decimal:
    """Return minor units as an amount of the currency."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def money(minor: int, currency: str) -> Money:
    """Return minor units as money."""
    return Money(amount(minor, currency), currency)
