"""Carriers, their services, contracts, and the rules of the day."""

from __future__ import annotations

import random
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from fahuo import rulebook
from fahuo.rating.domain.rules import Duty, ImportTax, MonthVolume, PriceRules, RemoteArea
from fahuo.rating.domain.sheet import PostcodeRange, Premium
from fahuo.trade.cargo import CargoClass
from fahuo.trade.contract import ContractTerms
from fahuo.trade.money import Money
from fahuo.trade.service import Service, ServiceLevel
from tests.bench.world.places import DESTINATIONS

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 10, 30)  # noqa: DTZ001 - the time of the place of origin
CARRIERS = tuple(f"carrier{number:02d}" for number in range(1, 13))
BOOKABLE = CARRIERS[:5]  # 5 × 7 = 35 services under contract

EXCHANGE = {
    "CNY": "1", "USD": "7.1", "EUR": "8.1", "GBP": "9.4", "HKD": "0.91", "JPY": "0.046", "KRW": "0.005", "AUD": "4.7",
    "CAD": "5.15", "BRL": "1.3", "MXN": "0.39", "PLN": "1.9", "KWD": "23.1", "SAR": "1.89",
}  # fmt: skip
EU = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
CHAPTERS = ("33", "39", "42", "61", "62", "63", "64", "71", "82", "84", "85", "90", "94", "95")
_LIMITS = {  # grams, longest side, girth, days
    ServiceLevel.SUPER_ECONOMY: (2_000, 600, 900, 20, 45),
    ServiceLevel.ECONOMY: (2_000, 600, 900, 15, 35),
    ServiceLevel.DEDICATED_ECONOMY: (5_000, 1_000, 2_000, 12, 25),
    ServiceLevel.SIMPLE: (2_000, 600, 1_800, 15, 29),
    ServiceLevel.STANDARD: (30_000, 1_500, 3_000, 9, 20),
    ServiceLevel.DEDICATED_STANDARD: (30_000, 1_200, 2_600, 7, 14),
    ServiceLevel.PREMIUM: (30_000, 1_500, 0, 3, 8),
}


@cache
def services() -> tuple[Service, ...]:
    """Return seven services of each carrier, one of each level."""
    return tuple(
        _service(carrier, place, level) for carrier in CARRIERS for place, level in enumerate(_LIMITS, start=1)
    )


def _service(carrier: str, place: int, level: ServiceLevel) -> Service:
    chance = random.Random(f"service {carrier} {place}")
    weight, side, girth, soonest, latest = _LIMITS[level]
    special = [cargo for cargo in CargoClass if chance.random() < 0.55]
    return Service(
        carrier=carrier,
        code=f"S{place}",
        name_en=f"{carrier} {level.value.lower()}",
        name_zh=f"{carrier} {place} 号线",
        level=level,
        max_weight_g=weight,
        max_side_mm=side,
        max_girth_mm=girth,
        volumetric_divisor=chance.choice((5000, 6000, 8000, 8000)),
        cargo=frozenset({CargoClass.GENERAL, *special}),
        ddp=chance.random() < 0.6,
        latin_name=chance.random() < 0.1,
        days_min=soonest + chance.randrange(3),
        days_max=latest + chance.randrange(4),
    )


@cache
def rules() -> PriceRules:
    """Return exchange rates, duties by chapter, taxes and premiums; 40 of the 240 destinations have no duty rate."""
    chance = random.Random("rules")
    known = sorted(set(chance.sample(DESTINATIONS, 200)) | {*EU, "US", "GB", "BR", "KR", "MX", "CA", "AU", "JP"})
    return PriceRules(
        yuan_per_unit={currency: Decimal(rate) for currency, rate in EXCHANGE.items()},
        duties={country: _duty(country) for country in known},
        import_taxes={country: _tax(country) for country in known},
        premiums={
            cargo: Premium(percent=Decimal(30 + 10 * place)) for place, cargo in enumerate(list(CargoClass)[1:7])
        },
        exchange_from=date(2026, 7, 1),
        exchange_source="invented",
        areas=_areas(),
    )


def _areas() -> tuple[RemoteArea, ...]:
    """Return the rule book's own remote areas."""
    return tuple(
        RemoteArea(code, PostcodeRange(area["country"], prefix, prefix))
        for code, area in rulebook.value("destinations.remote_areas", on=ON).items()
        for prefix in area["prefixes"].split()
    )


def _duty(country: str) -> Duty:
    chance = random.Random(f"duty {country}")
    chapters = {chapter: Decimal(chance.randrange(0, 400)) / 10 for chapter in CHAPTERS if chance.random() < 0.6}
    percent = Decimal(chance.randrange(0, 300)) / 10
    if country in EU:
        return Duty(percent, Money(Decimal(150), "EUR"), Money(Decimal(3), "EUR"), chapters)
    return Duty(percent, chapters=chapters)


def _tax(country: str) -> ImportTax:
    chance = random.Random(f"tax {country}")
    percent = Decimal(chance.randrange(0, 54)) / 2
    at_sale = Money(Decimal(150), "EUR") if country in EU else Money(Decimal(chance.choice((0, 0, 135, 1000))), "USD")
    return ImportTax(percent, at_sale)


@cache
def contracts() -> dict[str, ContractTerms]:
    """Return one contract with each of the five bookable carriers."""
    return {carrier: _contract(carrier, place) for place, carrier in enumerate(BOOKABLE)}


def _contract(carrier: str, place: int) -> ContractTerms:
    return ContractTerms(
        carrier=carrier,
        eori="" if place == 3 else f"DE1234567890123{place}",
        valid_from=date(2026, 1, 1),
        valid_until=None if place else date(2027, 1, 1),
        daily_capacity=None if place < 2 else 1_000_000,
        parcels_today=120 * place,
        cut_off=None if place == 0 else time(17, 0),
        pickup_areas=() if place % 2 else ("浙江省", "广东省", "31"),
        parcels_this_month=1_500 * place,
        expected_this_month=4_000 + 2_000 * place,
    )


def volumes() -> dict[str, MonthVolume]:
    """Return the month's parcels of each contract, by carrier."""
    return {
        carrier: MonthVolume(terms.parcels_this_month, terms.expected_this_month)
        for carrier, terms in contracts().items()
    }
