"""Pricing: 100,000 orders over the 35 services under contract, in bulk and one by one.

Before anything is timed, bulk is held against single on a sample, total by total and charge by charge: a wrong engine
has no speed.
"""

from __future__ import annotations

from tests.bench import engine, world
from tests.bench.timing import cpu_seconds

BULK, OBJECTS, SINGLE, SAMPLE = 100_000, 20_000, 150, 300


def measure() -> dict[str, float]:
    """Return orders per CPU second."""
    table = engine.table(bookable(), world.sheets(), world.rules(), world.ON)
    requests = world.rate_requests(BULK)
    engine.check(requests[:SAMPLE], table)
    batch = engine.as_columns(requests, table)
    some, few = requests[:OBJECTS], requests[:SINGLE]
    return {
        "rate_bulk_per_s": BULK / cpu_seconds(lambda: engine.bulk(batch, table)),
        "rate_bulk_objects_per_s": OBJECTS / cpu_seconds(lambda: engine.bulk(engine.as_columns(some, table), table), 3),
        "rate_single_per_s": SINGLE / cpu_seconds(lambda: [engine.singly(one, table) for one in few], 3),
    }


def bookable() -> list[object]:
    """Return the 35 services under contract."""
    return [service for service in world.services() if service.carrier in world.BOOKABLE]
