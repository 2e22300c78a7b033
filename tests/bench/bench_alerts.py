"""From the moment that an exception is readable at the carrier until it is red on the board, and until its message has
arrived, with 100,000 parcels under way.

A real web process takes the carrier's signed pushes over HTTP, a real `fahuo worker` opens alerts and sends them to a
receiver on loopback. Ten pushes a second (what 100,000 parcels with eight events a day make), one in ten of them an
exception, for a minute; then the same while a bulk run books. All share this machine.

`alert_p99_s`: the later of both, the alert visible and its message received, of the exceptions of the worse minute.
`BENCH_ALERTS_PARCELS`, `BENCH_ALERTS_SECONDS` and `BENCH_ALERTS_ORDERS` make it small, to see that it runs.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller

CARRIER = "yunexpress"
PER_S, EXCEPTIONS = 10, 0.1
PARCELS = int(os.environ.get("BENCH_ALERTS_PARCELS") or 100_000)
SECONDS = int(os.environ.get("BENCH_ALERTS_SECONDS") or 60)
BULK_ORDERS = int(os.environ.get("BENCH_ALERTS_ORDERS") or 6_000)  # more than are booked meanwhile
CARRIERS_CONNECTIONS = 4
LONGEST_S = 60.0  # after the last push
READY_WITHIN_S = 60.0
STEPS = ("CUSTOMS_HELD", "ADDRESS_UNCLEAR", "NOT_DELIVERED")


def measure() -> dict[str, float]:
    """Return both spans at rest and under a bulk run."""
    with ExitStack() as stack:
        room = stack.enter_context(_receiver())
        seller, address = _scene(room)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        web = stack.enter_context(_web())
        stack.enter_context(_fahuo("worker"))
        _until_watched()
        url = f"{web}/carriers/push/{address}"
        quiet = Storm(seller, url, room, seed=1).rage()
        with _bulk(folder) as bulk:
            bulk.begin()
            loaded = Storm(seller, url, room, seed=2).rage()
            booked = bulk.booked()
        return {
            "alert_p99_s": max(one[f"{name}_p99"] for one in (quiet, loaded) for name in ("red", "told")),
            **{f"alert_{name}_s": value for name, value in quiet.items()},
            **{f"alert_bulk_{name}_s": value for name, value in loaded.items()},
            "alert_bulk_booked": booked,
        }


def _until_watched() -> None:
    """Wait for the worker's first round."""
    from fahuo.alerts.queries.watching import last_look

    until = time.monotonic() + READY_WITHIN_S
    while last_look() is None and time.monotonic() < until:
        time.sleep(0.2)


class Room:
    """What the receiver got: key of a message → when."""

    def __init__(self, running: Any) -> None:
        """Listen to what arrives."""
        self.running = running
        self.at: dict[str, float] = {}
        keep = running.room.keep

        def noted(door: str, message: dict[str, Any]) -> None:
            for item in message.get("notices", ()):
                self.at.setdefault(item["key"], time.time())
            keep(door, message)

        running.room.keep = noted


@dataclass
class Storm:
    """Pushes for a while, and what came of the exceptions: parcel → moments."""

    seller: Seller
    url: str
    room: Room
    seed: int
    readable: dict[int, float] = field(default_factory=dict)
    red: dict[int, float] = field(default_factory=dict)
    refused: int = 0
    over_at: float = 0.0  # when the last push had been taken

    def rage(self) -> dict[str, float]:
        """Push, watch until every exception is red and told, and return the spans."""
        watching = threading.Thread(target=self._watch, daemon=True)
        watching.start()
        self._push()
        watching.join()
        told = self._told()
        if self.refused or len(self.red) < len(self.readable) or len(told) < len(self.readable):
            raise RuntimeError(
                f"{self.refused} pushes refused; of {len(self.readable)} exceptions {len(self.red)} are red, "
                f"{len(told)} told"
            )
        return {**_spans("red", self.readable, self.red), **_spans("told", self.readable, told)}

    def _push(self) -> None:
        from fahuo.shipments.models import Shipment

        draw = random.Random(self.seed)
        every = Shipment.objects.filter(seller=self.seller).order_by("pk").values_list("pk", "waybill_number")
        parcels = draw.sample(list(every), PER_S * SECONDS)
        began, told = time.time(), []
        with httpx.Client(timeout=30) as client, ThreadPoolExecutor(CARRIERS_CONNECTIONS) as pool:
            for place, (key, number) in enumerate(parcels):
                time.sleep(max(began + place / PER_S - time.time(), 0))
                step = draw.choice(STEPS) if draw.random() < EXCEPTIONS else "SORTED"
                told.append(pool.submit(self._tell, client, key, number, step))
        self.refused = sum(not one.result() for one in told)
        self.over_at = time.time()

    def _tell(self, client: httpx.Client, key: int, number: str, name: str) -> bool:
        """Push one event as the carrier does; it is readable from the moment before. Return whether it was taken."""
        from fahuo.carriers import registry
        from fahuo.carriers.emulation.book import Entry
        from fahuo.carriers.emulation.journey import Happening, Step

        emulator = registry.emulator(CARRIER).state.emulator  # type: ignore[attr-defined]
        step, now = Step(name), time.time()
        entry = Entry(number, number, "", "DE", "", "", 0, now - 5 * 86_400)
        headers, body = emulator.push(entry, [Happening(now, emulator.steps[step], step)])
        if name in STEPS:
            self.readable[key] = now
        return client.post(self.url, content=body, headers=dict(headers)).status_code == 200

    def _watch(self) -> None:
        from django.db import connection

        from fahuo.alerts.models import Alert

        while not self.over_at or time.time() < self.over_at + LONGEST_S:
            rows = Alert.objects.filter(seller=self.seller, state="OPEN", shipment_id__in=list(self.readable))
            for key in rows.values_list("shipment_id", flat=True):
                self.red.setdefault(key, time.time())
            if self.over_at and len(self.red) == len(self._told()) == len(self.readable):
                break
            time.sleep(0.1)
        connection.close()

    def _told(self) -> dict[int, float]:
        from fahuo.alerts.models import Alert

        rows = Alert.objects.filter(seller=self.seller, shipment_id__in=list(self.readable), telling__isnull=False)
        keys = rows.values_list("shipment_id", "telling__key")
        return {shipment: self.room.at[key] for shipment, key in keys if key in self.room.at}


