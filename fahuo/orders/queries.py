"""Reading orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from fahuo.goods import queries as goods
from fahuo.orders.domain.goods import Wanted
from fahuo.orders.models import Order, OrderLine
from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine


def to_address(order: Order) -> Address:
    """Return the recipient of an order."""
    return Address(
        name=order.recipient,
        country=order.country,
        street=order.street,
        street2=order.street2,
        city=order.city,
        province=order.province,
        postcode=order.postcode,
        phone=order.phone,
        tax_id=order.tax_id,
    )


def goods_lines(orders: Collection[int]) -> dict[int, tuple[GoodsLine, ...]]:
    """Return order id → what customs sees of its lines to ship, in their sequence, in two queries.

    Orders of one seller only. Lines whose SKU is not in the catalogue are left out; pre-flight blocks their orders.
    """
    lines = list(_lines_to_ship(orders))
    if not lines:
        return {}
    units = goods.units(lines[0].seller_id, {line.sku for line in lines})
    result: dict[int, list[GoodsLine]] = defaultdict(list)
    for line in lines:
        if line.sku in units:
            result[line.order_id].append(replace(units[line.sku], quantity=line.quantity))
    return {order: tuple(found) for order, found in result.items()}


def wanted(orders: Collection[int]) -> dict[int, list[Wanted]]:
    """Return order id → its lines to ship, in one query."""
    result: dict[int, list[Wanted]] = defaultdict(list)
    for line in _lines_to_ship(orders):
        result[line.order_id].append(Wanted(line.position, line.sku, line.quantity))
    return result


def _lines_to_ship(orders: Collection[int]) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order_id__in=orders, to_ship=True).order_by("order_id", "position")


def lines(order: Order) -> Sequence[OrderLine]:
    """Return all lines of one order, in their sequence."""
    return list(OrderLine.objects.filter(order=order).order_by("position"))
