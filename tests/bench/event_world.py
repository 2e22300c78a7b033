"""Parcels under way, what their carrier answers about them, and millions of older events, for `bench_events`."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

CODES = (
    ("OR10", "Shipment information received", ""),
    ("PU10", "Parcel received by Yanwen", "SHENZHEN"),
    ("SC20", "Processed at the sorting centre, 已分拣", "SHENZHEN"),
    ("LH20", "Departed from the airport of origin", "HONG KONG"),
    ("IC50", "Handed over to customs", "FRANKFURT AM MAIN"),
    ("IC60", "Released by customs", "FRANKFURT AM MAIN"),
    ("LM10", "Arrived at the parcel centre", "HAMBURG"),
    ("LM25", "Out for delivery", "HAMBURG"),
    ("LM40", "Delivered, signed for by the recipient", "HAMBURG"),
)
NUMBERS_A_MESSAGE = 30  # what the carrier answers in one call
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LABELLED = NOW - timedelta(days=12)
_CHINA = timedelta(hours=8)


@dataclass(frozen=True)
class Message:
    """One answer of the carrier, and the parcels that were asked for: number → shipment."""

    content: bytes
    asked: dict[str, int]


def make_parcels(seller: Any, count: int) -> list[int]:
    """Store labelled parcels by copying one; return their ids in their sequence."""
    from django.db import connection

    from fahuo.orders.models import Order
    from fahuo.shipments.models import Shipment
    from tests.fixtures.rows import make_order, make_shipment

    order = make_order(seller, "BENCH-0", placed_at=LABELLED)
    shipment = make_shipment(seller, order, carrier="yanwen", created_at=LABELLED, labelled_at=LABELLED)
    orders = {"number": "'BENCH-' || n"}
    with connection.cursor() as cursor:
        cursor.execute(_copied(Order, orders), [count - 1, order.pk])
        own = {
            "order_id": "o.id", "reference": "'R' || n", "public_token": "'bench' || n",
            "waybill_number": "'UA' || lpad(n::text, 9, '0') || 'YP'",
        }  # fmt: skip
        joined = "JOIN orders_order o ON o.seller_id = t.seller_id AND o.number = 'BENCH-' || n"
        cursor.execute(_copied(Shipment, own, joined), [count - 1, shipment.pk])
        cursor.execute("ANALYZE orders_order, shipments_shipment")
    return list(Shipment.objects.filter(seller=seller).order_by("pk").values_list("pk", flat=True))


def _copied(model: Any, own: dict[str, str], joined: str = "") -> str:
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = ", ".join(own.get(name, f"t.{name}") for name in names)
    table = model._meta.db_table
    source = f"{table} t CROSS JOIN generate_series(1, %s) n {joined}"
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {source} WHERE t.id = %s"


def messages(parcels: Sequence[int], rounds: int, *, seed: int = 7, again: float = 0.1) -> list[list[Message]]:
    """Return the carrier's answers, round by round: one to three new events a parcel, and some told again."""
    draw = random.Random(seed)
    numbers = {f"UA{place:09}YP": key for place, key in enumerate(parcels)}
    told: dict[str, list[dict[str, str]]] = {number: [] for number in numbers}
    return [_round(draw, numbers, told, again) for _ in range(rounds)]


def _round(
    draw: random.Random, numbers: dict[str, int], told: dict[str, list[dict[str, str]]], again: float
) -> list[Message]:
    asked = list(numbers)
    draw.shuffle(asked)
    found = []
    for start in range(0, len(asked), NUMBERS_A_MESSAGE):
        portion = asked[start : start + NUMBERS_A_MESSAGE]
        result = [_parcel(number, _said(draw, told[number], again)) for number in portion]
        content = msgspec.json.encode({"code": 0, "message": "success", "result": result})
        found.append(Message(content, {number: numbers[number] for number in portion}))
    return found


def _said(draw: random.Random, told: list[dict[str, str]], again: float) -> list[dict[str, str]]:
    new = []
    for _ in range(draw.choice((1, 2, 3))):
        code, words, place = CODES[min(len(told), len(CODES) - 1)]
        at = LABELLED + timedelta(hours=12 * len(told), seconds=draw.randrange(40_000)) + _CHINA
        written = at.replace(tzinfo=None).isoformat()
        event = {
            "time_stamp": written,
            "time_zone": "+08",
            "tracking_status": code,
            "message": words,
            "location": place,
        }
        told.append(event)
        new.append(event)
    before = told[: -len(new)]
    repeated = [draw.choice(before)] if before and draw.random() < 3 * again else []
    return [*repeated, *new]


def _parcel(number: str, checkpoints: list[dict[str, str]]) -> dict[str, object]:
    return {
        "tracking_number": number, "waybill_number": number, "exchange_number": "", "last_mile_carrier": "DHL",
        "tracking_status": checkpoints[-1]["tracking_status"], "checkpoints": checkpoints,
        "last_mile_tracking_expected": True, "origin_country": "CN", "destination_country": "DE",
    }  # fmt: skip


def make_past(seller_id: int, count: int, months: int = 6) -> None:
    """Store older events, ten a parcel, spread over the months up to now, in their partitions."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tracking_event SELECT %(seller)s, 1000000000 + n / 10, "
            "%(now)s::timestamptz - n / 10 * (%(span)s::interval / (%(count)s / 10.0)) - n %% 10 * '1 h'::interval, "
            "hashint8extended(n, 0), 'yanwen', 'IN_TRANSIT', '', 'SC20', 'Processed at the sorting centre, 已分拣', "
            "'SHENZHEN', '', '2026-11-20T12:00:00+08', '', %(now)s FROM generate_series(0, %(count)s - 1) n",
            {"seller": seller_id, "now": NOW, "span": f"{30 * months} days", "count": count},
        )
        cursor.execute("ANALYZE tracking_event")