def _spans(name: str, begun: Mapping[int, float], ended: Mapping[int, float]) -> dict[str, float]:
    taken = sorted(ended[key] - begun[key] for key in begun)
    return {f"{name}_p50": taken[len(taken) // 2], f"{name}_p99": taken[min(int(len(taken) * 0.99), len(taken) - 1)]}


def _scene(room: Room) -> tuple[Seller, str]:
    """Store the parcels, in transit and followed, the carrier's push address, and the channel that is told."""
    from fahuo.carriers.models import CarrierAccount
    from fahuo.kit import clock, secrets
    from fahuo.notifications.models import Channel
    from fahuo.shipments.models import Shipment
    from fahuo.tracking.models import Journey, Leg
    from fahuo.tracking.services.addresses import give_address
    from fahuo.tracking.services.begin import begin_new
    from tests.bench.event_world import make_parcels
    from tests.fixtures.accounts import connect_emulated
    from tests.fixtures.people import make_person, make_seller

    at, seller = clock.now(), make_seller("Bench alerts")
    person = make_person("bench-clerk", seller)
    make_parcels(seller, PARCELS)
    connect_emulated(seller, CARRIER, "http://127.0.0.1:9")
    account = CarrierAccount.objects.get(seller=seller)
    labelled = at - timedelta(days=3)
    Shipment.objects.filter(seller=seller).update(carrier=CARRIER, account=account, labelled_at=labelled)
    while begin_new(at=at, limit=5_000):
        pass
    # They are pushed, not asked for; what carriers are asked has benches of its own.
    Leg.objects.filter(seller=seller).update(poll_at=at + timedelta(hours=12))
    scanned = {"scanned_at": labelled + timedelta(hours=9), "milestone": "IN_TRANSIT", "pickup_due_at": None}
    Journey.objects.filter(seller=seller).update(
        **scanned, silent_at=at + timedelta(days=2), alerts_due=False, figures_due=False, expect_due=False
    )
    Channel.objects.create(
        seller=seller, kind="WEBHOOK", name="Loopback", sealed=secrets.seal(room.running.address("WEBHOOK")),
        language="en", created_at=at,
    )  # fmt: skip
    return seller, give_address(seller=seller, person=person, account_id=account.pk, at=at).token


@contextmanager
def _receiver() -> Iterator[Room]:
    from fahuo.notifications.emulation.post_room import PostRoom
    from fahuo.notifications.emulation.running import running

    with running(PostRoom()) as found:
        yield Room(found)


@contextmanager
def _fahuo(*arguments: str) -> Iterator[None]:
    """Run a command beside this process, on the same database."""
    from tests.journeys.crew import database_url

    settings = {"DATABASE_URL": database_url(), "FAHUO_WEBHOOK_NETWORKS": "127.0.0.0/8", "FAHUO_EMULATORS_ALLOWED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "fahuo", *arguments], env={**os.environ, **settings}, stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def _web() -> Iterator[str]:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with _fahuo("serve", "--port", str(port)):
        url = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                httpx.get(f"{url}/sign-in", timeout=5)
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield url


@dataclass(frozen=True, slots=True)
class Bulk:
    """Orders of another seller that wait to be booked."""

    seller: Seller
    order_ids: tuple[int, ...]

    def begin(self) -> None:
        """Queue them all."""
        from fahuo.kit import clock
        from fahuo.shipments.services.start import start_run

        start_run(seller=self.seller, person=None, order_ids=self.order_ids, at=clock.now())

    def booked(self) -> int:
        """Return how many are booked by now; when it is all of them, the run was shorter than the storm."""
        from fahuo.shipments.models import Shipment

        return Shipment.objects.filter(seller=self.seller).exclude(waybill_number="").count()


@contextmanager
def _bulk(folder: Path) -> Iterator[Bulk]:
    from tests.journeys import crew

    with crew.emulated((CARRIER,), latency_ms=crew.LATENCY_MS) as urls:
        stop = crew.make_stop(CARRIER, urls[CARRIER], orders=BULK_ORDERS, folder=folder)
        yield Bulk(stop.seller, stop.order_ids)
