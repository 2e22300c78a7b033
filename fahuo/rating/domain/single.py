"""One parcel, one service: the rate with each charge and the sum it came from.

`docs/algorithms/rating.md` explains the steps in prose. Exact `Decimal`; each charge is rounded half up to the minor
unit, the total is the sum of the rounded charges. This is the oracle of `bulk`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.cents import rounded
from fahuo.rating.domain.duties import duties_paid, share
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.domain.sheet import Band, RateSheet
from fahuo.trade.charge import Charge, ChargeKind, Rate
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service


@dataclass(frozen=True, slots=True)
class _Lane:
    """Where in the sheet a parcel falls: its zone, its band, and the steps begun beyond the first weight."""

    zone: str
    band: Band
    weight_g: int
    steps: int
    volumetric_g: int


def prepays(service: Service, sheet: RateSheet, country: str) -> bool:
    """Tell whether the service delivers duties paid to this country."""
    return service.ddp and country in sheet.ddp.countries


def rate(service: Service, sheet: RateSheet | None, case: Case, *, on: date, ddp: bool) -> Rate | Problem:
    """Return the rate of a parcel, or the problem that leaves it without a price. Never a zero price for a gap."""
    if case.problem:
        return case.problem
    if sheet is None:
        return Problem(codes.NO_RATE_SHEET, "service", f"{service.key} {on}")
    if sheet.currency not in case.rules.yuan_per_unit:
        return Problem(codes.NO_EXCHANGE_RATE, "service", sheet.currency)
    lane = _lane(service, sheet, case.request)
    if isinstance(lane, Problem):
        return lane
    advanced = duties_paid(sheet, case) if ddp else ()
    if isinstance(advanced, Problem):
        return advanced
    return Rate(
        service_key=service.key,
        sheet=sheet.name,
        zone=lane.zone,
        actual_weight_g=case.request.parcel.weight_g,
        volumetric_weight_g=lane.volumetric_g,
        chargeable_weight_g=lane.band.billed_g(lane.weight_g),
        currency=sheet.currency,
        charges=(*_freight(sheet, lane, case, on), *advanced),
    )


def _lane(service: Service, sheet: RateSheet, request: RateRequest) -> _Lane | Problem:
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
    return _Lane(zone, band, weight_g, band.steps(weight_g), volumetric_g)


def _freight(sheet: RateSheet, lane: _Lane, case: Case, on: date) -> list[Charge]:
    band = lane.band
    base = rounded(band.flat + band.per_step * lane.steps, sheet.currency)
    charges = [Charge(ChargeKind.BASE, base, _working(lane))]
    percent = sheet.fuel_percent(on)
    if percent:
        charges.append(share(ChargeKind.FUEL, percent, base, "base"))
    if band.registered:
        charges.append(_fixed(ChargeKind.REGISTERED, band.registered, sheet.currency, "registered mail"))
    fee = sheet.remote_fees[case.request.remote_area] if case.request.remote_area else None
    if fee:
        charges.append(_fixed(ChargeKind.REMOTE_AREA, fee, sheet.currency, case.request.remote_area))
    premium = _premium(sheet, case, base)
    return [*charges, premium] if premium else charges


def _working(lane: _Lane) -> str:
    band, steps = lane.band, lane.steps
    if band.per_kg:
        return f"{band.per_kg} × {Decimal(band.billed_g(lane.weight_g)).scaleb(-3)} kg"
    if not band.per_step:
        return f"{band.flat} up to {band.up_to_g} g"
    return f"{band.flat} + {band.per_step} × {steps}" if steps else f"{band.flat}"


def _premium(sheet: RateSheet, case: Case, base: Money) -> Charge | None:
    """Return the largest premium among the parcel's cargo classes: one parcel pays one premium."""
    terms = case.rules.premiums if sheet.premiums is None else sheet.premiums
    offers = []
    for cargo in case.cargo:
        premium = terms.get(cargo)
        if premium and premium.percent:
            offers.append(share(ChargeKind.CARGO_PREMIUM, premium.percent, base, f"base, {cargo}"))
        elif premium and premium.fixed:
            offers.append(_fixed(ChargeKind.CARGO_PREMIUM, premium.fixed, base.currency, str(cargo)))
    return max(offers, key=lambda charge: charge.amount.amount, default=None)


def _fixed(kind: ChargeKind, amount: Decimal, currency: str, what: str) -> Charge:
    return Charge(kind, rounded(amount, currency), f"{amount} ({what})")
