"""Shipments whose number, or whose order's number, begins with what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from fahuo.orders.models import Order
from fahuo.shipments.models import Shipment

SO_MANY = 2_000  # with one beginning: more are no search but a scan
_NUMBERS = ("waybill_number", "tracking_number", "reference")


def named(seller_id: int, text: str, *, most: int = SO_MANY) -> list[int] | None:
    """Return the shipments whose number begins so; None when there are more than `most` of them.

    Carriers write their letters large. Each number has an index of its own; one condition with OR over two tables
    would read them whole.
    """
    rows = Shipment.objects.filter(seller_id=seller_id)
    parts = [
        rows.filter(**{f"{name}__startswith": one}).exclude(**{name: ""}).values_list("pk", flat=True)
        for name in _NUMBERS
        for one in _spellings(text)
    ]
    of_order = rows.filter(order_id__in=Order.objects.filter(seller_id=seller_id, number__startswith=text).values("pk"))
    found = list(of_order.values_list("pk", flat=True).union(*parts)[: most + 1])
    return found if len(found) <= most else None


def begins(text: str, shipment: str = "") -> Q:
    """Return the condition that says the same of rows one by one; `shipment` leads to it, as in `"shipment__"`."""
    wanted = Q(**{f"{shipment}order__number__startswith": text})
    for one in _spellings(text):
        for name in _NUMBERS:
            wanted |= Q(**{f"{shipment}{name}__startswith": one})
    return wanted


def _spellings(text: str) -> Iterable[str]:
    return sorted({text, text.upper()})
