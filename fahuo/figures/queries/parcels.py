"""Orders with their booking that stands and their journey, as figures count them: four queries for any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from fahuo import rulebook
from fahuo.figures.domain.parcel import Limits, Parcel, was_troubled
from fahuo.shipments.models import LIVE

# One statement a table, each by keys: joined, they are planned with the statistics of yesterday (a new seller, a large
# import), and then every booking of the seller is walked through for each order.
_ORDERS = """
SELECT id, store, CASE WHEN length(country) = 2 THEN country ELSE '' END, outcome = 'SKIP',
       greatest(paid_at, imported_at), label_due_at
  FROM orders_order WHERE id = ANY(%(ids)s) AND seller_id + 0 = %(seller)s
"""
_BOOKINGS = """
SELECT order_id, id, carrier, service_code, country, labelled_at, booked_at, reference, followed
  FROM shipments_shipment WHERE order_id = ANY(%(ids)s) AND status = ANY(%(live)s)
"""
_JOURNEYS = """
SELECT shipment_id, scanned_at, delivered_at, milestone, promised_on, marks
  FROM tracking_journey WHERE shipment_id = ANY(%(ids)s)
"""
_DISPUTES = """
SELECT reference FROM routing_parceloutcome
 WHERE seller_id = %(seller)s AND reference = ANY(%(references)s) AND disputed
"""
_NO_BOOKING = (None,) * 8
_NO_JOURNEY = (None,) * 5


class Row(NamedTuple):
    """One order as it is stored. The booking's and the journey's columns are None without one."""

    order_id: int
    store: str
    country: str
    is_skipped: bool
    heard_at: datetime
    label_due_at: datetime | None
    shipment_id: int | None
    carrier: str | None
    service: str | None
    to_country: str | None
    labelled_at: datetime | None
    booked_at: datetime | None
    reference: str | None
    is_unfollowed: bool | None
    scanned_at: datetime | None
    delivered_at: datetime | None
    milestone: str | None
    promised_on: date | None
    marks: bytes | memoryview | None
    disputed: bool


def rows(seller_id: int, order_ids: Sequence[int]) -> list[Row]:
    """Return the orders of a seller in any sequence; an order has one booking that stands, or none."""
    with connection.cursor() as cursor:
        orders = _read(cursor, _ORDERS, seller=seller_id, ids=list(order_ids))
        bookings = {
            row[0]: row[1:] for row in _read(cursor, _BOOKINGS, ids=[row[0] for row in orders], live=list(LIVE))
        }
        journeys = {row[0]: row[1:] for row in _read(cursor, _JOURNEYS, ids=[row[0] for row in bookings.values()])}
        references = [row[6] for row in bookings.values()]
        disputed = {row[0] for row in _read(cursor, _DISPUTES, seller=seller_id, references=references)}
    return [_row(order, bookings.get(order[0], _NO_BOOKING), journeys, disputed) for order in orders]


def _read(cursor: Any, statement: str, **parameters: object) -> list[tuple[Any, ...]]:
    cursor.execute(statement, parameters)
    return list(cursor.fetchall())


def _row(
    order: tuple[Any, ...], booking: tuple[Any, ...], journeys: Mapping[int, tuple[Any, ...]], disputed: set[str]
) -> Row:
    journey = journeys.get(booking[0], _NO_JOURNEY)
    is_unfollowed = bool(booking[7]) and booking[0] not in journeys
    return Row._make((*order, *booking[:7], is_unfollowed, *journey, booking[6] in disputed))


def parcel(row: Row, zone: tzinfo) -> Parcel | None:
    """Return the order as figures see it; None for one that is not to be shipped and never was. Days are `zone`'s."""
    if row.is_skipped and row.labelled_at is None:
        return None
    limit = limits(row.heard_at.astimezone(zone).date()).label
    due = row.label_due_at or row.heard_at + limit
    return Parcel(
        order_id=row.order_id, store=row.store, country=row.to_country or row.country,
        label_from=row.label_due_at - limit if row.label_due_at else row.heard_at, label_due_at=due,
        shipment_id=row.shipment_id, carrier=row.carrier or "", service=row.service or "",
        labelled_at=row.labelled_at, is_followed=not row.is_unfollowed, scanned_at=row.scanned_at,
        delivered_at=row.delivered_at, milestone=row.milestone or "", promised_on=row.promised_on,
        troubled=bool(row.marks) and was_troubled(row.marks or b""), disputed=row.disputed,
    )  # fmt: skip


def limits_of(found: Parcel, zone: tzinfo) -> Limits:
    """Return the hours by which a parcel is judged: those in force on the day of its label."""
    return limits((found.labelled_at or found.label_from).astimezone(zone).date())


@cache
def limits(on: date) -> Limits:
    """Return the hours in force on a day; before there was a rule those of its first day."""
    try:
        rule = rulebook.value("tracking.deadlines", on=on)
    except rulebook.NoValueOnDate:
        rule = rulebook.entry("tracking.deadlines").values[0].value
    label, pickup, silent = (timedelta(hours=float(rule[name])) for name in ("label", "pickup", "silent"))
    return Limits(label=label, pickup=pickup, tracking=pickup + silent)


def zone() -> tzinfo:
    """Return the time zone in which this installation reckons its days."""
    return timezone.get_default_timezone()
