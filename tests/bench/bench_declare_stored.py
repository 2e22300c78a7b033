"""Declaring for good: parcels in PostgreSQL become declarations and signed messages that are stored, ready to leave.

On one core: our own CPU time plus that of the PostgreSQL process that serves us, which must run on this machine.
"""

from __future__ import annotations

import hashlib
import os
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from tests.fixtures.people import make_seller

COUNT, WARM_UP = 1_000, 100
_SKUS = ("TWL-GY", "TWL-BL", "TWL-RD")


def measure() -> dict[str, float]:
    """Return declarations per second: read, composed, judged, checked, stored, and their messages signed (SM2)."""
    from fahuo.customs.ceb.algorithms import KeySort
    from tests.fixtures.declaring import make_declarant

    seller = make_seller("Bench declare")
    row = make_declarant(seller, sort=KeySort.SM2, algorithms="GM-2022", waits_for_parts=False)
    parcels = _parcels(seller)
    _declared(seller, row, parcels[:WARM_UP])
    began, ours, theirs = perf_counter(), process_time(), _database_seconds()
    _declared(seller, row, parcels[WARM_UP:])
    wall, ours, theirs = perf_counter() - began, process_time() - ours, _database_seconds() - theirs
    return {
        "declare_stored_per_s": COUNT / (ours + theirs),
        "declare_stored_cpu_ms": ours * 1000 / COUNT,
        "declare_stored_wall_per_s": COUNT / wall,
    }


def _database_seconds() -> float:
    """Return the CPU time of the process at the other end of our connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _parcels(seller: Any) -> list[int]:
    """Store parcels of one to three lines, as orders are."""
    from fahuo.orders.models import OrderLine
    from tests.fixtures.declaring import TOWEL, to_declare
    from tests.fixtures.rows import make_product

    rows = to_declare(seller, COUNT + WARM_UP)
    for sku in _SKUS[1:]:
        make_product(seller, sku=sku, **TOWEL)
    more = [
        OrderLine(
            seller=seller, order=row.order, position=place, number=f"{row.order.number}{place + 1}", sku=_SKUS[place],
            quantity=1 + number % 3, unit_price=Decimal("9.00"), currency="USD", title="Towel", to_ship=True,
        )
        for number, row in enumerate(rows)
        for place in range(1, 1 + number % 3)
    ]  # fmt: skip
    OrderLine.objects.bulk_create(more)
    return [row.pk for row in rows]


def _declared(seller: Any, row: Any, shipment_ids: list[int]) -> None:
    """Declare them and sign what was written, as the worker that sends does before it sends."""
    from fahuo.customs.models import Message
    from fahuo.customs.services.declare import declare
    from fahuo.customs.services.desk import Desk
    from fahuo.kit import clock

    done = declare(seller=seller, person=None, shipment_ids=shipment_ids, at=clock.now())
    if done.problems or len(done.declarations) != len(shipment_ids):
        raise RuntimeError(f"Not everything was declared: {next(iter(done.problems.values()), ())}")
    with Desk(row) as desk:
        for message in Message.objects.filter(seller=seller, signed_at=None):
            message.content = desk.signed(bytes(message.content))
            message.sha256, message.signed_at = hashlib.sha256(message.content).hexdigest(), clock.now()
            message.save(update_fields=["content", "sha256", "signed_at"])
