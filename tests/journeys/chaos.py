"""`make chaos`: workers are killed with -9 again and again while they ship at several carriers in a storm.

Each carrier books whatever it is sent, also the same reference twice; it commits at once and answers late, which is the
window that the kills fall into. At the end its book is counted against our rows: nothing lost, nothing booked twice.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.crew import Count, Stop, Worker

KILLS, WORKERS, JOBS = 200, 2, 3
ORDERS = 2_000
ANSWER_AFTER_MS = 350
LONGEST_S, SEED = 150.0, 20261122


@dataclass
class Tally:
    """What the kills hit: those after which a carrier held a booking that our row did not know of yet."""

    kills: int = 0
    in_the_window: int = 0
    seconds: float = 0
    counts: list[Count] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether nothing was lost and nothing booked twice."""
        return self.kills >= KILLS and not any(one.twice or one.lost or one.unknown for one in self.counts)


def run() -> Tally:
    """Ship, kill, restart; count when no order moves by itself any more."""
    from tests.journeys import crew

    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        options = {"answer_after_ms": ANSWER_AFTER_MS, "refuse_duplicates": False, "faults": crew.STORM}
        codes = crew.CARRIERS
        urls = stack.enter_context(crew.emulated(codes, **options))
        stops = [crew.make_stop(code, url, orders=ORDERS // len(codes), folder=folder) for code, url in urls.items()]
        workers = [crew.Worker(jobs=JOBS) for _ in range(WORKERS)]
        for worker in workers:
            stack.callback(worker.close)
            worker.start()
        tally = _kill_on(workers, stops)
        _wait_for_the_end()
        tally.counts = [crew.count(stop) for stop in stops]
    tally.seconds = time.monotonic() - began
    return tally


def _kill_on(workers: Sequence[Worker], stops: Sequence[Stop]) -> Tally:
    """Kill one worker after the other at random moments, and see to it that there is always something to ship."""
    chance, tally = random.Random(SEED), Tally()
    while tally.kills < KILLS:
        _feed(stops, tally.kills)
        time.sleep(chance.uniform(0.1, 1.1))
        worker = workers[chance.randrange(len(workers))]
        worker.kill()
        tally.kills += 1
        tally.in_the_window += _held_there_unknown_here(stops)
        worker.start()
        if sys.stdout.isatty() and tally.kills % 20 == 0:
            print(f"{tally.kills} kills", flush=True)
    return tally


def _feed(stops: Sequence[Stop], turn: int) -> None:
    """Have the next orders of every carrier shipped, in small runs, so that each kill finds some at every stage."""
    from fahuo.kit import clock
    from fahuo.shipments.services.start import start_run

    for stop in stops:
        share = -(-len(stop.order_ids) // KILLS)
        wave = stop.order_ids[turn * share : (turn + 1) * share]
        if wave:
            start_run(seller=stop.seller, person=None, order_ids=wave, at=clock.now())


def _held_there_unknown_here(stops: Sequence[Stop]) -> bool:
    """Tell whether a carrier holds a booking of which our row says only that it is being made."""
    from fahuo.shipments.models import Shipment
    from tests.journeys import crew

    underway = set(Shipment.objects.filter(status="BOOKING").values_list("reference", flat=True))
    return any(entry["reference"] in underway for stop in stops for entry in crew.held_by(stop.url))


def _wait_for_the_end() -> None:
    from fahuo.shipments.models import Shipment, ShipRun

    deadline = time.monotonic() + LONGEST_S
    while ShipRun.objects.filter(finished_at=None).exists():
        if time.monotonic() > deadline:
            left = list(
                Shipment.objects.filter(run__finished_at=None).values_list("carrier", "status", "problems")[:20]
            )
            raise TimeoutError(f"Orders still move after {LONGEST_S:.0f} s: {left}")
        time.sleep(0.2)


def show(tally: Tally) -> None:
    """Print the counts."""
    from rich.console import Console
    from rich.table import Table

    unseen = f"after {tally.in_the_window} of them a carrier held what we did not know of"
    title = f"{tally.kills} kills in {tally.seconds:.0f} s; {unseen}"
    table = Table("carrier", "orders", "labelled", "refused", "for a person", "lost", "double", "unknown", title=title)
    for one in tally.counts:
        figures = (one.orders, one.labelled, one.refused, one.review, one.lost, one.twice, one.unknown)
        table.add_row(one.code, *(str(figure) for figure in figures))
    Console(width=120).print(table)


def main() -> None:
    """Run on a database of its own; the exit code says whether it went well."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahuo.site.settings")
    from fahuo.site import bootstrap
    from tests.bench.__main__ import database_of_its_own

    bootstrap.start(migrate=False)
    with database_of_its_own():
        tally = run()
    show(tally)
    sys.exit(0 if tally.passed else 1)


if __name__ == "__main__":
    main()
