"""Whether a rate sheet makes sense, whoever wrote it: a file of the project or a carrier's price list.

A sheet read wrongly costs money on every parcel, so everything is looked at and everything that is wrong is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from fahuo.rating.domain.sheet import Band, Peak, PostcodeRange, RateSheet, Tariff
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.money import minor_digits

HEAVIEST_G = 10_000_000
DEAREST_MINOR = 5_000_000_000  # the bulk engine reckons in float64 and proves its exactness from these two
HIGHEST_PERCENT = 200
MOST_OFF = Decimal("99.99")  # of a price something must be left


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong, and where: `tariffs.DE.bands.2`, `remote_areas.US_AK`, `fuel`."""

    place: str
    reason: str

    def __str__(self) -> str:
        """`place: reason`."""
        return f"{self.place}: {self.reason}"


def sheet_problems(sheet: RateSheet, *, areas: Mapping[str, str]) -> list[SheetProblem]:
    """Return everything that is wrong with a sheet. `areas` are the rule book's remote areas and their countries."""
    if not (len(sheet.currency) == 3 and sheet.currency.isalpha() and sheet.currency.isupper()):
        return [SheetProblem("currency", f"{sheet.currency!r} is no ISO 4217 code")]
    check = _Check(sheet.currency)
    found = [
        *_places(sheet), *check.remote(sheet, areas), *_postcodes(sheet), *check.tariffs(sheet), *check.fuel(sheet),
        *check.premiums(sheet), *check.ddp(sheet), *check.oversize(sheet), *check.peak(sheet), *check.insurance(sheet),
        *check.reductions(sheet),
    ]  # fmt: skip
    if sheet.valid_until is not None and sheet.valid_until <= sheet.valid_from:
        found.insert(0, SheetProblem("valid_until", "it must lie after valid_from"))
    return found


def served(sheet: RateSheet) -> frozenset[str]:
    """Return the countries that a sheet goes to, wholly or in part."""
    return frozenset(sheet.zone_of) | {entry.postcodes.country for entry in sheet.postcode_zones if entry.zone}


def _places(sheet: RateSheet) -> Iterator[SheetProblem]:
    forgotten = ISO_COUNTRIES - set(sheet.zone_of) - sheet.not_served
    if forgotten:
        yield SheetProblem("zones", f"neither in a zone nor said not to be served: {_list(forgotten)}")
    if unknown := (set(sheet.zone_of) | sheet.not_served) - ISO_COUNTRIES:
        yield SheetProblem("zones", f"no ISO 3166-1 countries: {_list(unknown)}")
    if both := set(sheet.zone_of) & sheet.not_served:
        yield SheetProblem("zones", f"in a zone and not served at once: {_list(both)}")
    named = set(sheet.zone_of.values()) | {entry.zone for entry in sheet.postcode_zones if entry.zone}
    for zone in sorted(named - set(sheet.tariffs)):
        yield SheetProblem(f"tariffs.{zone}", "the zone has no tariff")
    for zone in sorted(set(sheet.tariffs) - named):
        yield SheetProblem(f"tariffs.{zone}", "no country and no postcode lies in this zone")


def _postcodes(sheet: RateSheet) -> Iterator[SheetProblem]:
    yield from _ranges("postcode_zones", [entry.postcodes for entry in sheet.postcode_zones])
    yield from _ranges("postcode_fees", [entry.postcodes for entry in sheet.postcode_fees])


def _ranges(place: str, ranges: Iterable[PostcodeRange]) -> Iterator[SheetProblem]:
    spans = [(held, held.first, held.last + "\x7f") for held in ranges]
    for held, _, _ in spans:
        if held.country not in ISO_COUNTRIES:
            yield SheetProblem(place, f"no ISO 3166-1 country: {held.country}")
    # A range inside another one goes before it; two that merely cross say nothing about what both hold.
    open_ends: list[tuple[PostcodeRange, str, str]] = []
    for held, low, high in sorted(spans, key=lambda span: (span[0].country, span[1], _reverse(span[2]))):
        open_ends = [one for one in open_ends if one[0].country == held.country and one[2] >= low]
        for other, start, end in open_ends:
            if end < high or (start, end) == (low, high):
                yield SheetProblem(place, f"{_shown(other)} and {_shown(held)} overlap")
        open_ends.append((held, low, high))


