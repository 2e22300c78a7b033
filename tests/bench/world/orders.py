"""Orders: 70 % light parcels below 500 g, some batteries, few oversize ones, 3 % to remote places."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from fahuo.rating.domain.rules import RateRequest
from fahuo.routing.domain.lanes import LaneCounts, Lanes
from fahuo.routing.domain.request import RouteContext, RouteRequest
from fahuo.trade.address import Address
from fahuo.trade.cargo import BATTERIES, CargoClass, Paper
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from tests.bench.world import places
from tests.bench.world.terms import AT, BOOKABLE, CHAPTERS, ON, contracts, services

_CARGO = tuple(CargoClass)
_CARGO_WEIGHTS = (82, 11, 2, 1, 1.5, 1, 0.5, 1)
_WEIGHTS = ((15, 499), (500, 2_000), (2_001, 10_000), (10_001, 32_000))
_PAPERS = frozenset(Paper)
_CURRENCIES = ("USD",) * 17 + ("EUR", "BRL", "JPY")
_CHOSEN = ("CAINIAO_STANDARD",) * 4 + ("CAINIAO_ECONOMY", "CAINIAO_SUPER_ECONOMY", "CAINIAO_PREMIUM", "")
_ORIGIN = Address("Wei Trading", "CN", "文一西路 1 号", city="杭州市", province="浙江省", postcode="311121")


def rate_requests(count: int, seed: int = 1) -> list[RateRequest]:
    """Return parcels to be priced."""
    chance = random.Random(f"orders {seed}")
    return [_rate_request(chance) for _ in range(count)]


def route_requests(count: int, seed: int = 1) -> list[RouteRequest]:
    """Return the same parcels as orders that need a service."""
    extra = random.Random(f"wishes {seed}")
    return [_route_request(extra, at, request) for at, request in enumerate(rate_requests(count, seed))]


def route_context() -> RouteContext:
    """Return what the seller brings: 5 contracts, a place of origin, the record of his lanes."""
    return RouteContext(AT, contracts(), origin=_ORIGIN, lanes=lanes())


@cache
def lanes() -> Lanes:
    """Return the record of the 35 services on the common destinations and twenty rare ones."""
    chance = random.Random("lanes")
    keys = [service.key for service in services() if service.carrier in BOOKABLE]
    ends = [*places.SHARES, *chance.sample(places.DESTINATIONS, 20)]
    return Lanes({(key, end): _counts(chance) for key in keys for end in ends if chance.random() < 0.8})


def _counts(chance: random.Random) -> LaneCounts:
    parcels = chance.choice((3, 20, 150, 900))
    delivered = parcels - parcels // 20
    mean = chance.uniform(6, 30)
    return LaneCounts(
        parcels=parcels,
        delivered=delivered,
        days=delivered * mean,
        days_squared=delivered * (mean**2 + chance.uniform(1, 20)),
        on_time=delivered * 9 // 10,
        promised=delivered,
        lost=parcels // 200,
        returned=parcels // 100,
        disputed=parcels // 60,
        tracked=parcels - parcels // 50,
        picked_up=parcels,
        pickup_hours=parcels * chance.uniform(8, 60),
    )


def _rate_request(chance: random.Random) -> RateRequest:
    country = places.country(chance)
    remote = chance.random() < 0.03
    weight_g = _weight(chance)
    return RateRequest(
        country=country,
        remote_area="",
        parcel=Parcel(_lines(chance, weight_g), weight_g, _size(chance, weight_g)),
        postcode=places.postcode(chance, country, remote=remote),
        insured=chance.random() < 0.05,
        return_label=chance.random() < 0.02,
    )


def _weight(chance: random.Random) -> int:
    least, most = chance.choices(_WEIGHTS, (70, 22, 7, 1))[0]
    return chance.randint(least, most)


def _size(chance: random.Random, weight_g: int) -> Size:
    """Return a box of a density between feathers and books; one in a hundred is long."""
    litres = weight_g / 1000 / chance.choice((0.12, 0.25, 0.35, 0.5, 0.7))
    side = (litres * 1e6) ** (1 / 3)
    length, width = side * chance.uniform(1.1, 2.0), side * chance.uniform(0.8, 1.1)
    if chance.random() < 0.01:
        length = chance.uniform(900, 1_600)
    return Size.of(max(10, int(length)), max(10, int(width)), max(5, int(litres * 1e6 / length / width)))


def _lines(chance: random.Random, weight_g: int) -> tuple[GoodsLine, ...]:
    count = chance.choices((1, 2, 3), (76, 18, 6))[0]
    currency = chance.choice(_CURRENCIES)
    return tuple(_line(chance, max(1, weight_g // count), currency) for _ in range(count))


def _line(chance: random.Random, weight_g: int, currency: str) -> GoodsLine:
    cargo = chance.choices(_CARGO, _CARGO_WEIGHTS)[0]
    quantity = chance.choice((1, 1, 1, 2, 3))
    cents = int(chance.lognormvariate(7.2, 0.9)) + 50
    value = Decimal(cents) if currency == "JPY" else Decimal(cents).scaleb(-2)
    return GoodsLine(
        sku=f"SKU{chance.randrange(5_000)}",
        title_en="Goods",
        title_zh="商品",
        quantity=quantity,
        unit_weight_g=max(1, weight_g // quantity),
        unit_size=Size(100, 80, 40),
        unit_value=Money(value, currency),
        cargo_class=cargo,
        hs_code="" if chance.random() < 0.02 else f"{chance.choice(CHAPTERS)}{chance.randrange(1000, 9999)}0000",
        origin="CN",
        papers=_PAPERS if cargo in BATTERIES and chance.random() < 0.95 else frozenset(),
    )


def _route_request(chance: random.Random, at: int, request: RateRequest) -> RouteRequest:
    return RouteRequest(
        key=str(at),
        destination=Address(
            name="Ann Buyer" if chance.random() < 0.93 else "Иван Петров",
            country=request.country,
            street="Main Street 1",
            city="Town",
            postcode=request.postcode,
            phone="+4915112345678",
            tax_id="12345678909" if chance.random() < 0.8 else "",
        ),
        remote_area="",
        parcel=request.parcel,
        chosen_service=chance.choice(_CHOSEN),
        ship_by=ON + timedelta(days=chance.randint(-1, 5)) if chance.random() < 0.9 else None,
        promised_on=_promised(chance),
        buyer_failures=chance.choice((0,) * 40 + (1, 2)),
        insured=request.insured,
        return_label=request.return_label,
    )


def _promised(chance: random.Random) -> date | None:
    return ON + timedelta(days=chance.randint(8, 60)) if chance.random() < 0.85 else None
