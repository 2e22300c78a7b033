"""Work a run through in this process: what the command line, the demo and the benchmark do without a worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from fahuo.accounts.models import Seller
from fahuo.kit import clock
from fahuo.shipments import queries
from fahuo.shipments.models import ShipRun
from fahuo.shipments.services.desk import Desk
from fahuo.shipments.services.recover import recover_due
from fahuo.shipments.services.ship import BATCH, BatchReport, ship_batch

Progress = Callable[[int], None]
LOOK_EVERY_S = 1.0  # another process may be done with its rows long before their lease ends


def work_run(
    *, seller: Seller, run: ShipRun, order_ids: Sequence[int], desk: Desk, progress: Progress | None = None
) -> BatchReport:
    """Ship every order in batches of a hundred; `progress` is told how many orders each batch finished with."""
    whole = BatchReport()
    for start in range(0, len(order_ids), BATCH):
        batch = order_ids[start : start + BATCH]
        report = ship_batch(seller=seller, run=run, order_ids=batch, desk=desk)
        whole.shipment_ids += report.shipment_ids
        whole.refused += report.refused
        whole.skipped += report.skipped
        whole.own_ms += report.own_ms
        if progress:
            progress(len(batch))
    return whole


def wait_for_rest(*, seller: Seller, shipment_ids: Sequence[int], desk: Desk, at_most: timedelta) -> None:
    """Ask again for rows whose answer is open, as their waits run out; give up waiting after `at_most`.

    Rows still open then lose nothing: any worker takes them over.
    """
    deadline = clock.now() + at_most
    while (due := queries.next_due(shipment_ids)) is not None and due <= deadline:
        time.sleep(min(max((due - clock.now()).total_seconds(), 0.05), LOOK_EVERY_S))
        recover_due(seller=seller, desk=desk)
