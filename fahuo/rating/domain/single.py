"""One parcel, one service: the rate with each charge and the sum it came from.

`docs/algorithms/rating.md` explains the steps in prose. Exact `Decimal`; each charge is rounded half up to the minor unit,
the total is the sum of the rounded charges. This is the oracle of `bulk`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fahuo.rating.domain import codes
from fahuo.rating.domain.rules import PriceRules, RateRequest, subheadings
from fahuo.rating.domain.sheet import Band, Premium, RateSheet, Tariff, TariffKind
from fahuo.trade.charge import Charge, ChargeKind, Rate
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.money import CurrencyMismatchError, Money
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

HEAVIEST_G = 10_000_000
LONGEST_MM = 100_000
DEAREST = Decimal(1_000_000_000)


def prepays(service: Service, sheet: RateSheet, country: str) -> bool:
    """Tell whether the service delivers duties paid to this country."""
    return service.ddp and country in sheet.ddp.countries


def rate(
    service: Service, sheet: RateSheet | None, request: RateRequest, rules: PriceRules, *, on: date, ddp: bool
) -> Rate | Problem:
    """Return the rate of a parcel, or the problem that leaves it without a price. Never a zero price for a gap."""
    problem = request_problem(request)
    if problem:
        return problem
    if sheet is None:
        return Problem(codes.NO_RATE_SHEET, "service", f"{service.key} on {on}")
    zone = sheet.zone_of.get(request.country)
    if zone is None:
        return Problem(codes.NOT_SERVED, "address.country", request.country)
    if request.remote_area and sheet.remote_fees.get(request.remote_area) is None:
        return Problem(codes.NOT_SERVED, "address.postcode", request.remote_area)
    tariff = sheet.tariffs[zone]
    volumetric_g = request.parcel.size.volumetric_weight_g(service.volumetric_divisor)
    weight_g = max(request.parcel.weight_g, volumetric_g, tariff.min_g)
    band = tariff.band(weight_g)
    if band is None:
        return Problem(codes.OVERWEIGHT, "parcel.weight_g", f"{weight_g} g > {tariff.bands[-1].up_to_g} g")
    charges = _freight(sheet, tariff, band, weight_g, request, rules, on)
    if ddp:
        advanced = _duties(sheet, request, rules)
        if isinstance(advanced, Problem):
            return advanced
        charges += advanced
    return Rate(
        service_key=service.key,
        sheet=sheet.name,
        zone=zone,
        actual_weight_g=request.parcel.weight_g,
        volumetric_weight_g=volumetric_g,
        chargeable_weight_g=band.billed_g(band.steps(weight_g)),
        currency=sheet.currency,
        charges=tuple(charges),
    )


def request_problem(request: RateRequest) -> Problem | None:
    """Return what makes a request impossible to price anywhere, or None."""
    parcel = request.parcel
    if request.country not in ISO_COUNTRIES:
        return Problem(codes.COUNTRY_UNKNOWN, "address.country", request.country)
    if not parcel.lines:
        return Problem(codes.PARCEL_INVALID, "parcel.lines", "no goods lines")
    if not 0 < parcel.weight_g <= HEAVIEST_G:
        return Problem(codes.PARCEL_INVALID, "parcel.weight_g", f"{parcel.weight_g} g")
    size = parcel.size
    if not 0 < min(size.length_mm, size.width_mm, size.height_mm) <= size.length_mm <= LONGEST_MM:
        sides = f"{size.length_mm} × {size.width_mm} × {size.height_mm} mm"
        return Problem(codes.PARCEL_INVALID, "parcel.size", sides)
    try:
        value = parcel.value
    except CurrencyMismatchError as error:
        return Problem(codes.PARCEL_INVALID, "parcel.value", str(error))
    if not 0 <= value.amount <= DEAREST:
        return Problem(codes.PARCEL_INVALID, "parcel.value", str(value))
    return None


def _freight(
    sheet: RateSheet, tariff: Tariff, band: Band, weight_g: int, request: RateRequest, rules: PriceRules, on: date
) -> list[Charge]:
    steps = band.steps(weight_g)
    base = Money(band.flat + band.per_step * steps, sheet.currency).rounded()
    charges = [Charge(ChargeKind.BASE, base, _base_working(tariff.kind, band, steps))]
    percent = sheet.fuel_percent(on)
    if percent:
        charges.append(_share(ChargeKind.FUEL, percent, base, "base"))
    if band.registered:
        charges.append(_fixed(ChargeKind.REGISTERED, band.registered, sheet.currency, "registered mail"))
    fee = sheet.remote_fees[request.remote_area] if request.remote_area else None
    if fee:
        charges.append(_fixed(ChargeKind.REMOTE_AREA, fee, sheet.currency, request.remote_area))
    premium = _premium(rules.premiums if sheet.premiums is None else sheet.premiums, request, base)
    return [*charges, premium] if premium else charges


def _base_working(kind: TariffKind, band: Band, steps: int) -> str:
    if kind is TariffKind.PER_KG:
        return f"{band.per_kg} × {Decimal(band.billed_g(steps)).scaleb(-3)} kg"
    if kind is TariffKind.BRACKET:
        return f"{band.flat} up to {band.up_to_g} g"
    return f"{band.flat} + {band.per_step} × {steps}" if steps else f"{band.flat}"


def _premium(premiums: object, request: RateRequest, base: Money) -> Charge | None:
    """Return the largest premium among the parcel's cargo classes: one parcel pays one premium."""
    assert hasattr(premiums, "get")
    offers = []
    for cargo in sorted(request.parcel.cargo_classes):
        terms: Premium | None = premiums.get(cargo)
        if terms and terms.percent:
            offers.append(_share(ChargeKind.CARGO_PREMIUM, terms.percent, base, f"base, {cargo}"))
        elif terms and terms.fixed:
            offers.append(_fixed(ChargeKind.CARGO_PREMIUM, terms.fixed, base.currency, str(cargo)))
    return max(offers, key=lambda charge: charge.amount.amount, default=None)


