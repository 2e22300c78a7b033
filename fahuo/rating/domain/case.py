"""One parcel with everything that pricing asks of it, worked out once for all services."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from fahuo.rating.domain import codes
from fahuo.rating.domain.rules import PriceRules, RateRequest
from fahuo.trade.cargo import CargoClass
from fahuo.trade.charge import Charge
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.money import CurrencyMismatchError, Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

HEAVIEST_G = 10_000_000
LONGEST_MM = 100_000
DEAREST = Decimal(1_000_000_000)
_NOTHING = Money(Decimal(0), "USD")


@dataclass(slots=True)
class Case:
    """A request under the rules of a day. With a `problem` no service can price it and the other fields mean nothing.

    `yuan` is the declared value in yuan, exact, None without an exchange rate. `subheadings` counts distinct six-digit
    HS codes; lines without a code count as one together. `advanced` keeps duty and tax by currency, once reckoned.
    """

    request: RateRequest
    rules: PriceRules
    problem: Problem | None = None
    value: Money = _NOTHING
    yuan: Decimal | None = None
    cargo: tuple[CargoClass, ...] = ()
    subheadings: int = 1
    advanced: dict[str, tuple[Charge, ...]] = field(default_factory=dict)


def case(request: RateRequest, rules: PriceRules) -> Case:
    """Return the request with its sums, or with the problem that makes it impossible to price."""
    parcel = request.parcel
    problem = _place_problem(request) or _box_problem(parcel)
    if problem:
        return Case(request, rules, problem)
    try:
        value = parcel.value
    except CurrencyMismatchError as error:
        return Case(request, rules, Problem(codes.PARCEL_INVALID, "parcel.value", str(error)))
    if not 0 <= value.amount <= DEAREST or value.amount != round(value.amount, 4):
        return Case(request, rules, Problem(codes.PARCEL_INVALID, "parcel.value", f"{value.amount} {value.currency}"))
    rate = rules.yuan_per_unit.get(value.currency)
    return Case(
        request,
        rules,
        value=value,
        yuan=None if rate is None else value.amount * rate,
        cargo=tuple(sorted(parcel.cargo_classes)),
        subheadings=len({line.hs_code[:6] for line in parcel.lines}),
    )


def _place_problem(request: RateRequest) -> Problem | None:
    if request.country not in ISO_COUNTRIES:
        return Problem(codes.COUNTRY_UNKNOWN, "address.country", request.country)
    return None


def _box_problem(parcel: Parcel) -> Problem | None:
    if not parcel.lines:
        return Problem(codes.PARCEL_INVALID, "parcel.lines", "no goods lines")
    if not 0 < parcel.weight_g <= HEAVIEST_G:
        return Problem(codes.PARCEL_INVALID, "parcel.weight_g", f"{parcel.weight_g} g")
    size = parcel.size
    if not 0 < size.height_mm <= size.width_mm <= size.length_mm <= LONGEST_MM:
        sides = f"{size.length_mm} × {size.width_mm} × {size.height_mm} mm"
        return Problem(codes.PARCEL_INVALID, "parcel.size", sides)
    return None
