"""A rate sheet as a page shows it: zones down, weights across, and its terms in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from fahuo.rating.domain.sheet import Band, RateSheet, Tariff
from fahuo.rating.words import CARGO
from fahuo.trade.money import minor_digits


@dataclass(frozen=True, slots=True)
class Cell:
    """What one zone costs in one band: the price, what it is asked for, and the fee that comes on top."""

    price: str = ""
    unit: str = ""
    fee: str = ""


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One zone with its countries and its cells."""

    name: str
    countries: tuple[str, ...]
    days: str
    least: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PriceGrid:
    """Bands by (from, to) in grams, and a row for each zone."""

    bands: tuple[tuple[int, int], ...]
    rows: tuple[ZoneRow, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the contract in words."""

    name: str
    text: str


def price_grid(sheet: RateSheet) -> PriceGrid:
    """Return the grid: bands are cut wherever any zone's band ends."""
    ends = sorted({band.up_to_g for tariff in sheet.tariffs.values() for band in tariff.bands})
    countries: dict[str, list[str]] = defaultdict(list)
    for country, zone in sorted(sheet.zone_of.items()):
        countries[zone].append(country)
    rows = tuple(
        ZoneRow(
            zone,
            tuple(countries[zone]),
            f"{tariff.days[0]}–{tariff.days[1]}" if tariff.days else "",
            _least(tariff, sheet.currency),
            tuple(_cell(tariff.band(end), sheet.currency) for end in ends),
        )
        for zone, tariff in sheet.tariffs.items()
    )
    return PriceGrid(tuple(zip([0, *ends], ends, strict=False)), rows)


def term_rows(sheet: RateSheet) -> tuple[Term, ...]:
    """Return what the contract says beside the prices."""
    return tuple(_terms(sheet))


def amount(value: Decimal, currency: str) -> str:
    """Return an amount with the decimals of its currency, and more where it has more."""
    digits = max(minor_digits(currency), -int(value.normalize().as_tuple().exponent))
    return f"{value:.{digits}f}"


def _cell(band: Band | None, currency: str) -> Cell:
    if band is None:
        return Cell()
    fee = f"+ {amount(band.registered, currency)}" if band.registered else ""
    if band.per_kg:
        return Cell(amount(band.per_kg, currency), "/kg", fee)
    if band.per_step:
        each = _("%(price)s each %(g)s g") % {"price": amount(band.per_step, currency), "g": band.step_g}
        return Cell(
            amount(band.flat, currency), _("up to %(g)s g, then %(each)s") % {"g": band.first_g, "each": each}, fee
        )
    return Cell(amount(band.flat, currency), "", fee)


def _least(tariff: Tariff, currency: str) -> str:
    parts = [f"≥ {tariff.min_g} g"] if tariff.min_g else []
    parts += [f"≥ {amount(tariff.minimum, currency)}"] if tariff.minimum else []
    return ", ".join(parts)


def _terms(sheet: RateSheet) -> Iterator[Term]:
    money = sheet.currency
    yield Term(_("Fuel surcharge"), "; ".join(f"{percent:f} % ({since})" for since, percent in sheet.fuel))
    if sheet.premiums is None:
        yield Term(_("Special cargo"), _("as in the rule book"))
    elif sheet.premiums:
        said = (
            f"{CARGO.get(cargo.value, cargo.value)} "
            + (f"{one.percent:f} %" if one.percent else amount(one.fixed, money) if one.fixed else _("none"))
            for cargo, one in sheet.premiums.items()
        )
        yield Term(_("Special cargo"), "; ".join(said))
    fees = [f"{code} {amount(fee, money)}" for code, fee in sheet.remote_fees.items() if fee is not None]
    closed = [code for code, fee in sheet.remote_fees.items() if fee is None]
    yield Term(
        _("Remote areas"),
        "; ".join([*fees, *([_("not served: %(areas)s") % {"areas": ", ".join(closed)}] if closed else [])]),
    )
    if sheet.postcode_fees:
        yield Term(_("Fees by postcode"), _("%(n)s ranges") % {"n": len(sheet.postcode_fees)})
    if sheet.postcode_zones:
        yield Term(_("Zones by postcode"), _("%(n)s ranges") % {"n": len(sheet.postcode_zones)})
    if sheet.ddp.countries:
        extra = f"{amount(sheet.ddp.handling, money)} + {sheet.ddp.advance_percent:f} %"
        yield Term(_("Duties paid"), f"{' '.join(sorted(sheet.ddp.countries))} ({extra})")
    yield from _more_terms(sheet, money)


def _more_terms(sheet: RateSheet, money: str) -> Iterator[Term]:
    for rule in sheet.oversize:
        limits = (("mm", rule.over_side_mm), (_("mm girth"), rule.over_girth_mm), ("g", rule.over_weight_g))
        over = ", ".join(f"> {limit} {unit}" for unit, limit in limits if limit)
        yield Term(_("Oversize"), f"{amount(rule.fee, money)} ({over})")
    for window in sheet.peak:
        cost = " + ".join(
            [
                *([f"{window.percent:f} %"] if window.percent else []),
                *([amount(window.fixed, money)] if window.fixed else []),
            ]
        )
        zones = ", ".join(sorted(window.zones)) or _("every zone")
        yield Term(_("Peak season"), f"{window.valid_from} – {window.valid_until}: {cost} ({zones})")
    if sheet.insurance:
        yield Term(_("Insurance"), f"{sheet.insurance.percent:f} %, ≥ {amount(sheet.insurance.minimum, money)}")
    if sheet.return_label:
        always = f" ({_('every parcel')})" if sheet.return_label.always else ""
        yield Term(_("Return label"), amount(sheet.return_label.fee, money) + always)
    if sheet.discount:
        yield Term(_("Discount"), f"{sheet.discount.percent:f} %")
    if sheet.rebate:
        yield Term(_("Monthly rebate"), "; ".join(f"{since}+: {percent:f} %" for since, percent in sheet.rebate.tiers))
