"""Import and pre-flight of 3,000 orders: one file, one transaction, real PostgreSQL."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import process_time

from tests.bench import orders
from tests.fixtures.people import make_seller

COUNT, WARM_UP = 3_000, 1_000  # every sample once: tables of countries, rules and words load once per process


def measure() -> dict[str, float]:
    """Return orders per CPU second of our process; parsing, checks and writing included."""
    from fahuo.kit import clock
    from fahuo.orders.services.import_orders import import_file

    seller = make_seller("Bench import")
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.json", Path(folder) / "large.json"
        orders.write(small, count=WARM_UP)
        orders.write(large, count=COUNT)
        import_file(seller=make_seller("Bench warm"), path=small, catalogue=orders.CATALOGUE, at=clock.now())
        started = process_time()
        import_file(seller=seller, path=large, catalogue=orders.CATALOGUE, at=clock.now())
        return {"import_per_s": COUNT / (process_time() - started)}
