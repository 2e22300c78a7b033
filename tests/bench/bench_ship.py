"""The main job, sustained: 2,000 orders through routing, booking, label and scan-back.

PostgreSQL and the emulated carriers (processes of their own, real HTTP) share the two cores with us.
`ship_per_s` is wall clock; `ship_cpu_ms` is the CPU time of our own process, theirs left out.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter, process_time

from fahuo.site.demo import emulators
from tests.bench import orders
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.people import make_seller

COUNT = 2_000
CARRIERS = ("yunexpress", "yanwen")


def measure() -> dict[str, float]:
    """Return the two figures, and how many of the 2,000 ended labelled."""
    with tempfile.TemporaryDirectory() as folder, emulators.running(CARRIERS) as urls:
        seller = make_seller("Bench ship")
        for code, url in urls.items():
            connect_emulated(seller, code, url)
        return _ship(seller, _import(seller, Path(folder)))


def _import(seller: object, folder: Path) -> list[int]:
    from fahuo.kit import clock
    from fahuo.orders.models import Order
    from fahuo.orders.services.import_orders import import_file

    samples = folder / "samples.json"
    orders.write(samples, count=300)
    import_file(seller=make_seller("Bench samples"), path=samples, catalogue=orders.CATALOGUE, at=clock.now())
    ready = Order.objects.filter(seller__name="Bench samples", outcome="READY").values_list("number", flat=True)
    many = folder / "many.json"
    orders.write(many, count=COUNT, positions=_positions(ready))
    import_file(seller=seller, path=many, catalogue=orders.CATALOGUE, at=clock.now())
    return list(Order.objects.filter(seller=seller, outcome="READY").order_by("id").values_list("id", flat=True))


def _positions(numbers: object) -> set[int]:
    """Turn new numbers back into places in the sample file."""
    return {(int(number) - orders.FIRST) // 1000 for number in numbers}  # type: ignore[attr-defined]


def _ship(seller: object, order_ids: list[int]) -> dict[str, float]:
    from fahuo.kit import clock
    from fahuo.shipments.models import Shipment
    from fahuo.shipments.services import ship, start, work_run

    run = start.open_run(seller=seller, person=None, order_count=len(order_ids), at=clock.now())
    with ship.open_desk(seller) as desk:
        work_run.work_run(seller=seller, run=run, order_ids=order_ids[:100], desk=desk)  # warm
        began, cpu = perf_counter(), process_time()
        work_run.work_run(seller=seller, run=run, order_ids=order_ids[100:], desk=desk)
        wall, cpu = perf_counter() - began, process_time() - cpu
    labelled = Shipment.objects.filter(run=run, status="LABELLED").count()
    shipped = labelled - 100 * labelled / len(order_ids)
    return {"ship_per_s": shipped / wall, "ship_cpu_ms": cpu * 1000 / shipped, "ship_labelled": labelled}
