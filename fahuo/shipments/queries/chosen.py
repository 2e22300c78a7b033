"""Which service orders were shipped with, for comparing it with what templates would have chosen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from fahuo.shipments.models import LIVE, Shipment


def chosen(seller_id: int, order_ids: Sequence[int]) -> dict[int, tuple[str, Decimal, str]]:
    """Return by order the service key, the cost and its currency of its live shipment; absent without one."""
    rows = Shipment.objects.filter(seller_id=seller_id, order_id__in=order_ids, status__in=LIVE)
    found = rows.values_list("order_id", "carrier", "service_code", "cost", "cost_currency")
    return {
        order: (f"{carrier}/{code}", cost, currency)
        for order, carrier, code, cost, currency in found
        if cost is not None
    }
