"""Choosing a service: 84 known, 35 bookable, twelve dimensions; in bulk, alone, and as shipping asks for it.

Before anything is timed, winners of the batch are held against those of each order asked alone, and their prices
and charges against the exact engine.
"""

from __future__ import annotations

from tests.bench import world
from tests.bench.router import BEST, Router, text
from tests.bench.timing import cpu_seconds

BULK, OBJECTS, SINGLE, BATCH, SAMPLE = 50_000, 10_000, 150, 100, 200


def measure() -> dict[str, float]:
    """Return orders per CPU second, and CPU milliseconds an order."""
    router = Router()
    requests = world.route_requests(BULK)
    router.check(requests[:SAMPLE])
    batch, some, few = router.columns(requests), requests[:OBJECTS], requests[:SINGLE]
    return {
        "route_bulk_per_s": BULK / cpu_seconds(lambda: router.bulk(batch)),
        "route_bulk_objects_per_s": OBJECTS / cpu_seconds(lambda: router.bulk(router.columns(some)), 3),
        "route_single_ms": cpu_seconds(lambda: [text(router.explained(one)) for one in few]) * 1000 / SINGLE,
        "route_single_best_ms": cpu_seconds(lambda: [text(router.explained(one, detailed=BEST)) for one in few])
        * 1000
        / SINGLE,
        "route_batch_ms": cpu_seconds(lambda: router.shipping(requests[:BATCH])) * 1000 / BATCH,
    }
