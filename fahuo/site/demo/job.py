"""The main job on the sample orders: import → pre-flight → route → price → book → label → scan-back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from fahuo.accounts.models import Seller
from fahuo.kit import clock
from fahuo.orders.models import Order, Outcome, Stage
from fahuo.orders.services.import_orders import ImportReport, import_file
from fahuo.shipments import queries
from fahuo.shipments.models import ShipRun
from fahuo.shipments.services import ship, start, work_run
from fahuo.shipments.services.ship import BatchReport
from fahuo.site.cli import progress
from fahuo.site.demo import books, choices, declaring, following, printing

FOLDER = Path(__file__).parent
ORDERS, CATALOGUE = FOLDER / "orders.json", FOLDER / "catalogue.csv"
SAMPLES = 300
WAIT = timedelta(minutes=5)  # on a slow machine; else seconds


@dataclass(frozen=True, slots=True)
class Result:
    """What the demo came to. `seconds` of wall clock until the labels were read back; `own_ms`, CPU time per order."""

    imported: ImportReport
    run: ShipRun
    seconds: float
    own_ms: list[float]
    labels: printing.Labels
    printed: tuple[printing.Printed, ...]
    choices: choices.Choices
    booked: list[books.Booked]
    declared: declaring.Declared
    followed: following.Followed


def work(seller: Seller, folder: Path, urls: Mapping[str, str]) -> Result:
    """Do the whole job with a progress bar for each step; labels go to `folder`. `urls` are the carriers'."""
    began = perf_counter()
    imported, import_ms = _import(seller)
    ready = Order.objects.filter(seller=seller, outcome=Outcome.READY, stage=Stage.OPEN).order_by("id")
    run, report = _ship(seller, list(ready.values_list("id", flat=True)))
    labels = printing.write(seller, queries.printable_ids(seller.pk), folder)
    seconds = perf_counter() - began
    printed = printing.print_all(seller, queries.printable_ids(seller.pk), folder)
    looked, booked = choices.look(seller), books.count(run, urls)
    declared = declaring.declare_all(seller)
    followed = following.follow(seller)
    own_ms = [import_ms + ms for ms in report.own_ms]
    return Result(imported, run, seconds, own_ms, labels, printed, looked, booked, declared, followed)


def _import(seller: Seller) -> tuple[ImportReport, float]:
    started = process_time()
    with progress.bar("Import, check", SAMPLES, always=True) as advance:
        report = import_file(seller=seller, path=ORDERS, catalogue=CATALOGUE, at=clock.now(), progress=advance)
    return report, (process_time() - started) * 1000 / len(report.rows)


def _ship(seller: Seller, order_ids: list[int]) -> tuple[ShipRun, BatchReport]:
    run = start.open_run(seller=seller, person=None, order_count=len(order_ids), at=clock.now())
    with ship.open_desk(seller) as desk:
        with progress.bar("Route, book, label", len(order_ids), always=True) as advance:
            report = work_run.work_run(seller=seller, run=run, order_ids=order_ids, desk=desk, progress=advance)
        work_run.wait_for_rest(seller=seller, shipment_ids=report.shipment_ids, desk=desk, at_most=WAIT)
    return run, report
