"""One parcel with everything that pricing asks of it, worked out once for all services."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from fahuo.rating.domain import codes
from fahuo.rating.domain.postcodes import compact
from fahuo.rating.domain.rules import PriceRules, RateRequest
from fahuo.trade.cargo import CargoClass
from fahuo.trade.charge import Charge
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.goods import GoodsLine
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

HEAVIEST_G = 10_000_000
LONGEST_MM = 100_000
DEAREST = Decimal(1_000_000_000)  # of any currency
DEAREST_YUAN = Decimal(5_000_000)  # so that 10⁻¹² yuan fit 64 bits
_NOTHING = Money(Decimal(0), "USD")


@dataclass(slots=True)
class Case:
    """A request under the rules of a day. With a `problem` no service can price it and the other fields mean nothing.

    `yuan` is the declared value in yuan, exact, None without an exchange rate. `postcode` is in compact form.
    `subheadings` counts distinct six-digit HS codes; lines without a code count as one together. `by_chapter` splits
    the value: each HS chapter that has a percentage of its own in the country, all other goods under an empty one.
    `advanced` keeps duty and tax by currency, `looked_up` the remote area (None: not yet), once reckoned.
    """

    request: RateRequest
    rules: PriceRules
    problem: Problem | None = None
    value: Money = _NOTHING
    yuan: Decimal | None = None
    postcode: str = ""
    cargo: tuple[CargoClass, ...] = ()
    subheadings: int = 1
    by_chapter: tuple[tuple[str, Decimal], ...] = ()
    advanced: dict[str, tuple[Charge, ...]] = field(default_factory=dict)
    looked_up: str | None = None

    @property
    def given_area(self) -> str:
        """The remote area that the request names itself, empty when it leaves that to the postcode."""
        area = self.request.remote_area
        return "" if area == "none" else area

    @property
    def area(self) -> str:
        """The remote area of the rule book that counts, empty for none."""
        if self.looked_up is None:
            self.looked_up = self.given_area or self.rules.remote_area(self.request.country, self.postcode)
        return self.looked_up


def case(request: RateRequest, rules: PriceRules) -> Case:
    """Return the request with its sums, or with the problem that makes it impossible to price."""
    parcel = request.parcel
    problem = _place_problem(request) or _box_problem(parcel)
    if problem:
        return Case(request, rules, problem)
    currency = parcel.lines[0].unit_value.currency
    if any(line.unit_value.currency != currency for line in parcel.lines):
        used = " and ".join(sorted({line.unit_value.currency for line in parcel.lines}))
        return Case(request, rules, Problem(codes.PARCEL_INVALID, "parcel.value", used))
    amounts = [line.unit_value.amount * line.quantity for line in parcel.lines]
    value = sum(amounts, Decimal(0))
    rate = rules.yuan_per_unit.get(currency)
    yuan = None if rate is None else value * rate
    if min(amounts) < 0 or value > DEAREST or value != round(value, 4) or (yuan or 0) > DEAREST_YUAN:
        return Case(request, rules, Problem(codes.PARCEL_INVALID, "parcel.value", f"{value} {currency}"))
    return Case(
        request,
        rules,
        None,
        Money(value, currency),
        yuan,
        compact(request.postcode) if request.postcode else "",
        tuple(sorted(parcel.cargo_classes)),
        len({line.hs_code[:6] for line in parcel.lines}),
        _by_chapter(request.country, parcel.lines, amounts, rules),
    )


def _by_chapter(
    country: str, lines: tuple[GoodsLine, ...], amounts: list[Decimal], rules: PriceRules
) -> tuple[tuple[str, Decimal], ...]:
    duty = rules.duties.get(country)
    if duty is None or not duty.chapters:
        return (("", sum(amounts, Decimal(0))),)
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line, amount in zip(lines, amounts, strict=True):
        chapter = line.hs_code[:2]
        sums[chapter if chapter in duty.chapters else ""] += amount
    return tuple(sorted(sums.items()))


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
