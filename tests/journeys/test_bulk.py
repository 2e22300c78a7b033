"""Hundreds of orders over five carriers, slow ones that fail one time in seven: each ends booked once, or refused.

Counted from the carriers' own books. They book whatever they are sent, the same reference twice as well.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.models import CarrierCall
from fahuo.kit import clock
from fahuo.shipments.models import Shipment, ShipRun
from fahuo.shipments.services.start import start_run
from tests.fixtures.waiting import LONGEST_S, wait_until
from tests.journeys import crew

ORDERS, WORKERS, JOBS = 300, 2, 5
# One booking of each carrier is doubtful for certain, however the others fall out.
FAULTS = ("create:reset_after:1", *crew.GALE)
# Several emulators in one process answer three hundred calls at once: on a slow machine that takes seconds. Nobody is
# killed here, so that no lease and no dead worker is waited for.
PATIENCE = {"FAHUO_ANSWER_SECONDS": "4", "FAHUO_LEASE_SECONDS": "40", "FAHUO_WORKER_DEAD_SECONDS": "30"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_orders_end_booked_once_or_refused_with_a_reason(tmp_path: Path):
    codes = crew.CARRIERS
    workers = [crew.Worker(jobs=JOBS, **PATIENCE) for _ in range(WORKERS)]
    options = {"latency_ms": crew.LATENCY_MS, "faults": FAULTS, "refuse_duplicates": False}
    with crew.emulated(codes, **options) as urls:
        try:
            each = ORDERS // len(codes)
            stops = [crew.make_stop(code, url, orders=each, folder=tmp_path) for code, url in urls.items()]
            for worker in workers:
                worker.start()
            for stop in stops:
                start_run(seller=stop.seller, person=None, order_ids=stop.order_ids, at=clock.now())
            wait_until(lambda: not ShipRun.objects.filter(finished_at=None).exists(), states, longest_s=5 * LONGEST_S)
            counts = [crew.count(stop) for stop in stops]
        finally:
            for worker in workers:
                worker.close()
    assert sum(count.orders for count in counts) >= ORDERS * 0.9
    for count in counts:
        check(count)
    assert sum(count.labelled for count in counts) >= ORDERS * 0.7
    assert not CarrierCall.objects.filter(outcome="OPEN").exists(), "every call has an end in the journal"


def check(count: crew.Count) -> None:
    asked = registry.manifest(count.code).can(Capability.FIND)
    assert (count.twice, count.lost, count.unknown) == (0, 0, 0), count
    assert count.labelled + count.refused + count.review + count.unread == count.orders, count
    assert count.unread <= 3, f"a label is fetched three times; few are spoilt by the last: {count}"
    assert asked or set(count.reasons) >= {"BOOKING_CANNOT_BE_ASKED"}, "some of its bookings were doubtful"
    assert not asked or count.review == 0, f"a carrier that can be asked leaves nothing to a person: {count}"
    assert count.labelled > 0, count


def states() -> list[object]:
    open_rows = Shipment.objects.filter(run__finished_at=None)
    return list(open_rows.values_list("carrier", "status", "problems")[:20])
