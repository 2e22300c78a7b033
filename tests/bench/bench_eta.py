"""The night's learning of expected dates from stored journeys: many small lanes and a few busy ones.

Thirty services from two origins to two hundred countries. The journeys lie in PostgreSQL with their marks, as tracking
leaves them; three in a hundred are under way or were lost. Times are drawn from a fixed seed.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.event_world import make_parcels
from tests.fixtures.people import make_seller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fahuo.accounts.models import Seller

PARCELS = int(os.environ.get("BENCH_ETA_PARCELS", "100000"))
SERVICES, COUNTRIES, DAYS = 30, 200, 700
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_COLUMNS = ("shipment_id", "seller_id", "carrier", "service_code", "origin", "country", "milestone", "labelled_at",
            "begun_at", "scanned_at", "departed_at", "arrived_at", "delivered_at", "ended_at", "milestone_at", "marks",
            "events", "exception", "alerts_due", "figures_due", "expect_due")  # fmt: skip


def measure() -> dict[str, float]:
    """Return what reading, fitting and the whole night cost."""
    from fahuo.eta.days import number
    from fahuo.eta.model import fit
    from fahuo.tracking.queries import travelled
    from fahuo.tracking.services.learn import learn

    seller = make_seller("Eta Bench")
    _store(seller)
    began = perf_counter()
    history, keys = travelled.past(seller.pk, at=NOW)
    read_s = perf_counter() - began
    assert len(history) == PARCELS
    lanes = travelled.lanes_of(seller.pk, keys, on=NOW.date())
    groups, before = travelled.regions(on=NOW.date()), _resident("VmRSS")
    began = process_time()
    model = fit(history, lanes, groups, today=number(NOW.date()) - 1)
    fit_s = process_time() - began
    grown = _resident("VmHWM") - before
    assert len(model.groups.lanes) == len(keys)
    del history, model
    began = perf_counter()
    assert learn(seller_id=seller.pk, at=NOW).parcels == PARCELS
    found = {"eta_fit_cpu_s": fit_s, "eta_fit_mb": grown, "eta_read_journeys_per_s": PARCELS / read_s}
    return found | {"eta_learn_journeys_per_s": PARCELS / (perf_counter() - began), "eta_lanes": float(len(keys))}


def _resident(what: str) -> float:
    """Return this process's memory in MB, now or at most; the most is counted anew from each look at now."""
    status = Path("/proc/self/status").read_text()
    if what == "VmRSS":
        Path("/proc/self/clear_refs").write_text("5")
    return int(re.search(rf"{what}:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def _store(seller: Seller) -> None:
    from django.db import connection

    ids = make_parcels(seller, PARCELS)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY tracking_journey ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            for row in _journeys(seller.pk, ids):
                copy.write_row(row)
        cursor.execute("ANALYZE tracking_journey")


def _journeys(seller_id: int, ids: list[int]) -> Iterator[tuple[object, ...]]:
    """Draw each parcel's lane and way. Half of the parcels are spread evenly, the others go to a few lanes."""
    from fahuo.tracking.domain.marks import Where, of_events, pack
    from fahuo.trade.exception_reason import ExceptionReason
    from fahuo.trade.milestone import Milestone

    draw = np.random.default_rng(7)
    names = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(COUNTRIES)]
    lanes = list(product(range(SERVICES), ("CN", "HK"), names))
    spread = draw.integers(0, len(lanes), len(ids))
    busy = (len(lanes) * draw.random(len(ids)) ** 12).astype(int)
    place = np.where(draw.random(len(ids)) < 0.5, spread, busy)
    begun, took = draw.random(len(ids)) * DAYS, 4 + place % 30 * 0.5 + draw.gamma(3, 2, len(ids))
    lost = draw.random(len(ids)) < 0.02
    steps = (Milestone.CUSTOMS_RELEASED, Milestone.LAST_MILE, Milestone.OUT_FOR_DELIVERY)
    for key, lane, start, days, gone in zip(ids, place, begun, took, lost, strict=True):
        service, origin, country = lanes[lane]
        at = NOW - timedelta(days=float(DAYS - start))

        def reached(share: float, *, begins: datetime = at, whole: float = days) -> datetime | None:
            moment = begins + timedelta(days=float(whole * share))
            return moment if moment <= NOW else None

        told = [(step, on) for step, share in zip(steps, (0.6, 0.7, 0.95), strict=True) if (on := reached(share))]
        marks = pack(of_events((step, ExceptionReason.NONE, Where.UNKNOWN, on) for step, on in told))
        end = reached(1.0)
        state = ("LOST" if gone else "DELIVERED") if end else "IN_TRANSIT"
        yield (
            *(key, seller_id, "yunexpress", f"S{service}", origin, country, state, at, at),
            *(reached(0.1), reached(0.25), reached(0.5), None if gone else end, end, end or at, marks, len(told)),
            *("", False, False, False),
        )
