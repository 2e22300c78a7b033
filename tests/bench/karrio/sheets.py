"""Sheets that both can say: 5 carriers × 7 services × 20 countries × 10 brackets, flat prices in US dollars.

Karrio rounds weights to 10 g and its brackets exclude their upper end, ours include it: so weights here are whole
tens of grams, and a bracket "below 500 g" is ours up to 490 g.
"""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo.rating.domain.rules import PriceRules, RateRequest
from fahuo.rating.domain.sheet import Band, RateSheet, Tariff
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.service import Service, ServiceLevel

ON = date(2026, 11, 22)
COUNTRIES = (
    "US", "BR", "KR", "ES", "FR", "DE", "PL", "GB", "MX", "IL",
    "SA", "IT", "JP", "CA", "AU", "NL", "PT", "CL", "SE", "BE",
)  # fmt: skip
ENDS_G = (100, 250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000)
_CHANCE = random.Random(20261122)
PRICES = {
    (carrier, service, country, end): Decimal(_CHANCE.randint(200, 900) + at * 350).scaleb(-2)
    for carrier in range(1, 6)
    for service in range(1, 8)
    for country in COUNTRIES
    for at, end in enumerate(ENDS_G)
}
RULES = PriceRules({"USD": Decimal("7.1")}, {}, {}, {})


def services() -> list[Service]:
    """Return the 35 services."""
    return [
        Service(f"karrio{carrier}", f"S{service}", "", "", ServiceLevel.STANDARD, cargo=frozenset(CargoClass))
        for carrier in range(1, 6)
        for service in range(1, 8)
    ]


def our_sheets() -> dict[str, RateSheet]:
    """Return the prices as our rate sheets."""
    return {service.key: _sheet(service) for service in services()}


def karrio_sheets() -> list[dict[str, Any]]:
    """Return the same prices as cells for Karrio: country, from and below how many grams, price."""
    carriers: dict[str, list[dict[str, Any]]] = {}
    for service in services():
        cells = [
            (country, least, below, float(PRICES[(*_places(service), country, below)]))
            for country in COUNTRIES
            for least, below in zip((0, *ENDS_G), ENDS_G, strict=False)
        ]
        entry = {"key": service.key, "divisor": service.volumetric_divisor, "cells": cells}
        carriers.setdefault(service.carrier, []).append(entry)
    return [{"code": code, "services": listed} for code, listed in carriers.items()]


def requests(count: int) -> list[RateRequest]:
    """Return dense parcels, so that only actual weight counts and both must find the same price."""
    chance = random.Random(7)
    weights = random.Random(8).choices((45, 200, 900), (70, 25, 5), k=count)
    return [_request(chance.choice(COUNTRIES), chance.randint(1, most) * 10, Size(100, 80, 20)) for most in weights]


def bulky() -> RateRequest:
    """Return 500 g in a box of 60 × 40 × 40 cm: 12 kg by volume."""
    return _request("US", 500, Size(600, 400, 400))


def _places(service: Service) -> tuple[int, int]:
    return int(service.carrier[-1]), int(service.code[-1])


def _sheet(service: Service) -> RateSheet:
    return RateSheet(
        name=f"{service.key}@2026-01-01",
        service_key=service.key,
        currency="USD",
        valid_from=date(2026, 1, 1),
        valid_until=None,
        zone_of={country: country for country in COUNTRIES},
        tariffs={country: _tariff(service, country) for country in COUNTRIES},
        not_served=ISO_COUNTRIES - frozenset(COUNTRIES),
        remote_fees={},
        fuel=((date(2026, 1, 1), Decimal(0)),),
        premiums={},
        sample=True,
    )


def _tariff(service: Service, country: str) -> Tariff:
    places = _places(service)
    return Tariff(tuple(Band(end - 10, PRICES[(*places, country, end)], 0, 1, Decimal(0)) for end in ENDS_G))


def _request(country: str, weight_g: int, size: Size) -> RateRequest:
    line = GoodsLine("A", "Goods", "商品", 1, weight_g, size, Money(Decimal(10), "USD"), hs_code="392690")
    return RateRequest(country, "", Parcel((line,), weight_g, size))
