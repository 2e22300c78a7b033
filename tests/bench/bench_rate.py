"""Pricing: 100,000 orders over the 35 services under contract, in bulk and one by one.

Before anything is timed, bulk is held against single on a sample, total by total and charge by charge.
"""

from __future__ import annotations

from tests.bench import world
from tests.bench.engine import Engine
from tests.bench.timing import cpu_seconds

BULK, OBJECTS, SINGLE, SAMPLE = 100_000, 20_000, 150, 400


def measure() -> dict[str, float]:
    """Return orders per CPU second."""
    bookable = [service for service in world.services() if service.carrier in world.BOOKABLE]
    engine = Engine(bookable, world.sheets(), world.rules(), world.ON, world.volumes())
    requests = world.rate_requests(BULK)
    engine.check(requests[:SAMPLE])
    batch = engine.columns(requests)
    some, few = requests[:OBJECTS], requests[:SINGLE]
    return {
        "rate_bulk_per_s": BULK / cpu_seconds(lambda: engine.bulk(batch)),
        "rate_bulk_objects_per_s": OBJECTS / cpu_seconds(lambda: engine.bulk(engine.columns(some)), 3),
        "rate_single_per_s": SINGLE / cpu_seconds(lambda: [engine.single(one) for one in few], 3),
    }
