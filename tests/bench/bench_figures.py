"""The page of figures with a million parcels, and how quickly they are counted.

The million are facts made by SQL: 3 stores, 6 carriers, 20 services, 60 countries, 365 days, most parcels on few lanes
and some days busier than others. Their cells are summed from them by SQL of its own, level by level, and hold what the
job would have written. The page is asked for through Django's test client, signed in, as a browser would get it.
Counting is measured on real orders, bookings and journeys: all of them flagged, then rebuilt.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from tests.fixtures.people import make_person, make_seller

if TYPE_CHECKING:
    from django.test import Client

    from fahuo.accounts.models import Seller

PARCELS = int(os.environ.get("BENCH_FIGURES_PARCELS", "1000000"))
ROUNDS = 30
COUNTED = int(os.environ.get("BENCH_FIGURES_COUNTED", "20000"))

# power() draws few lanes for most parcels; bits are those of `figures.domain.columns.Count`.
_PARCELS = """
CREATE TEMP TABLE drawn AS
SELECT day, (ARRAY['', 'Store A', 'Store B'])[1 + floor(random() * 3)::int] AS store,
       'carrier' || (service %% 6) AS carrier, 'S' || service AS service,
       chr(65 + country / 26) || chr(65 + country %% 26) AS country,
       random() AS a, random() AS b, random() AS c, floor(random() * random() * 9)::int AS label,
       floor(random() * 6)::int AS pickup, floor(random() * 14)::int AS transit, %(last)s - day AS age
  FROM (SELECT %(last)s::date - floor(365 * power(random(), 1.1))::int AS day,
               floor(20 * power(random(), 1.8))::int AS service, floor(60 * power(random(), 2.2))::int AS country
          FROM generate_series(1, %(parcels)s)) AS spread
"""
_COLUMNS = {
    "orders": "true", "label_due": "true", "label_met": "label < 4", "parcels": "true", "pickup_due": "age > 2",
    "pickup_met": "age > 2 AND a < 0.97", "tracking_due": "age > 5", "tracking_met": "age > 5 AND a < 0.996",
    "promised": "b < 0.9", "on_time_due": "b < 0.9 AND age > 20", "on_time_met": "b < 0.82 AND age > 20",
    "closed": "age > 14", "lost": "age > 14 AND c < 0.004", "troubled": "age > 14 AND c < 0.05",
    "disputed": "age > 14 AND b < 0.01", "delivered": "age > 14 AND c >= 0.03",
    **{f"label_{place}": f"label = {place}" for place in range(9)},
    **{f"pickup_{place}": f"age > 2 AND pickup = {place}" for place in range(9)},
    **{f"transit_{place}": f"age > 14 AND transit = {place}" for place in range(14)},
}  # fmt: skip
_LEVELS = {
    "DAY": ("day", "store, carrier", "'', ''"),
    "LANE_DAY": ("day", "store, carrier, service, country", ""),
    "LANE_MONTH": ("date_trunc('month', day)::date", "store, carrier, service, country", ""),
}


def measure() -> dict[str, float]:
    """Return milliseconds of the page (median, 99th of a hundred) and of its files, and orders counted per second."""
    from django.utils import timezone

    from fahuo.kit import clock

    seller = make_seller("Figures Bench")
    client = _client(seller)
    found = _counting(seller)
    _seed(seller, timezone.localdate(clock.now()))
    for name, query in (("page", {}), ("lanes", {"by": "lane"})):
        wall, cpu = _page(client, {"days": "365"} | query)
        found |= {f"figures_{name}_p50_ms": wall[49], f"figures_{name}_p99_ms": wall[98], f"figures_{name}_cpu_ms": cpu}
    for name, query in (("country", {"country": "AA", "by": "lane"}), ("days", {"country": "AA", "by": "day"})):
        found[f"figures_{name}_p99_ms"] = _page(client, {"days": "365"} | query)[0][98]
    return found | {f"figures_{kind}_ms": _file(client, kind) for kind in ("csv", "xlsx")}


def _client(seller: Seller) -> Client:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(make_person("figures-bench", seller, "OWNER"))
    return client


def _seed(seller: Seller, last: date) -> None:
    from django.db import connection

    from fahuo.figures.domain.columns import COLUMNS

    assert set(_COLUMNS) == set(COLUMNS)
    sums = ", ".join(f"count(*) FILTER (WHERE {_COLUMNS[name]})" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM figures_cell WHERE seller_id = %s", [seller.pk])
        cursor.execute(_PARCELS, {"last": last, "parcels": PARCELS})
        for level, (starts, group, rest) in _LEVELS.items():
            cursor.execute(
                f"INSERT INTO figures_cell (seller_id, level, starts_on, store, carrier, service, country, "
                f"{', '.join(COLUMNS)}) SELECT {seller.pk}, '{level}', {starts}, {group}{', ' + rest if rest else ''}, "
                f"{sums} FROM drawn GROUP BY {starts}, {group}"
            )
        cursor.execute("ANALYZE figures_cell")


def _page(client: Client, query: dict[str, str]) -> tuple[list[float], float]:
    """Return the 99 points of the wall clock's distribution and our own CPU time, both in milliseconds."""
    wall, began_cpu = [], 0.0
    for number in range(ROUNDS + 2):
        if number == 2:
            began_cpu = process_time()
        began = perf_counter()
        answer = client.get("/figures", query)
        took = (perf_counter() - began) * 1000
        assert answer.status_code == 200
        assert b'class="rate-share">' in answer.content
        if number >= 2:
            wall.append(took)
    return quantiles(wall, n=100, method="inclusive"), (process_time() - began_cpu) * 1000 / ROUNDS


