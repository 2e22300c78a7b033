"""Reading orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from django.db.models import Count, Q, QuerySet

from fahuo.accounts.models import Seller
from fahuo.goods import queries as goods
from fahuo.orders.domain.goods import Wanted
from fahuo.orders.models import Order, OrderLine
from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine

PAGE_SIZE = 50


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


def find(
    seller: Seller,
    *,
    outcome: str | None = None,
    stage: str | None = None,
    code: str | None = None,
    country: str | None = None,
    text: str | None = None,
    after: int | None = None,
    limit: int = PAGE_SIZE,
) -> list[Order]:
    """Return orders, newest first, by any of the filters; `after` is the id of the last one of the page before."""
    found = filtered(seller, outcome=outcome, stage=stage, code=code, country=country, text=text)
    if after is not None:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-id")[:limit])


def filtered(
    seller: Seller,
    *,
    outcome: str | None = None,
    stage: str | None = None,
    code: str | None = None,
    country: str | None = None,
    text: str | None = None,
) -> QuerySet[Order]:
    """Return the orders of a seller that pass the filters, unordered. `text`: start of an order number, or a word."""
    orders = Order.objects.filter(seller=seller)
    exact = {"outcome": outcome, "stage": stage, "country": country}
    orders = orders.filter(**{name: value for name, value in exact.items() if value})
    if code:
        orders = orders.filter(problem_codes__contains=[code])
    words = (text or "").strip()
    if words:
        orders = orders.filter(Q(number__startswith=words) | Q(recipient__icontains=words) | Q(buyer_login=words))
    return orders


def counts(seller: Seller) -> dict[str, dict[str, int]]:
    """Return how many orders there are by outcome (open ones), stage, problem code (open ones) and country."""
    orders = Order.objects.filter(seller=seller)
    still_open = orders.filter(stage="OPEN")
    return {
        "outcome": _counted(still_open, "outcome"),
        "stage": _counted(orders, "stage"),
        "country": _counted(orders, "country"),
        "code": _codes(still_open.exclude(problem_codes=[]).values_list("problem_codes", flat=True)),
    }


def _counted(orders: QuerySet[Order], field: str) -> dict[str, int]:
    return dict(orders.order_by(field).values_list(field).annotate(Count("id")))


def _codes(rows: Iterable[list[str]]) -> dict[str, int]:
    result: dict[str, int] = defaultdict(int)
    for codes in rows:
        for code in codes:
            result[code] += 1
    return dict(sorted(result.items(), key=lambda item: (-item[1], item[0])))
