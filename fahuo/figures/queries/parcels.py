"""Orders with their booking that stands and their journey, as figures count them: one query for many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from fahuo import rulebook
from fahuo.figures.domain.parcel import Limits, Parcel, was_troubled
from fahuo.shipments.models import LIVE

_READ = """
SELECT o.id, o.store, CASE WHEN length(o.country) = 2 THEN o.country ELSE '' END, o.outcome = 'SKIP',
       greatest(o.paid_at, o.imported_at), o.label_due_at,
       s.id, s.carrier, s.service_code, s.country, s.labelled_at, s.booked_at, s.reference,
       s.followed AND j.shipment_id IS NULL, j.scanned_at, j.delivered_at, j.milestone, j.promised_on, j.marks,
       coalesce(p.disputed, false)
  FROM orders_order o
  LEFT JOIN shipments_shipment s ON s.seller_id = o.seller_id AND s.order_id = o.id AND s.status = ANY(%(live)s)
  LEFT JOIN tracking_journey j ON j.shipment_id = s.id
  LEFT JOIN routing_parceloutcome p ON p.seller_id = s.seller_id AND p.reference = s.reference
 WHERE o.id = ANY(%(ids)s) AND o.seller_id = %(seller)s
"""


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
        cursor.execute(_READ, {"seller": seller_id, "ids": list(order_ids), "live": list(LIVE)})
        return [Row(*row) for row in cursor.fetchall()]


def parcel(row: Row) -> Parcel | None:
    """Return the order as figures see it; None for one that is not to be shipped and never was."""
    if row.is_skipped and row.labelled_at is None:
        return None
    limit = limits(timezone.localdate(row.heard_at)).label
    due = row.label_due_at or row.heard_at + limit
    return Parcel(
        order_id=row.order_id, store=row.store, country=row.to_country or row.country,
        label_from=row.label_due_at - limit if row.label_due_at else row.heard_at, label_due_at=due,
        shipment_id=row.shipment_id, carrier=row.carrier or "", service=row.service or "",
        labelled_at=row.labelled_at, is_followed=not row.is_unfollowed, scanned_at=row.scanned_at,
        delivered_at=row.delivered_at, milestone=row.milestone or "", promised_on=row.promised_on,
        troubled=bool(row.marks) and was_troubled(row.marks or b""), disputed=row.disputed,
    )  # fmt: skip


def limits_of(found: Parcel) -> Limits:
    """Return the hours by which a parcel is judged: those in force on the day of its label."""
    return limits(timezone.localdate(found.labelled_at or found.label_from))


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
