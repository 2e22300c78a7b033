"""Alerts that nobody was told of yet, by kind and carrier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from fahuo.alerts.models import Alert
from fahuo.orders.models import Order
from fahuo.shipments.models import Shipment

_GROUPS = """
SELECT g.seller_id, g.kind, g.carrier, t.told_at
  FROM (SELECT DISTINCT seller_id, kind, carrier FROM alerts_alert WHERE telling_id IS NULL AND state = 'OPEN') AS g
  LEFT JOIN LATERAL (
       SELECT told_at FROM alerts_telling AS t
        WHERE t.seller_id = g.seller_id AND t.kind = g.kind AND t.carrier = g.carrier AND t.told_at <= %s
        ORDER BY t.told_at DESC LIMIT 1) AS t ON TRUE
 ORDER BY g.seller_id, g.kind, g.carrier
"""
CLOCKS_DIFFER = timedelta(minutes=1)  # those of workers on several machines, at most


@dataclass(frozen=True, slots=True)
class UntoldGroup:
    """A kind at a carrier, and when a message about it was last written."""

    seller_id: int
    kind: str
    carrier: str
    told_at: datetime | None


def groups(at: datetime) -> list[UntoldGroup]:
    """Return the groups that have something to tell, by seller.

    A message that was written by a clock that ran ahead holds up nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, [at + CLOCKS_DIFFER])
        return [UntoldGroup(*row) for row in cursor.fetchall()]


def numbers(seller_id: int, alerts: Sequence[Alert]) -> list[str]:
    """Return what tells each alert from others of its kind: a waybill or order number, else its detail."""
    shipments = dict(_waybills(seller_id, [row.shipment_id for row in alerts if row.shipment_id]))
    only_orders = [row.order_id for row in alerts if row.order_id and not row.shipment_id]
    orders: Mapping[int, str] = dict(
        Order.objects.filter(seller_id=seller_id, pk__in=only_orders).values_list("pk", "number")
    )
    found = (shipments.get(row.shipment_id or 0) or orders.get(row.order_id or 0) or row.detail for row in alerts)
    return list(dict.fromkeys(text for text in found if text))


def _waybills(seller_id: int, ids: Sequence[int]) -> list[tuple[int, str]]:
    rows = Shipment.objects.filter(seller_id=seller_id, pk__in=ids)
    return [
        (key, tracking or waybill)
        for key, tracking, waybill in rows.values_list("pk", "tracking_number", "waybill_number")
    ]
