"""Work under way: what a worker needs to go on with a shipment, and which shipments are due."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from fahuo import rulebook
from fahuo.accounts.queries import ship_from
from fahuo.orders import queries as orders
from fahuo.shipments.models import Shipment, Status
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.goods import GoodsLine
from fahuo.trade.parcel import pack
from fahuo.trade.waybill import Waybill


@dataclass(frozen=True, slots=True)
class Work:
    """One shipment under work, as plain values: what the carrier calls and the label need."""

    shipment_id: int
    seller_id: int
    order_number: str
    status: str
    carrier: str
    calls: int
    booking: Booking
    waybill: Waybill
    public_token: str
    booked_on: date
    lease_until: datetime | None
    account_id: int | None
    created_at: datetime


def work(shipment_ids: Sequence[int]) -> list[Work]:
    """Load shipments with everything a booking needs: three queries for any number of rows."""
    rows = list(
        Shipment.objects.filter(id__in=shipment_ids)
        .select_related("order", "seller")
        .order_by("id")
        .defer("label_content")
    )
    lines = orders.goods_lines([row.order_id for row in rows])
    senders = {seller_id: ship_from(seller_id) for seller_id in {row.seller_id for row in rows}}
    return [as_work(row, lines[row.order_id], senders[row.seller_id]) for row in rows]


def as_work(row: Shipment, lines: tuple[GoodsLine, ...], sender: Address | None) -> Work:
    """Return a row (with its order and seller) as plain values; raises `LookupError` without a ship-from address."""
    if sender is None:
        raise LookupError(f"Seller {row.seller} has no ship-from address")
    booking = Booking(
        reference=row.reference,
        service_code=row.service_code,
        sender=sender,
        recipient=orders.to_address(row.order),
        parcel=pack(lines),
        platform_order_number=row.order.number,
        ddp=row.ddp,
        customs=CustomsNumbers(eori=row.eori, ioss=_ioss(row)),
    )
    waybill = Waybill(row.carrier, row.reference, row.waybill_number, row.tracking_number)
    return Work(
        row.pk,
        row.seller_id,
        row.order.number,
        row.status,
        row.carrier,
        row.calls,
        booking,
        waybill,
        row.public_token,
        timezone.localdate(row.booked_at or row.created_at),
        row.lease_until,
        row.account_id,
        row.created_at,
    )


def _ioss(row: Shipment) -> str:
    """Return the seller's IOSS number where it counts: for parcels into the EU, and nowhere else."""
    union = rulebook.value("destinations.eu_members", on=timezone.localdate(row.created_at))
    return row.seller.ioss if row.order.country in union else ""


# In a subquery the portion might be taken again for every row, and exceed the limit.
_CLAIM = """
WITH due AS MATERIALIZED (
     SELECT id FROM shipments_shipment
      WHERE status IN ('BOOKING', 'BOOKED') AND lease_until < %(at)s
        AND (%(seller)s::bigint IS NULL OR seller_id = %(seller)s)
      ORDER BY lease_until LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE shipments_shipment AS s SET lease = %(lease)s, lease_until = %(until)s FROM due WHERE s.id = due.id
RETURNING s.id, s.seller_id
"""


def claim_due(
    *, at: datetime, until: datetime, lease: uuid.UUID, limit: int, seller_id: int | None = None
) -> dict[int, list[int]]:
    """Take over rows whose lease ran out, as seller → shipment ids. Two workers never get the same row."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"lease": lease, "until": until, "at": at, "limit": limit, "seller": seller_id})
        claimed: dict[int, list[int]] = {}
        for shipment_id, owner in cursor.fetchall():
            claimed.setdefault(owner, []).append(shipment_id)
    return claimed


def next_due(shipment_ids: Iterable[int]) -> datetime | None:
    """Return when the first of these rows may be asked for again; None when none waits."""
    return (
        Shipment.objects.filter(
            id__in=shipment_ids, status__in=(Status.BOOKING, Status.BOOKED), lease_until__isnull=False
        )
        .order_by("lease_until")
        .values_list("lease_until", flat=True)
        .first()
    )