def _duties(sheet: RateSheet, request: RateRequest, rules: PriceRules) -> list[Charge] | Problem:
    """Return duty, tax and handling as advanced by the carrier, in the sheet's currency."""
    duty_rule, tax_rule = rules.duties.get(request.country), rules.import_taxes.get(request.country)
    if duty_rule is None or tax_rule is None:
        return Problem(codes.NO_DUTY_RATE, "address.country", request.country)
    declared = request.parcel.value
    for currency in (declared.currency, sheet.currency):
        if currency not in rules.yuan_per_unit:
            return Problem(codes.NO_EXCHANGE_RATE, "parcel.value", currency)
    value = rules.convert(declared, sheet.currency)
    yuan = rules.in_yuan(declared)
    if duty_rule.per_subheading and duty_rule.up_to and yuan <= rules.in_yuan(duty_rule.up_to):
        count = subheadings(request.parcel)
        amount = rules.convert(duty_rule.per_subheading * count, sheet.currency)
        duty = Charge(ChargeKind.DDP_DUTY, amount, f"{duty_rule.per_subheading} × {count} subheadings")
    else:
        duty = _share(ChargeKind.DDP_DUTY, duty_rule.percent, value, "declared value")
    charges = [duty]
    if yuan > rules.in_yuan(tax_rule.at_sale_up_to):
        charges.append(_share(ChargeKind.DDP_TAX, tax_rule.percent, value + duty.amount, "value and duty"))
    charges.append(_handling(sheet, sum((charge.amount.amount for charge in charges), Decimal(0))))
    return [charge for charge in charges if charge.amount.amount]


def _handling(sheet: RateSheet, advanced: Decimal) -> Charge:
    terms = sheet.ddp
    amount = terms.handling + advanced * terms.advance_percent / 100
    working = f"{terms.handling} + {terms.advance_percent} % of {advanced}"
    return Charge(ChargeKind.DDP_HANDLING, Money(amount, sheet.currency).rounded(), working)


def _share(kind: ChargeKind, percent: Decimal, of: Money, what: str) -> Charge:
    return Charge(kind, Money(of.amount * percent / 100, of.currency).rounded(), f"{percent} % of {of.amount} ({what})")


def _fixed(kind: ChargeKind, amount: Decimal, currency: str, what: str) -> Charge:
    return Charge(kind, Money(amount, currency).rounded(), f"{amount} ({what})")
