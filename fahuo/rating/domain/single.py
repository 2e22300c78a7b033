"""One parcel, one service: the rate with each charge and the sum it came from.

`docs/algorithms/rating.md` explains the steps in prose. Exact `Decimal`; each charge is rounded half up to the minor
unit, the total is the sum of the rounded charges. This is the oracle of `bulk`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.cents import rounded, shown
from fahuo.rating.domain.duties import duties_paid
from fahuo.rating.domain.lane import Lane, find_lane
from fahuo.rating.domain.rules import MonthVolume
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.domain.surcharges import discount, freight, insurance, rebate
from fahuo.trade.charge import Charge, ChargeKind, Rate
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

NO_VOLUME = MonthVolume()


def prepays(service: Service, sheet: RateSheet, country: str) -> bool:
    """Tell whether the service delivers duties paid to this country."""
    return service.ddp and country in sheet.ddp.countries


def rate(
    service: Service,
    sheet: RateSheet | None,
    case: Case,
    *,
    on: date,
    ddp: bool,
    volume: MonthVolume = NO_VOLUME,
) -> Rate | Problem:
    """Return the rate of a parcel, or the problem that leaves it without a price. Never a zero price for a gap."""
    problem = case.problem or _sheet_problem(service, sheet, case, on)
    if problem or sheet is None:
        return problem or Problem(codes.NO_RATE_SHEET)
    lane = find_lane(service, sheet, case)
    if isinstance(lane, Problem):
        return lane
    extras = _extras(sheet, case, ddp)
    if isinstance(extras, Problem):
        return extras
    carried = freight(sheet, lane, case, _base(sheet, lane), on)
    carried += discount(sheet, carried)
    found = Rate(
        service_key=service.key,
        sheet=sheet.name,
        zone=lane.zone,
        actual_weight_g=case.request.parcel.weight_g,
        volumetric_weight_g=lane.volumetric_g,
        chargeable_weight_g=lane.band.billed_g(lane.weight_g),
        currency=sheet.currency,
        charges=(*carried, *extras),
        rebate=rebate(sheet, carried, volume),
    )
    if found.net.amount <= 0:  # which is never above the total
        return Problem(codes.PRICE_NOT_POSITIVE, "service", f"{sheet.name}: {found.net}")
    return found


def _sheet_problem(service: Service, sheet: RateSheet | None, case: Case, on: date) -> Problem | None:
    if sheet is None or not sheet.in_force(on):
        return Problem(codes.NO_RATE_SHEET, "service", f"{service.key} {on}")
    if sheet.currency not in case.rules.yuan_per_unit:
        return Problem(codes.NO_EXCHANGE_RATE, "service", sheet.currency)
    return None


def _extras(sheet: RateSheet, case: Case, ddp: bool) -> list[Charge] | Problem:
    """Return insurance and duties, or why what was asked for cannot be had."""
    advanced = duties_paid(sheet, case) if ddp else ()
    if isinstance(advanced, Problem):
        return advanced
    insured = insurance(sheet, case)
    if isinstance(insured, Problem):
        return insured
    if case.request.return_label and sheet.return_label is None:
        return Problem(codes.RETURN_LABEL_NOT_OFFERED, "service", sheet.service_key)
    return [*insured, *advanced]


def _base(sheet: RateSheet, lane: Lane) -> Charge:
    currency = sheet.currency
    base, working = rounded(lane.band.flat + lane.band.per_step * lane.steps, currency), _working(lane, currency)
    least = lane.tariff.minimum
    if base.amount < least:
        return Charge(ChargeKind.BASE, rounded(least, currency), f"{shown(least, currency)} (minimum, above {working})")
    return Charge(ChargeKind.BASE, base, working)


def _working(lane: Lane, currency: str) -> str:
    band, steps = lane.band, lane.steps
    if band.per_kg:
        per_kg = f"{shown(band.per_kg, currency)} × {Decimal(steps * band.step_g).scaleb(-3)} kg"
        return f"{shown(band.flat, currency)} + {per_kg}" if band.flat else per_kg
    if not band.per_step:
        return f"{shown(band.flat, currency)} up to {band.up_to_g} g"
    first = shown(band.flat, currency)
    return f"{first} + {shown(band.per_step, currency)} × {steps}" if steps else first