def _reverse(text: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in text)


def _shown(held: PostcodeRange) -> str:
    return f"{held.country} {held.first}–{held.last}"


def _list(names: Iterable[str]) -> str:
    return " ".join(sorted(names))


@dataclass(frozen=True, slots=True)
class _Check:
    """The checks of amounts, which know how many decimals the currency has."""

    currency: str

    def money(self, place: str, amount: Decimal, *, more_digits: int = 0) -> Iterator[SheetProblem]:
        digits = minor_digits(self.currency) + more_digits
        if not amount.is_finite() or amount < 0:
            yield SheetProblem(place, f"{amount} is negative")
        elif amount.scaleb(minor_digits(self.currency)) > DEAREST_MINOR:
            yield SheetProblem(place, f"{amount} {self.currency} is beyond reason")
        elif amount.scaleb(digits) != amount.scaleb(digits).to_integral_value():
            yield SheetProblem(place, f"{amount} has more than {digits} decimals")

    def percent(
        self, place: str, amount: Decimal, *, highest: int | Decimal = HIGHEST_PERCENT
    ) -> Iterator[SheetProblem]:
        if not amount.is_finite() or amount < 0:
            yield SheetProblem(place, f"{amount} % is negative")
        elif amount > highest:
            yield SheetProblem(place, f"{amount} % is above {highest} %")
        elif amount.scaleb(2) != amount.scaleb(2).to_integral_value():
            yield SheetProblem(place, f"{amount} % has more than two decimals")

    def tariffs(self, sheet: RateSheet) -> Iterator[SheetProblem]:
        if not sheet.tariffs:
            yield SheetProblem("tariffs", "there is none")
        for zone, tariff in sheet.tariffs.items():
            yield from self.tariff(f"tariffs.{zone}", tariff)

    def tariff(self, place: str, tariff: Tariff) -> Iterator[SheetProblem]:
        tops = [band.up_to_g for band in tariff.bands]
        if not tops or tops != sorted(set(tops)) or tops[0] <= 0:
            yield SheetProblem(place, "bands must rise, the first from 0")
        if tops and not 0 <= tariff.min_g <= tops[-1]:
            yield SheetProblem(place, f"the least weight {tariff.min_g} g lies outside the bands")
        yield from self.money(f"{place}.minimum", tariff.minimum)
        if tariff.days is not None and not 0 < tariff.days[0] <= tariff.days[1]:
            yield SheetProblem(f"{place}.days", f"{tariff.days[0]} to {tariff.days[1]} days")
        for number, band in enumerate(tariff.bands, 1):
            yield from self.band(f"{place}.bands.{number}", band)

    def band(self, place: str, band: Band) -> Iterator[SheetProblem]:
        if band.up_to_g > HEAVIEST_G or band.first_g < 0 or band.step_g <= 0:
            yield SheetProblem(place, f"weights beyond reason: {band.first_g} g, {band.step_g} g, {band.up_to_g} g")
            return
        if (band.up_to_g - band.first_g) % band.step_g:
            yield SheetProblem(place, "bands must rise and end on a whole step")
        amounts = ((band.flat, 0), (band.registered, 0), (band.per_kg, 0), (band.per_step, 3))
        problems = [found for amount, more in amounts for found in self.money(place, amount, more_digits=more)]
        yield from problems
        if not problems:
            dearest = band.flat + band.per_step * band.steps(band.up_to_g)
            yield from self.money(place, dearest, more_digits=3)
            if band.flat + band.per_step == 0:
                yield SheetProblem(place, "a price of nothing")

    def remote(self, sheet: RateSheet, areas: Mapping[str, str]) -> Iterator[SheetProblem]:
        places = served(sheet)
        expected = {code for code, country in areas.items() if country in places}
        for code in sorted(expected - set(sheet.remote_fees)):
            yield SheetProblem(f"remote_areas.{code}", "remote areas: neither a fee nor not served")
        for code in sorted(set(sheet.remote_fees) - expected):
            yield SheetProblem(f"remote_areas.{code}", "remote areas: no area of a country that is served")
        for code, fee in sheet.remote_fees.items():
            if fee is not None:
                yield from self.money(f"remote_areas.{code}", fee)
        for entry in sheet.postcode_fees:
            yield from self.money("postcode_fees", entry.fee)

    def fuel(self, sheet: RateSheet) -> Iterator[SheetProblem]:
        dates = [since for since, _ in sheet.fuel]
        if not dates or dates[0] > sheet.valid_from or dates != sorted(set(dates)):
            yield SheetProblem("fuel", "fuel_percent begins with the sheet and lists its dates in order")
        for since, percent in sheet.fuel:
            yield from self.percent(f"fuel.{since}", percent)

    def premiums(self, sheet: RateSheet) -> Iterator[SheetProblem]:
        for cargo, premium in (sheet.premiums or {}).items():
            yield from self.percent(f"premiums.{cargo}", premium.percent)
            yield from self.money(f"premiums.{cargo}", premium.fixed)
            if cargo is CargoClass.GENERAL:
                yield SheetProblem(f"premiums.{cargo}", "general cargo has no premium")
            if premium.percent and premium.fixed:
                yield SheetProblem(f"premiums.{cargo}", "either a percentage or a fixed amount, not both")

    def ddp(self, sheet: RateSheet) -> Iterator[SheetProblem]:
        if strangers := sheet.ddp.countries - served(sheet):
            yield SheetProblem("ddp", f"to countries that are not served: {_list(strangers)}")
        yield from self.money("ddp.handling", sheet.ddp.handling)
        yield from self.percent("ddp.advance_percent", sheet.ddp.advance_percent, highest=100)

    def oversize(self, sheet: RateSheet) -> Iterator[SheetProblem]:
        for number, rule in enumerate(sheet.oversize, 1):
            place, limits = f"oversize.{number}", (rule.over_side_mm, rule.over_girth_mm, rule.over_weight_g)
            yield from self.money(place, rule.fee)
            if min(limits) < 0 or not any(limits) or not rule.fee:
                yield SheetProblem(place, "a fee and at least one limit are needed")

    def peak(self, sheet: RateSheet) -> Iterator[SheetProblem]:
        for number, window in enumerate(sheet.peak, 1):
            place = f"peak.{number}"
            yield from self.percent(place, window.percent)
            yield from self.money(place, window.fixed)
            if window.valid_until <= window.valid_from:
                yield SheetProblem(place, "valid_until must lie after valid_from")
            if unknown := window.zones - set(sheet.tariffs):
                yield SheetProblem(place, f"zones that the sheet has not: {_list(unknown)}")
        for zone in sheet.tariffs:
            windows = sorted((w for w in sheet.peak if not w.zones or zone in w.zones), key=_begin)
            if any(later.valid_from < earlier.valid_until for earlier, later in pairwise(windows)):
                yield SheetProblem("peak", f"two windows overlap in zone {zone}")

    def insurance(self, sheet: RateSheet) -> Iterator[SheetProblem]:
        terms = sheet.insurance
        if terms is not None:
            yield from self.percent("insurance.percent", terms.percent, highest=100)
            for name, amount in (("included", terms.included), ("minimum", terms.minimum), ("up_to", terms.up_to)):
                yield from self.money(f"insurance.{name}", amount or Decimal(0))
            if terms.up_to is not None and terms.up_to < terms.included:
                yield SheetProblem("insurance.up_to", "it is below what is included")
        if sheet.return_label is not None:
            yield from self.money("return_label.fee", sheet.return_label.fee)

    def reductions(self, sheet: RateSheet) -> Iterator[SheetProblem]:
        if sheet.discount is not None:
            yield from self.percent("discount.percent", sheet.discount.percent, highest=MOST_OFF)
        if sheet.rebate is None:
            return
        tiers = [since for since, _ in sheet.rebate.tiers]
        if not tiers or tiers[0] < 1 or tiers != sorted(set(tiers)):
            yield SheetProblem("rebate.tiers", "tiers must rise, the first from 1 parcel or more")
        for since, percent in sheet.rebate.tiers:
            yield from self.percent(f"rebate.{since}", percent, highest=MOST_OFF)


def _begin(window: Peak) -> tuple[str, str]:
    return window.valid_from.isoformat(), window.valid_until.isoformat()
