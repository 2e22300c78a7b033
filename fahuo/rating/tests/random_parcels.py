"""Random requests for the tests that compare many prices. Seeded: a failure comes back on the next run."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from fahuo.rating import queries
from fahuo.rating.domain.places import COUNTRIES
from fahuo.rating.domain.rules import RateRequest
from fahuo.trade.cargo import CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money, minor_digits
from fahuo.trade.parcel import Parcel

_AREAS = {
    "US": ("", "US_AK", "US_HI", "US_PACIFIC", "US_ATLANTIS", "ES_CANARY"),
    "ES": ("", "ES_CANARY", "ES_AFRICA"),
    "FR": ("", "FR_CORSICA"),
    "GB": ("", "GB_ISLANDS"),
    "DE": ("", "", "", "US_AK"),
}
_COMMON = ("US", "DE", "FR", "ES", "GB", "KR", "JP", "BR", "MX", "AU", "XX")
_CURRENCIES = ("USD", "USD", "USD", "EUR", "GBP", "JPY", "CNY", "KZT")  # KZT has no exchange rate


def requests(count: int, seed: int) -> list[RateRequest]:
    """Return requests to common and rare places, of every cargo class, with weights around the bands' ends."""
    chance = random.Random(seed)
    ends = sorted(
        {band.up_to_g for sheet in queries.sheets() for tariff in sheet.tariffs.values() for band in tariff.bands}
    )
    return [_request(chance, ends) for _ in range(count)]


def _request(chance: random.Random, ends: Sequence[int]) -> RateRequest:
    country = chance.choice(_COMMON) if chance.random() < 0.95 else chance.choice(COUNTRIES)
    currency = chance.choice(_CURRENCIES)
    lines = tuple(_line(chance, currency) for _ in range(chance.choice((1, 1, 2, 3))))
    weight_g = chance.choice(
        (chance.randint(-1, 60), chance.randint(1, 3000), chance.choice(ends) + chance.randint(-1, 1))
    )
    longest = chance.choice((60, 200, 700))
    size = Size.of(*(chance.randint(1, longest) for _ in range(3)))
    return RateRequest(country, chance.choice(_AREAS.get(country, ("",))), Parcel(lines, weight_g, size))


def _line(chance: random.Random, currency: str) -> GoodsLine:
    value = Decimal(chance.randint(0, chance.choice((3_000, 30_000, 3_000_000)))).scaleb(-minor_digits(currency))
    return GoodsLine(
        sku="X",
        title_en="Goods",
        title_zh="商品",
        quantity=chance.randint(1, 3),
        unit_weight_g=1,
        unit_size=Size.of(10, 10, 10),
        unit_value=Money(value, currency),
        cargo_class=chance.choice((CargoClass.GENERAL, CargoClass.GENERAL, *CargoClass)),
        hs_code=chance.choice(("851713", "630260", "8517130000", "330499", "950300", "490199", "")),
    )


def wild_requests(count: int, seed: int) -> list[RateRequest]:
    """Return requests of every kind: with and without postcodes, insurance, return labels, areas nobody knows."""
    chance = random.Random(seed)
    ends = (100, 250, 300, 500, 1000, 2000, 5000, 20000, 30000)
    return [_wild(chance, _request(chance, ends)) for _ in range(count)]


def _wild(chance: random.Random, request: RateRequest) -> RateRequest:
    draw = chance.random()
    if chance.random() < 0.03:
        request = _worthless(request)
    return replace(
        request,
        postcode=_postcode(chance, request.country) if draw < 0.8 else "",
        remote_area=request.remote_area if draw < 0.3 else chance.choice(("", "none")),
        insured=chance.random() < 0.2,
        return_label=chance.random() < 0.1,
    )


def _worthless(request: RateRequest) -> RateRequest:
    parcel = request.parcel
    lines = (replace(line, unit_value=Money(Decimal(0), line.unit_value.currency)) for line in parcel.lines)
    return replace(request, parcel=replace(parcel, lines=tuple(lines)))


def _postcode(chance: random.Random, country: str) -> str:
    """Also such as are too short or too long."""
    if country in ("GB", "CA"):
        return f"{chance.choice(('BT', 'ze', 'X0', 'M1', 'K'))}{chance.randrange(30)} {chance.randrange(10)}ab"
    digits = f"{chance.randrange(10**7):07d}"[: chance.choice((1, 2, 3, 4, 5, 5, 5, 5, 7))]
    return digits + chance.choice(("", "", "-1234", "-12345678"))


def with_weight(request: RateRequest, weight_g: int) -> RateRequest:
    """Return the same request with another actual weight."""
    return replace(request, parcel=replace(request.parcel, weight_g=weight_g))
