"""What is added to the base freight and what is taken off it; `docs/algorithms/rating.md` explains each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.cents import percent, rounded, shown
from fahuo.rating.domain.lane import Lane
from fahuo.rating.domain.rules import MonthVolume
from fahuo.rating.domain.sheet import Basis, Oversize, Peak, RateSheet, Rebate, RebateMode
from fahuo.trade.charge import FREIGHT, Charge, ChargeKind
from fahuo.trade.measure import Size
from fahuo.trade.money import Money, total
from fahuo.trade.problem import Problem


def share(kind: ChargeKind, per_cent: Decimal, of: Money, what: str) -> Charge:
    """Return a percentage of an amount, rounded half up, with its sum."""
    return Charge(
        kind, rounded(of.amount * per_cent / 100, of.currency), f"{percent(per_cent)} of {of.amount} ({what})"
    )


def fixed(kind: ChargeKind, amount: Decimal, currency: str, what: str) -> Charge:
    """Return a fixed amount as a charge."""
    return Charge(kind, rounded(amount, currency), f"{shown(amount, currency)} ({what})")


def freight(sheet: RateSheet, lane: Lane, case: Case, base: Charge, on: date) -> list[Charge]:
    """Return the charges of the freight, base first; what comes to nothing is left out."""
    currency, request, charges = sheet.currency, case.request, [base]
    fuel, label = sheet.fuel_percent(on), sheet.return_label
    if fuel:
        charges.append(share(ChargeKind.FUEL, fuel, base.amount, "base"))
    if lane.band.registered:
        charges.append(fixed(ChargeKind.REGISTERED, lane.band.registered, currency, "registered mail"))
    if lane.remote:
        charges.append(fixed(ChargeKind.REMOTE_AREA, lane.remote[1], currency, lane.remote[0]))
    charges.extend(_premium(sheet, case, base.amount))
    charges.extend(_oversize(sheet.oversize, request.parcel.size, request.parcel.weight_g, currency))
    charges.extend(_peak(sheet.peak, lane.zone, base.amount, on))
    if label and (label.always or request.return_label):
        charges.append(fixed(ChargeKind.RETURN_LABEL, label.fee, currency, "return label"))
    return [base, *(charge for charge in charges[1:] if charge.amount.amount)]


def _premium(sheet: RateSheet, case: Case, base: Money) -> Iterator[Charge]:
    """Yield the largest premium among the parcel's cargo classes: one parcel pays one premium."""
    terms = case.rules.premiums if sheet.premiums is None else sheet.premiums
    offers = []
    for cargo in case.cargo:
        premium = terms.get(cargo)
        if premium and premium.percent:
            offers.append(share(ChargeKind.CARGO_PREMIUM, premium.percent, base, f"base, {cargo}"))
        elif premium and premium.fixed:
            offers.append(fixed(ChargeKind.CARGO_PREMIUM, premium.fixed, base.currency, str(cargo)))
    if offers:
        yield max(offers, key=lambda charge: charge.amount.amount)


def _oversize(rules: Iterable[Oversize], size: Size, weight_g: int, currency: str) -> Iterator[Charge]:
    """Yield the largest fee whose limit is passed."""
    offers = []
    for rule in rules:
        measured = (
            (size.length_mm, rule.over_side_mm, "mm longest side"),
            (size.girth_mm, rule.over_girth_mm, "mm length and girth"),
            (weight_g, rule.over_weight_g, "g"),
        )
        passed = next(((found, limit, what) for found, limit, what in measured if limit and found > limit), None)
        if passed:
            what = f"{passed[0]} > {passed[1]} {passed[2]}"
            offers.append(fixed(ChargeKind.OVERSIZE, rule.fee, currency, what))
    if offers:
        yield max(offers, key=lambda charge: charge.amount.amount)


def window(windows: Iterable[Peak], zone: str, on: date) -> Peak | None:
    """Return the peak season that holds in a zone on a day."""
    return next(
        (one for one in windows if one.valid_from <= on < one.valid_until and (not one.zones or zone in one.zones)),
        None,
    )


def _peak(windows: Iterable[Peak], zone: str, base: Money, on: date) -> Iterator[Charge]:
    peak = window(windows, zone, on)
    if peak is None:
        return
    terms = [f"{percent(peak.percent)} of {base.amount} (base)"] if peak.percent else []
    terms += [shown(peak.fixed, base.currency)] if peak.fixed else []
    amount = rounded(base.amount * peak.percent / 100 + peak.fixed, base.currency)
    yield Charge(ChargeKind.PEAK, amount, f"{' + '.join(terms)}, until {peak.valid_until}")


def discount(sheet: RateSheet, charges: list[Charge]) -> list[Charge]:
    """Return the contract's discount as a negative charge, or nothing."""
    terms = sheet.discount
    return _less(ChargeKind.DISCOUNT, terms.percent, terms.of, charges, sheet.currency) if terms else []


def rebate(sheet: RateSheet, charges: list[Charge], volume: MonthVolume) -> Charge | None:
    """Return what the carrier is expected to give back after the month, None when no tier is reached."""
    terms = sheet.rebate
    per_cent = rebate_percent(terms, volume)
    if terms is None or not per_cent:
        return None
    return next(iter(_less(ChargeKind.REBATE, per_cent, terms.of, charges, sheet.currency)), None)


def rebate_percent(terms: Rebate | None, volume: MonthVolume) -> Decimal:
    """Return the percentage of the tier that this parcel reaches, 0 for none."""
    if terms is None:
        return Decimal(0)
    this = volume.so_far + 1
    reached = max(this, volume.expected) if terms.mode is RebateMode.ALL else this
    return next((per_cent for since, per_cent in reversed(terms.tiers) if since <= reached), Decimal(0))


def _less(kind: ChargeKind, per_cent: Decimal, of: Basis, charges: list[Charge], currency: str) -> list[Charge]:
    """The basis is the base freight, or all freight less a discount that already came off it."""
    kinds = (ChargeKind.BASE,) if of is Basis.BASE else (*FREIGHT, ChargeKind.DISCOUNT)
    basis = total([charge.amount for charge in charges if charge.kind in kinds], currency)
    found = share(kind, per_cent, basis, "base" if of is Basis.BASE else "freight")
    if not found.amount.amount:
        return []
    return [Charge(kind, Money(-found.amount.amount, currency), f"−{found.working}")]


def insurance(sheet: RateSheet, case: Case) -> list[Charge] | Problem:
    """Return the insurance asked for, nothing when the value is insured anyway, or why it cannot be had."""
    if not case.request.insured:
        return []
    if case.yuan is None:
        return Problem(codes.NO_EXCHANGE_RATE, "parcel.value", case.value.currency)
    terms, value = sheet.insurance, case.rules.convert(case.value, sheet.currency)
    if terms is None:
        return Problem(codes.INSURANCE_NOT_OFFERED, "service", sheet.service_key)
    if terms.up_to is not None and value.amount > terms.up_to:
        return Problem(codes.INSURANCE_NOT_OFFERED, "parcel.value", f"{value} > {shown(terms.up_to, value.currency)}")
    if value.amount <= terms.included:
        return []
    charge = share(ChargeKind.INSURANCE, terms.percent, value, "declared value")
    if charge.amount.amount < terms.minimum:
        charge = fixed(ChargeKind.INSURANCE, terms.minimum, value.currency, f"the least, above {charge.working}")
    return [charge] if charge.amount.amount else []
