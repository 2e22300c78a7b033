"""Carriers' answers become stored events, milestones and deadlines: from bytes to a durable commit.

On an empty table, and with millions of events present (`BENCH_EVENTS`, ten million unless it says otherwise; making
them takes about two minutes). Wall clock: it counts whatever else the machine has to do; CPU time of both sides, which
does not, stands beside it. Batches are worked by two threads, as a worker's two jobs of the watching lane are.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from time import perf_counter, process_time
from typing import Any

from tests.bench import event_world
from tests.bench.event_world import NOW, Message
from tests.fixtures.people import make_seller

PARCELS, ROUNDS, THREADS = 24_000, 3, 2
MESSAGES_A_BATCH = 50
PRESENT = int(os.environ.get("BENCH_EVENTS") or 10_000_000)


def measure() -> dict[str, float]:
    """Return new and repeated events per second, and the same with millions present."""
    from fahuo.tracking.domain.months import month_of
    from fahuo.tracking.services import partitions
    from fahuo.tracking.services.begin import begin_new

    seller = make_seller("Bench events")
    parcels = event_world.make_parcels(seller, 2 * PARCELS + 1)[1:]
    while begin_new(at=event_world.LABELLED, limit=10_000):
        pass
    partitions.make(range(month_of(NOW) - 7, month_of(NOW) + 2))
    found = _measured(seller, parcels[:PARCELS], "events")
    began = perf_counter()
    event_world.make_past(seller.pk, PRESENT)
    found["events_load_s"] = perf_counter() - began
    found |= _measured(seller, parcels[PARCELS:], "events_at_10m")
    return found | {"events_kept_at_10m": found["events_per_s_at_10m"] / found["events_per_s"]}


def _measured(seller: Any, parcels: Sequence[int], name: str) -> dict[str, float]:
    from django.db import connection

    rounds = event_world.messages(parcels, ROUNDS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) tracking_journey")
        cursor.execute("CHECKPOINT")
    told = taken = 0
    with ThreadPoolExecutor(THREADS) as pool:
        together = Barrier(THREADS)
        servers = list(pool.map(lambda _: _server(together), range(THREADS)))
        began, ours, theirs = perf_counter(), process_time(), sum(map(_cpu_seconds, servers))
        for number, round_ in enumerate(rounds):
            batches = [round_[start : start + MESSAGES_A_BATCH] for start in range(0, len(round_), MESSAGES_A_BATCH)]
            results = pool.map(lambda batch, number=number: _take(seller.pk, batch, number), batches)
            for seen, new in results:
                told, taken = told + seen, taken + new
        wall, ours = perf_counter() - began, process_time() - ours
        theirs = sum(map(_cpu_seconds, servers)) - theirs
        together.reset()
        list(pool.map(lambda _: _leave(together), range(THREADS)))
    _check(parcels, told, taken)
    rate = f"{name}_per_s" if name == "events" else "events_per_s_at_10m"
    spent = {f"{name}_cpu_us": ours * 1e6 / told, f"{name}_server_cpu_us": theirs * 1e6 / told}
    return {rate: told / wall, **spent}


def _server(together: Barrier) -> int:
    """Open this thread's connection; return the process at its other end."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    together.wait(60)
    return int(pid)


def _leave(together: Barrier) -> None:
    from django.db import connection

    connection.close()
    together.wait(60)


def _cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process of this machine has used."""
    ticks = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _take(seller_id: int, batch: Sequence[Message], number: int) -> tuple[int, int]:
    """Read a batch of answers with the carrier's own adapter and take them in."""
    from fahuo.carriers.adapters.yanwen import tracking, wire
    from fahuo.kit.wire import decode
    from fahuo.tracking.services.ingest import Sighting, take

    sightings = []
    for message in batch:
        answer = decode(message.content, wire.Tracking)
        found = tracking.by_number(answer.result or [], list(message.asked))
        sightings += [Sighting(seller_id, message.asked[key], "yanwen", events) for key, events in found.items()]
    taken = take(sightings, at=NOW + timedelta(minutes=number))
    return sum(len(one.events) for one in sightings), taken.new


def _check(parcels: Sequence[int], told: int, taken: int) -> None:
    """Whoever loses or invents events has no speed."""
    from django.db.models import Sum

    from fahuo.tracking.models import Event, Journey

    stored = Event.objects.filter(shipment_id__gte=min(parcels), shipment_id__lte=max(parcels)).count()
    counted = Journey.objects.filter(shipment_id__in=parcels).aggregate(total=Sum("events"))["total"]
    share = 1 - taken / told
    if not stored == counted == taken or not 0.05 < share < 0.15:
        raise RuntimeError(f"{told} told, {taken} taken, {stored} stored, {counted} counted")
