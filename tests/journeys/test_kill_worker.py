"""A worker is killed between the carrier's commit and our write, again and again: nothing lost, nothing booked twice.

The carrier emulated here books whatever it is sent, even the same reference twice, so that a blind repeat would be
counted in its book. It commits at once and answers late, which is the window that the kills aim at. In every second
life it never answers one booking, so that the window stays open; whoever misses it nevertheless lives again.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fahuo.carriers.emulation import server
from fahuo.kit import clock
from fahuo.orders.models import Order
from fahuo.orders.services.import_orders import import_file
from fahuo.shipments.models import Shipment, ShipRun
from fahuo.shipments.services.start import start_run
from tests.bench import orders as many_orders
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.people import make_seller
from tests.fixtures.waiting import wait_until
from tests.journeys.crew import KILLS, Worker, held_by, let_fail

ORDERS_A_LIFE, LIVES = 8, 2 * KILLS
SEED = 20261122


@pytest.fixture
def worker(transactional_db) -> Iterator[Worker]:
    # A lease of 8 s outlives the emulator's 0.4 s; a silent worker counts as dead after 2 s.
    worker = Worker(FAHUO_LEASE_SECONDS="8", FAHUO_SETTLE_SECONDS="0.5", FAHUO_BACKOFF_SECONDS="0.2")
    yield worker
    worker.close()


@pytest.fixture
def carrier() -> Iterator[str]:
    with server.running("yunexpress", answer_after_ms=400, refuse_duplicates=False) as url:
        yield url


@pytest.mark.slow
def test_kills_lose_nothing_and_book_nothing_twice(worker: Worker, carrier: str, tmp_path: Path):
    seller = make_seller()
    connect_emulated(seller, "yunexpress", carrier)
    ready = ready_orders(seller, tmp_path, LIVES * ORDERS_A_LIFE)
    chance, order_ids, in_the_window = random.Random(SEED), [], 0
    for life in range(LIVES):
        if life >= KILLS and in_the_window >= KILLS // 2:
            break
        portion = ready[len(order_ids) :][:ORDERS_A_LIFE]
        silent = life % 2 == 0
        let_fail(carrier, *(["create:silence_after:1"] * silent))
        before = references(carrier)
        start_run(seller=seller, person=None, order_ids=portion, at=clock.now())
        order_ids += portion
        worker.start()
        wait_until(lambda before=before: references(carrier) > before, statuses)
        time.sleep(0 if silent else chance.uniform(0, 0.38))  # the answers leave after 0.4 s
        worker.kill()
        in_the_window += bool(unknown_here(carrier, before))
    let_fail(carrier)
    worker.start()
    wait_until(lambda: not ShipRun.objects.filter(seller=seller, finished_at=None).exists(), statuses)
    worker.kill()

    book = Counter(entry["order"] for entry in carriers_book(carrier))
    here = Shipment.objects.filter(seller=seller)
    assert in_the_window >= KILLS // 2, "the kills missed the window that this test is about"
    assert max(book.values()) == 1, "booked twice"
    refused = [problems[0]["code"] for problems in here.filter(status="FAILED").values_list("problems", flat=True)]
    assert set(refused) <= {"NO_SERVICE"}, "an order was refused that the carrier would have taken"
    states = Counter((status, str(problems)) for status, problems in here.values_list("status", "problems"))
    assert here.filter(status="LABELLED").count() == len(order_ids) - len(refused) == len(book), states
    numbers = here.filter(status="LABELLED").values_list("waybill_number", flat=True)
    assert set(numbers) == {entry["number"] for entry in carriers_book(carrier)}
    assert not ShipRun.objects.filter(seller=seller, finished_at=None).exists()


def ready_orders(seller, folder: Path, count: int) -> list[int]:
    file = folder / "orders.json"
    many_orders.write(file, count=count * 2)
    import_file(seller=seller, path=file, catalogue=many_orders.CATALOGUE, at=clock.now())
    ready = Order.objects.filter(seller=seller, outcome="READY").order_by("id").values_list("id", flat=True)
    return list(ready[:count])


def carriers_book(carrier: str) -> list[dict[str, str]]:
    """Return what the carrier holds, each entry with our order number out of the reference."""
    return [{**entry, "order": entry["reference"].split("-")[1]} for entry in held_by(carrier)]


def references(carrier: str) -> set[str]:
    return {entry["reference"] for entry in held_by(carrier)}


def unknown_here(carrier: str, before: set[str]) -> set[str]:
    """Return what was booked since, of which our rows say only that it is being booked."""
    new = references(carrier) - before
    return new & set(Shipment.objects.filter(status="BOOKING").values_list("reference", flat=True))


def statuses() -> Counter[str]:
    return Counter(Shipment.objects.values_list("status", flat=True))
