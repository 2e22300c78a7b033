"""Parcels asked for and their answers stored: the real poller, an emulated carrier over HTTP in a process of its own.

Quotas are lifted; what is left is the carrier's batch size and how many of its calls may run at once. Twice: when every
answer is news (the whole journey so far), and again at once, when nothing is new, which is what most polls find.
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import msgspec

CARRIER, PARCELS, LONGEST_S = "yanwen", 6_000, 25.0


def measure() -> dict[str, float]:
    """Return parcels a second by the clock and our own CPU time for each, with news and without."""
    from fahuo.carriers.emulation import server
    from tests.bench.event_world import make_parcels
    from tests.fixtures.people import make_seller

    seller = make_seller("Bench poll")
    make_parcels(seller, PARCELS)
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        _write_book(seller, book)
        with server.running(CARRIER, book=str(book)) as url:
            _follow(seller, url)
            news = _polled(seller, "poll")
            _make_due(seller)
            return news | _polled(seller, "poll_again")


def _write_book(seller: Any, book: Path) -> None:
    """Write the carrier's book: parcels booked within the last week, so that they are everywhere on their way."""
    from fahuo.carriers.emulation.book import Entry
    from fahuo.kit import clock
    from fahuo.shipments.models import Shipment

    numbers = Shipment.objects.filter(seller=seller).order_by("pk").values_list("waybill_number", flat=True)
    now = clock.now().timestamp()
    entries = [
        Entry(number, number, "", "DE", "", "", 0, now - 86_400 * (1 + 6 * place / PARCELS))
        for place, number in enumerate(numbers)
    ]
    book.write_bytes(b"\n".join(msgspec.json.encode({"create": asdict(entry)}) for entry in entries))


def _follow(seller: Any, url: str) -> None:
    """Have every parcel followed at the emulator, and due."""
    from django.db import connection

    from fahuo.carriers.models import CarrierAccount
    from fahuo.kit import clock
    from fahuo.shipments.models import Shipment
    from fahuo.tracking.services.begin import begin_new
    from tests.fixtures.accounts import connect_emulated

    connect_emulated(seller, CARRIER, url)
    at = clock.now() - timedelta(days=7)
    moments = dict.fromkeys(("created_at", "booked_at", "labelled_at"), at)
    account = CarrierAccount.objects.get(seller=seller)
    Shipment.objects.filter(seller=seller).update(account=account, followed=False, **moments)
    while begin_new(at=clock.now(), limit=5_000):
        pass
    _make_due(seller)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) tracking_leg, tracking_journey")


def _make_due(seller: Any) -> None:
    from fahuo.kit import clock
    from fahuo.tracking.models import Leg

    Leg.objects.filter(seller=seller).update(poll_at=clock.now(), polled_at=None)


def _polled(seller: Any, name: str) -> dict[str, float]:
    """Poll until all are asked for, some perhaps twice; whoever left one out, or failed, has no speed."""
    from fahuo.tracking.models import Leg
    from fahuo.tracking.services.poll import poll

    began, ours = perf_counter(), process_time()
    tally = poll(session_s=LONGEST_S)
    wall, ours = perf_counter() - began, process_time() - ours
    left = Leg.objects.filter(seller=seller, polled_at=None).count()
    if tally is None or left or tally.failed or tally.asked < PARCELS:
        raise RuntimeError(f"{left} of {PARCELS} parcels are not asked for: {tally}")
    if (tally.new_events > PARCELS) != (name == "poll"):  # a few become readable while it runs
        raise RuntimeError(f"{tally.new_events} new events: {name}")
    return {f"{name}_parcels_per_s": PARCELS / wall, f"{name}_cpu_us": ours * 1e6 / PARCELS}