def _file(client: Client, kind: str) -> float:
    """Return the milliseconds until a year by lane is sent as a file, whole: the median of five."""
    took = []
    for _ in range(5):
        began = perf_counter()
        answer = client.get(f"/figures/table.{kind}", {"days": "365", "by": "lane"})
        sent = answer.getvalue()
        took.append((perf_counter() - began) * 1000)
        assert answer.status_code == 200
        assert len(sent) > 10_000
    return median(took)


def _counting(seller: Seller) -> dict[str, float]:
    from fahuo.figures.services import count, rebuild
    from fahuo.kit import clock

    at = clock.now()
    _orders(seller, at)
    began = perf_counter()
    assert count.count_due(at=at) >= COUNTED  # some twice: once for the order, once for its journey
    due = COUNTED / (perf_counter() - began)
    began = perf_counter()
    assert rebuild.rebuild(seller_id=seller.pk, at=at) == COUNTED
    return {"figures_count_per_s": due, "figures_rebuild_per_s": COUNTED / (perf_counter() - began)}


def _orders(seller: Seller, at: datetime) -> None:
    """Store orders with a booking and a journey of four events each, all of them flagged."""
    from fahuo.orders.models import Order
    from fahuo.shipments.models import Shipment
    from fahuo.tracking.domain.marks import Where, of_events, pack
    from fahuo.tracking.models import Journey
    from fahuo.trade.exception_reason import ExceptionReason
    from fahuo.trade.milestone import Milestone
    from tests.fixtures.rows import make_order, make_shipment

    order = make_order(seller, "0")
    shipment = make_shipment(seller, order)
    begun = [at - timedelta(minutes=21 * place) for place in range(COUNTED - 1)]
    orders = [_copy(order, number=f"8{place}", paid_at=day, imported_at=day) for place, day in enumerate(begun)]
    Order.objects.bulk_create(orders, batch_size=1000)
    shipments = [
        _copy(shipment, order_id=row.pk, reference=f"r{place}", public_token=f"b{place}", waybill_number=f"W{place}",
              labelled_at=day + timedelta(hours=1), service_code=f"S{place % 20}", followed=True)
        for place, (row, day) in enumerate(zip(orders, begun, strict=True))
    ]  # fmt: skip
    Shipment.objects.bulk_create(shipments, batch_size=1000)
    kinds = (Milestone.PICKED_UP, Milestone.DEPARTED_ORIGIN, Milestone.ARRIVED_DESTINATION, Milestone.DELIVERED)
    Journey.objects.bulk_create(
        (
            Journey(
                seller=seller, shipment_id=row.pk, carrier=row.carrier, service_code=row.service_code, country="DE",
                labelled_at=day, begun_at=day, scanned_at=day + timedelta(hours=20), milestone="DELIVERED",
                delivered_at=day + timedelta(days=9), figures_due=True, promised_on=(day + timedelta(days=10)).date(),
                marks=pack(of_events((kind, ExceptionReason.NONE, Where.UNKNOWN, day + timedelta(days=place * 3))
                                     for place, kind in enumerate(kinds))),
            )
            for row, day in zip(shipments, begun, strict=True)
        ),
        batch_size=1000,
    )  # fmt: skip


def _copy(row: object, **columns: object) -> object:
    known = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # type: ignore[attr-defined]
    return type(row)(**{**known, "id": None, **columns})
