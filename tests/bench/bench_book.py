"""Booking by two workers at several emulated carriers that answer after 300 ms and fail one time in twenty.

Everything shares this machine: the workers, PostgreSQL, and each emulator as a process of its own over real HTTP.

`book_per_s`: the rate while there is work: 19 of 20 orders divided by the seconds from the click (runs queued) until so
many are booked, or are refused or before a person with a reason. `book_all_per_s`: the same until the very last, which
is mostly waiting for what the storm left behind: an answer counts as lost after 1.5 s, "not found" is believed 0.8 s
later, and one in twenty of those goes wrong again. `book_label_per_s`: until every label is read back.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.crew import Stop

ORDERS, WARM, WORKERS, JOBS = 6_000, 100, 2, 8
MOST = 0.95
SELLERS = "Journey "  # as the crew calls them
LONGEST_S = 300.0


def measure() -> dict[str, float]:
    """Return both rates, and how many orders ended labelled, refused, or before a person."""
    from tests.journeys import crew

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        codes = crew.CARRIERS
        urls = stack.enter_context(crew.emulated(codes, latency_ms=crew.LATENCY_MS, faults=crew.STORM))
        stops = [crew.make_stop(code, url, orders=ORDERS // len(codes), folder=folder) for code, url in urls.items()]
        for _ in range(WORKERS):
            worker = crew.Worker(jobs=JOBS, FAHUO_LEASE_SECONDS="60")
            stack.callback(worker.close)
            worker.start()
        return _run(stops)


def _run(stops: list[Stop]) -> dict[str, float]:
    from fahuo.kit import clock
    from fahuo.shipments.services.start import start_run

    def click(part: slice) -> int:
        chosen = {stop.seller: stop.order_ids[part] for stop in stops}
        for seller, order_ids in chosen.items():
            start_run(seller=seller, person=None, order_ids=order_ids, at=clock.now())
        return sum(map(len, chosen.values()))

    warm = click(slice(0, WARM))  # the workers have read their sheets then
    _wait(warm, time.perf_counter(), waiting=("BOOKING", "BOOKED"))
    began = time.perf_counter()
    count = click(slice(WARM, None))
    most = round(count * MOST)
    most_s = _wait(warm + count, began, waiting=("BOOKING",), but=count - most)
    booked_s = _wait(warm + count, began, waiting=("BOOKING",))
    labelled_s = _wait(warm + count, began, waiting=("BOOKING", "BOOKED"))
    rates = {"book_per_s": most / most_s, "book_all_per_s": count / booked_s, "book_label_per_s": count / labelled_s}
    return {**rates, **_ends(stops)}


def _wait(total: int, began: float, *, waiting: tuple[str, ...], but: int = 0) -> float:
    """Return the seconds until all orders `but` so many have a shipment that waits in none of these states."""
    from fahuo.shipments.models import Shipment

    # Other benchmarks may have shipped in this database before.
    rows = Shipment.objects.filter(seller__name__startswith=SELLERS)
    while True:
        elapsed = time.perf_counter() - began
        if rows.count() - rows.filter(status__in=waiting, lease_until__isnull=False).count() >= total - but:
            return elapsed
        if elapsed > LONGEST_S:
            raise TimeoutError(f"{rows.count()} of {total} orders were taken up after {LONGEST_S:.0f} s")
        time.sleep(0.1)


def _ends(stops: list[Stop]) -> dict[str, float]:
    """Count how they ended, and prove by the carriers' own books that none was booked twice."""
    from fahuo.shipments.models import Shipment
    from tests.journeys import crew

    twice = sum(count > 1 for stop in stops for count in crew.book_of(stop.url).values())
    if twice:
        raise AssertionError(f"{twice} orders were booked twice")
    rows = Shipment.objects.filter(seller__in=[stop.seller for stop in stops])
    return {
        "book_labelled": rows.filter(status="LABELLED").count(),
        "book_refused": rows.filter(status="FAILED").count(),
        "book_for_a_person": rows.filter(status="REVIEW").count(),
    }
