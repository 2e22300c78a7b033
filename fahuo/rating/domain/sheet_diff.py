"""What a new version of a rate sheet changes: prices by zone and band, places, terms, and what typical parcels cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fahuo.rating.domain import single
from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.rules import PriceRules, RateRequest
from fahuo.rating.domain.sheet import Band, RateSheet, Tariff
from fahuo.trade.charge import Rate
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.service import Service

WEIGHTS_G = (100, 500, 1000, 2000, 5000)
DESTINATIONS = ("US", "GB", "DE", "FR", "ES", "PL", "KR", "BR", "CA", "AU")  # where most parcels go
_PARTS = ("per_kg", "flat", "per_step", "registered")
# Fields of a sheet that are no terms: they are compared by themselves, or say which version it is.
_NO_TERMS = frozenset(
    ("name", "service_key", "valid_from", "valid_until", "sample", "zone_of", "tariffs", "not_served", "fuel")
)


@dataclass(frozen=True, slots=True)
class PriceChange:
    """One price of a zone's band; None where only one of the versions has it. `part` is a field of `Band`."""

    zone: str
    from_g: int
    to_g: int
    part: str
    old: Decimal | None
    new: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """How much dearer, in per cent with one decimal; None where there is nothing to compare with."""
        if not self.old or self.new is None:
            return None
        return ((self.new - self.old) / self.old * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Move:
    """A country that stands in another zone than before."""

    country: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TermChange:
    """One term of the contract, as text; empty where a version has none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What a new version changes. Everything is empty when the two are alike."""

    prices: tuple[PriceChange, ...] = ()
    zones_added: tuple[str, ...] = ()
    zones_lost: tuple[str, ...] = ()
    countries_added: tuple[str, ...] = ()
    countries_lost: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    terms: tuple[TermChange, ...] = ()

    @property
    def none(self) -> bool:
        """Whether nothing changes."""
        return not any(getattr(self, part.name) for part in fields(self))


@dataclass(frozen=True, slots=True)
class TypicalCost:
    """What one typical parcel costs by both versions; None where a version has no price for it."""

    country: str
    weight_g: int
    old: Money | None
    new: Money | None

    @property
    def percent(self) -> Decimal | None:
        """How much dearer, in per cent; None where there is nothing to compare with."""
        if self.old is None or self.new is None or self.old.currency != self.new.currency or not self.old.amount:
            return None
        return ((self.new.amount - self.old.amount) / self.old.amount * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def differences(old: RateSheet | None, new: RateSheet) -> Differences:
    """Return what changes from one version to the next; against none, every zone and country is new."""
    before = {} if old is None else old.tariffs
    places = {} if old is None else old.zone_of
    return Differences(
        prices=() if old is None else tuple(_prices(old, new)),
        zones_added=tuple(sorted(set(new.tariffs) - set(before))),
        zones_lost=tuple(sorted(set(before) - set(new.tariffs))),
        countries_added=tuple(sorted(set(new.zone_of) - set(places))),
        countries_lost=tuple(sorted(set(places) - set(new.zone_of))),
        moves=tuple(
            Move(code, places[code], zone)
            for code, zone in sorted(new.zone_of.items())
            if code in places and places[code] != zone
        ),
        terms=() if old is None else tuple(_terms(old, new)),
    )


def typical_costs(
    service: Service, old: RateSheet | None, new: RateSheet, rules: PriceRules, *, on: date
) -> tuple[TypicalCost, ...]:
    """Return what parcels of five weights cost to the ten most common destinations, before and after."""
    found = []
    for country in DESTINATIONS:
        for weight in WEIGHTS_G:
            asked = case(_request(country, weight), rules)
            before, after = (_cost(service, sheet, asked, on) for sheet in (old, new))
            found.append(TypicalCost(country, weight, before, after))
    return tuple(found)


def _prices(old: RateSheet, new: RateSheet) -> Iterator[PriceChange]:
    """Compare each zone with the one of its name; a zone of a new name with the one all its countries come from."""
    came_from: dict[str, set[str]] = {}
    for country, zone in new.zone_of.items():
        came_from.setdefault(zone, set()).add(old.zone_of.get(country, ""))
    for zone, after in new.tariffs.items():
        sources = came_from.get(zone, set())
        before = old.tariffs.get(zone) or (old.tariffs.get(next(iter(sources))) if len(sources) == 1 else None)
        if before is not None:
            yield from _zone(zone, before, after)


def _zone(zone: str, before: Tariff, after: Tariff) -> Iterator[PriceChange]:
    """Compare a zone's bands where either version has an end."""
    start = 0
    for end in sorted({band.up_to_g for band in (*before.bands, *after.bands)}):
        old_band, new_band = before.band(end), after.band(end)
        for part in _PARTS:
            was, is_ = _part(old_band, part), _part(new_band, part)
            if was != is_ and (was or is_):
                yield PriceChange(zone, start, end, part, was, is_)
        start = end
    for name in ("minimum", "min_g"):
        was, is_ = Decimal(getattr(before, name)), Decimal(getattr(after, name))
        if was != is_:
            yield PriceChange(zone, 0, start, name, was, is_)


def _part(band: Band | None, part: str) -> Decimal | None:
    """Return a price of a band; a price per kg stands for the step it was reckoned from."""
    if band is None or (part == "per_step" and band.per_kg):
        return None
    amount: Decimal = getattr(band, part)
    return amount or None


def _terms(old: RateSheet, new: RateSheet) -> Iterator[TermChange]:
    was_fuel, is_fuel = (_fuel(sheet, new.valid_from) for sheet in (old, new))
    if was_fuel != is_fuel:
        yield TermChange("fuel", was_fuel, is_fuel)
    for part in fields(RateSheet):
        was, is_ = getattr(old, part.name), getattr(new, part.name)
        if part.name not in _NO_TERMS and was != is_:
            yield TermChange(part.name, _shown(was), _shown(is_))
    for zone in sorted(set(old.tariffs) & set(new.tariffs)):
        if old.tariffs[zone].days != new.tariffs[zone].days:
            yield TermChange(f"days.{zone}", _shown(old.tariffs[zone].days), _shown(new.tariffs[zone].days))


def _fuel(sheet: RateSheet, on: date) -> str:
    """Return the fuel percentages from a day on: what held before says nothing about a change."""
    later = [(since, percent) for since, percent in sheet.fuel if since > on]
    return ", ".join([f"{sheet.fuel_percent(on):f} %", *(f"{percent:f} % ({since})" for since, percent in later)])


def _shown(value: object) -> str:
    """Return a term as one short text; a long list says how many entries it has."""
    if value is None or value in ((), {}, frozenset()):
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(one) or '—'}" for key, one in sorted(value.items()))
    if isinstance(value, tuple | frozenset):
        if len(value) > 12:
            return f"{len(value)}"
        return ", ".join(_shown(one) for one in (sorted(value) if isinstance(value, frozenset) else value))
    if is_dataclass(value):
        said = ((part.name, getattr(value, part.name)) for part in fields(value))
        return " ".join(f"{name} {_shown(one)}" for name, one in said if one not in (None, 0, "", (), frozenset()))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _request(country: str, weight_g: int) -> RateRequest:
    """Return a small box with a towel for 10 USD."""
    value = Money(Decimal(10), "USD")
    towel = GoodsLine("", "Cotton towel", "毛巾", 1, weight_g, Size.of(1, 1, 1), value, hs_code="630260")
    return RateRequest(country, "", Parcel((towel,), weight_g, Size.of(1, 1, 1)))


def _cost(service: Service, sheet: RateSheet | None, asked: Case, on: date) -> Money | None:
    if sheet is None:
        return None
    held = replace(sheet, valid_from=min(sheet.valid_from, on), valid_until=None)  # as if it went on
    found = single.rate(service, held, asked, on=on, ddp=single.prepays(service, held, asked.request.country))
    return found.total if isinstance(found, Rate) else None
