"""An invented world for benchmarks: 12 carriers × 7 services, 240 destinations, and as many orders as wanted.

Everything follows from seeds, so that two runs measure the same. No price is anybody's. Reading:

    services()  sheets()  rules()  contracts()      the world; 35 of the 84 services are under contract
    rate_requests(count)  route_requests(count)     orders as objects
"""

from __future__ import annotations

from tests.bench.world.orders import lanes, rate_requests, route_context, route_requests
from tests.bench.world.places import DESTINATIONS
from tests.bench.world.sheets import sheets
from tests.bench.world.terms import AT, BOOKABLE, CARRIERS, ON, contracts, rules, services, volumes

__all__ = [
    "AT", "BOOKABLE", "CARRIERS", "DESTINATIONS", "ON",
    "contracts", "lanes", "rate_requests", "route_context", "route_requests", "rules", "services", "sheets", "volumes",
]  # fmt: skip
