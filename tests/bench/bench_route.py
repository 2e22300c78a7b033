"""How long pricing and routing take. Run alone by `python -m tests.bench bench_route`."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from statistics import median

from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.services.rate import rate_batch
from fahuo.routing.domain import RouteRequest
from fahuo.routing.services.recommend import recommend
from tests.fixtures import parcels, places

TODAY = date(2026, 11, 22)
CARRIERS = frozenset({"cainiao", "fpx", "yanwen", "yunexpress"})


def measure() -> dict[str, float]:
    """Return microseconds of CPU an order, the median of 15 runs: batches of 100 and 1,000 over all sample services."""
    hundred, thousand = _orders(100), _orders(1000)
    priced = [RateRequest(order.destination.country, "", order.parcel) for order in thousand]
    return {
        "rate_1000_us": _each(lambda: rate_batch(priced, on=TODAY), 1000),
        "route_100_us": _each(lambda: recommend(hundred, on=TODAY), 100),
        "route_1000_us": _each(lambda: recommend(thousand, on=TODAY), 1000),
    }


def _each(work: Callable[[], object], orders: int) -> float:
    work()  # the first call reads the sheets
    taken = []
    for _ in range(15):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return median(taken) / orders * 1e6


def _orders(count: int) -> list[RouteRequest]:
    goods = (parcels.phone_with_battery(), parcels.cotton_towel(2), parcels.face_cream(), parcels.fridge_magnet(3))
    homes = (places.hamburg(), places.alaska(), places.seoul(), places.sao_paulo(), places.chicago(), places.madrid())
    return [
        RouteRequest(
            key=str(at),
            destination=homes[at % len(homes)],
            remote_area="",
            parcel=parcels.parcel_of(goods[at % len(goods)], goods[at * 3 % len(goods)]),
            bookable=CARRIERS,
            chosen_service="CAINIAO_STANDARD",
            seller_eori="DE123456789012345",
        )
        for at in range(count)
    ]
