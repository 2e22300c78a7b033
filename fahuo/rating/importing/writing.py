"""A rate sheet as a table that can be read again, and the mapping that reads it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from fahuo.rating.domain.sheet import Band, RateSheet, Tariff
from fahuo.rating.importing.grids import letters
from fahuo.rating.importing.mapping import (
    NOT_SERVED,
    RULE_BOOK,
    Columns,
    DiscountTerm,
    DutiesPaid,
    FuelStep,
    GridLayout,
    InsuranceTerm,
    Listing,
    Mapping,
    OversizeTerm,
    PeakTerm,
    PremiumTerm,
    RebateTerm,
    ReturnTerm,
    Terms,
)

_MAIN = (
    "zone", "countries", "weight_to", "per_kg", "flat", "first_weight", "first", "step_weight", "step", "registered",
    "min_weight", "minimum", "days",
)  # fmt: skip
_HEADERS = (
    "zone", "countries", "weight_to_g", "per_kg", "flat", "first_weight_g", "first_price", "step_weight_g",
    "step_price", "registered", "min_weight_g", "minimum_charge", "days", "postcode_country", "postcode_from",
    "postcode_to", "postcode_zone", "postcode_fee_country", "postcode_fee_from", "postcode_fee_to", "postcode_fee",
    "postcode_fee_area",
)  # fmt: skip


def as_csv(sheet: RateSheet) -> bytes:
    """Return zones, prices and postcodes as CSV (UTF-8 with a mark, so that spreadsheet programs read it)."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _HEADERS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows(sheet):
        writer.writerow(row)
    return text.getvalue().encode("utf-8-sig")


def rows(sheet: RateSheet) -> Iterator[dict[str, str]]:
    """Yield the rows of the table by header."""
    countries: dict[str, list[str]] = defaultdict(list)
    for country, zone in sorted(sheet.zone_of.items()):
        countries[zone].append(country)
    for zone, tariff in sheet.tariffs.items():
        for band in tariff.bands:
            yield {"zone": zone, "countries": " ".join(countries[zone]), **_tariff(tariff), **_band(band)}
    for held in sheet.postcode_zones:
        range_ = held.postcodes
        yield dict(
            zip(_HEADERS[13:17], (range_.country, range_.first, range_.last, held.zone or NOT_SERVED), strict=True)
        )
    for fee in sheet.postcode_fees:
        range_ = fee.postcodes
        yield dict(zip(_HEADERS[17:], (range_.country, range_.first, range_.last, str(fee.fee), fee.area), strict=True))


def mapping_of(sheet: RateSheet) -> Mapping:
    """Return the mapping with which the CSV of a sheet is read again, terms of the contract included."""
    return Mapping(
        layout=GridLayout.ROWS,
        columns=Columns(**{name: letters(at) for at, name in enumerate(_MAIN)}),
        weight_unit="g",
        zones=None,
        postcode_zones=Listing("CSV", 1, zone="Q", country="N", first="O", last="P") if sheet.postcode_zones else None,
        postcode_fees=Listing("CSV", 1, country="R", first="S", last="T", fee="U", area="V")
        if sheet.postcode_fees
        else None,
        service=sheet.service_key,
        currency=sheet.currency,
        valid_from=sheet.valid_from,
        valid_until=sheet.valid_until,
        terms=terms_of(sheet),
    )


def terms_of(sheet: RateSheet) -> Terms:
    """Return the terms of a sheet as a mapping holds them."""
    return Terms(
        fuel=tuple(FuelStep(percent, since) for since, percent in sheet.fuel),
        unnamed_countries=NOT_SERVED,
        remote_areas={code: NOT_SERVED if fee is None else str(fee) for code, fee in sheet.remote_fees.items()},
        other_remote_areas="",
        premiums=RULE_BOOK
        if sheet.premiums is None
        else {
            cargo.value: PremiumTerm(premium.percent, premium.fixed)
            for cargo, premium in sheet.premiums.items()
            if premium.percent or premium.fixed  # a class that is not listed has no premium either
        },
        ddp=DutiesPaid(tuple(sorted(sheet.ddp.countries)), sheet.ddp.handling, sheet.ddp.advance_percent)
        if sheet.ddp.countries
        else None,
        oversize=tuple(
            OversizeTerm(term.fee, term.over_side_mm, term.over_girth_mm, term.over_weight_g) for term in sheet.oversize
        ),
        peak=tuple(
            PeakTerm(term.valid_from, term.valid_until, term.percent, term.fixed, tuple(sorted(term.zones)))
            for term in sheet.peak
        ),
        insurance=None
        if sheet.insurance is None
        else InsuranceTerm(
            sheet.insurance.included, sheet.insurance.percent, sheet.insurance.minimum, sheet.insurance.up_to
        ),
        return_label=None
        if sheet.return_label is None
        else ReturnTerm(sheet.return_label.fee, sheet.return_label.always),
        discount=None if sheet.discount is None else DiscountTerm(sheet.discount.percent, sheet.discount.of.value),
        rebate=None
        if sheet.rebate is None
        else RebateTerm(sheet.rebate.tiers, sheet.rebate.mode.value, sheet.rebate.of.value),
    )


def _tariff(tariff: Tariff) -> dict[str, str]:
    return {
        "min_weight_g": str(tariff.min_g) if tariff.min_g else "",
        "minimum_charge": _amount(tariff.minimum) if tariff.minimum else "",
        "days": f"{tariff.days[0]}-{tariff.days[1]}" if tariff.days else "",
    }


def _band(band: Band) -> dict[str, str]:
    """Return one band in the columns of its kind."""
    same = {"weight_to_g": str(band.up_to_g), "registered": _amount(band.registered)}
    if band.per_kg:
        return {**same, "per_kg": _amount(band.per_kg), "step_weight_g": str(band.step_g)}
    if not band.per_step:
        return {**same, "flat": _amount(band.flat)}
    return {
        **same, "first_weight_g": str(band.first_g), "first_price": _amount(band.flat),
        "step_weight_g": str(band.step_g), "step_price": _amount(band.per_step),
    }  # fmt: skip


def _amount(amount: Decimal) -> str:
    return f"{amount:f}"
