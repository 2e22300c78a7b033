"""What long journeys need: several emulated carriers in a storm, a seller at each, orders they take, workers that die.

Each carrier has a seller of its own, so that a count of its book is a count of that seller's orders.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.faults import Fault
from fahuo.carriers.emulation.server import held_by
from fahuo.carriers.emulation.web import web
from tests.bench import orders as many_orders

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller

# Carriers that book, sell by a sample sheet and take most sample orders. The last cannot be asked by reference.
CARRIERS = ("yunexpress", "yanwen", "fpx", "yunexpress_oms", "cainiao")
SAMPLES = 120
# How often a worker is killed: a few times in every test run, many times by `make chaos`.
KILLS = int(os.environ.get("KILLS", "6"))
LATENCY_MS = 300
# One booking in twenty goes wrong, in every way that a network and a carrier know; half of them after it was booked.
STORM = (
    "create:reset_after:1%", "create:reset_before:0.5%", "create:error_after:0.8%", "create:error_before:0.7%",
    "create:garbage_after:0.5%", "create:rate_limit:0.5%", "create:silence_after:0.5%", "create:silence_before:0.5%",
    "find:error_before:5%", "label:error_before:2%", "label:rate_limit:2%", "label:broken_label:1%",
)  # fmt: skip
# The same three times as often, so that a few hundred orders meet every kind of it.
GALE = tuple(f"{what}:{float(share.rstrip('%')) * 3:g}%" for what, share in (one.rsplit(":", 1) for one in STORM))
# A lease outlives the emulators' answers many times; a carrier that is silent costs 1.5 s.
QUICK = {
    "FAHUO_LEASE_SECONDS": "6", "FAHUO_ANSWER_SECONDS": "1.5", "FAHUO_SETTLE_SECONDS": "0.8",
    "FAHUO_BACKOFF_SECONDS": "0.3", "FAHUO_WORKER_DEAD_SECONDS": "2",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """One carrier on the journey: its emulator, the seller who ships with it alone, and the orders it takes."""

    code: str
    url: str
    seller: Seller
    order_ids: tuple[int, ...]


@contextmanager
def emulated(codes: Sequence[str], **options: Any) -> Iterator[Mapping[str, str]]:
    """Run an emulator for each carrier, all in one process of their own; give code → URL."""
    with server.running_all(codes, **options) as urls:
        yield urls


def let_fail(url: str, *faults: str) -> None:
    """Have an emulator fail in these ways from now on, and in no other: `create:silence_after:100%`.

    Silence lasts until the caller has gone, so that a kill falls into it however slow the machine is.
    """
    web().delete(f"{url}/_emulator/faults")
    for fault in faults:
        web().post(f"{url}/_emulator/faults", json=asdict(Fault.parse(fault)))


def make_stop(code: str, url: str, *, orders: int, folder: Path) -> Stop:
    """Make a seller with this one contract, and import orders that its routing does not refuse."""
    from fahuo.kit import clock
    from fahuo.orders.models import Order
    from fahuo.orders.services.import_orders import import_file
    from tests.fixtures.people import make_seller

    taken = _taken_by(code, url, folder)
    seller = make_seller(f"Journey {code}")
    _connect(seller, code, url)
    file = folder / f"{code}.json"
    many_orders.write(file, count=orders, positions=taken)
    import_file(seller=seller, path=file, catalogue=many_orders.CATALOGUE, at=clock.now())
    ready = Order.objects.filter(seller=seller, outcome="READY").order_by("id").values_list("id", flat=True)
    return Stop(code, url, seller, tuple(ready))


def _connect(seller: Seller, code: str, url: str) -> None:
    """Connect without a pace: what an emulator bears is not what this is about."""
    from fahuo.carriers.models import CarrierAccount
    from tests.fixtures.accounts import connect_emulated

    connect_emulated(seller, code, url)
    CarrierAccount.objects.filter(seller=seller).update(calls_per_s=1000, calls_at_once=400)


def _taken_by(code: str, url: str, folder: Path) -> set[int]:
    """Return the places of the sample orders that this carrier takes; nothing of finding it out stays."""
    from django.db import transaction

    from fahuo.kit import clock
    from fahuo.orders.models import Order
    from fahuo.orders.services.import_orders import import_file
    from fahuo.shipments.models import Shipment
    from fahuo.shipments.services import ship, start
    from fahuo.shipments.services.plan import plan_batch
    from tests.fixtures.people import make_seller

    with transaction.atomic():
        seller = make_seller(f"Samples {code}")
        _connect(seller, code, url)
        file = folder / "samples.json"
        many_orders.write(file, count=SAMPLES)
        import_file(seller=seller, path=file, catalogue=many_orders.CATALOGUE, at=clock.now())
        ids = list(Order.objects.filter(seller=seller, outcome="READY").values_list("id", flat=True))
        run = start.open_run(seller=seller, person=None, order_count=len(ids), at=clock.now())
        with ship.open_desk(seller) as desk:
            plan_batch(seller=seller, run=run, order_ids=ids, accounts=desk.bookable, at=clock.now())
        planned = Shipment.objects.filter(seller=seller, status="BOOKING")
        numbers = [int(number) for number in planned.values_list("order__number", flat=True)]
        transaction.set_rollback(True)
    return {(number - many_orders.FIRST) // 1000 for number in numbers}


def book_of(url: str) -> Counter[str]:
    """Count what a carrier holds, by our order number out of the reference."""
    return Counter(entry["reference"].split("-")[1] for entry in held_by(url))


@dataclass(frozen=True, slots=True)
class Count:
    """One carrier's book against our rows: how its orders ended, how many it holds twice, how many nobody knows of.

    `unread` are booked, but their label was still spoilt when fetched for the last time: a person has it fetched again.
    An order is lost when it is at neither end: not booked, not refused, not before a person.
    """

    code: str
    orders: int
    labelled: int
    refused: int
    review: int
    unread: int
    twice: int
    lost: int
    unknown: int
    reasons: Mapping[str, int]


def count(stop: Stop) -> Count:
    """Compare."""
    from fahuo.shipments.models import Shipment

    book = book_of(stop.url)
    numbers = {entry["number"] for entry in held_by(stop.url)}
    rows = Shipment.objects.filter(seller=stop.seller).values_list(
        "order__number", "order_id", "status", "waybill_number", "problems"
    )
    ends = {order_id: status for _, order_id, status, _, _ in sorted(rows, key=lambda row: row[1])}
    held = [row for row in rows if row[2] in {"BOOKED", "LABELLED"}]
    known = {number for number, _, status, _, _ in rows if status in {"BOOKED", "LABELLED", "REVIEW"}}
    return Count(
        code=stop.code,
        orders=len(stop.order_ids),
        labelled=sum(status == "LABELLED" for status in ends.values()),
        refused=sum(status == "FAILED" for status in ends.values()),
        review=sum(status == "REVIEW" for status in ends.values()),
        unread=sum(row[2] == "BOOKED" and bool(row[4]) and row[4][0]["code"] == "LABEL_UNREADABLE" for row in rows),
        twice=sum(held_there > 1 for held_there in book.values()),
        lost=len(set(stop.order_ids) - ends.keys()) + sum(row[3] not in numbers for row in held),
        unknown=len(book.keys() - known),
        reasons=Counter(row[4][0]["code"] for row in rows if row[4]),
    )


class Worker:
    """One life after the other of a worker on the test's database, forked out of one warm process.

    It warms up while the test prepares what is to be done; the first life waits for it.
    """

    def __init__(self, *, jobs: int = 2, **settings: str) -> None:
        environment = {**os.environ, **QUICK, **settings, "DATABASE_URL": database_url(), "CREW_JOBS": str(jobs)}
        self.zygote = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.zygote"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        self.pid, self._warm = 0, False

    def start(self) -> None:
        """Begin a life."""
        assert self.zygote.stdin is not None
        self._warm = self._warm or self._line() == "warm"
        assert self._warm
        self.zygote.stdin.write("live\n")
        self.zygote.stdin.flush()
        self.pid = int(self._line())

    def kill(self) -> None:
        """End it, without a warning."""
        os.kill(self.pid, signal.SIGKILL)
        assert self._line() == "dead"
        self.pid = 0

    def close(self) -> None:
        """End it all."""
        if self.pid:
            self.kill()
        self.zygote.kill()
        self.zygote.communicate()

    def _line(self) -> str:
        assert self.zygote.stdout is not None
        return self.zygote.stdout.readline().strip()


def database_url() -> str:
    """Return where the database of this test run lies."""
    from django.db import connection

    database = connection.settings_dict
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
