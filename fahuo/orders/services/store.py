"""Rows into the tables by the hundred: COPY for new orders, one upsert for new versions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Model

from fahuo.orders.models import Order, OrderLine, Stage

_EMPTY = "[]"


def _json(found: Sequence[Mapping[str, str]]) -> str:
    return json.dumps(found) if found else _EMPTY  # most orders have nothing to say


_ENCODED = {"problems": _json, "notices": _json, "refusals": _json}
_KEY = ("seller", "platform", "number")
_NOT_UPDATED = {"id", "stage", *_KEY}


def insert(
    seller_id: int, platform: str, orders: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]
) -> None:
    """Write new orders, each with its lines. Their keys are drawn first, so that both tables go in by COPY."""
    if not orders:
        return
    own = {"seller_id": seller_id, "platform": platform, "stage": Stage.OPEN.value}
    ids = _drawn(Order, len(orders))
    _copy(Order, [{"id": key, **own, **columns} for key, (columns, _) in zip(ids, orders, strict=True)])
    insert_lines(seller_id, [(key, lines) for key, (_, lines) in zip(ids, orders, strict=True)])


def insert_lines(seller_id: int, lines: Sequence[tuple[int, Sequence[Mapping[str, Any]]]]) -> None:
    """Write the lines of orders that have none."""
    rows = [{"seller_id": seller_id, "order_id": key, **line} for key, own in lines for line in own]
    if rows:
        _copy(OrderLine, [{"id": key, **row} for key, row in zip(_drawn(OrderLine, len(rows)), rows, strict=True)])


def replace(
    seller_id: int, platform: str, orders: Sequence[tuple[int, Mapping[str, Any], Sequence[Mapping[str, Any]]]]
) -> None:
    """Overwrite orders, which the caller has locked, by a new version of them; their lines are written anew."""
    if not orders:
        return
    Order.objects.bulk_create(
        [Order(id=key, seller_id=seller_id, platform=platform, **columns) for key, columns, _ in orders],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[field.name for field in Order._meta.concrete_fields if field.name not in _NOT_UPDATED],
    )
    OrderLine.objects.filter(order_id__in=[key for key, _, _ in orders]).delete()
    insert_lines(seller_id, [(key, lines) for key, _, lines in orders])


def _drawn(model: type[Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return list(chain.from_iterable(cursor.fetchall()))


def _copy(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    quote = connection.ops.quote_name
    names = [field.attname for field in model._meta.concrete_fields]  # of our tables also the columns' names
    target = f"{quote(model._meta.db_table)} ({', '.join(map(quote, names))})"
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_ENCODED[name](row[name]) if name in _ENCODED else row[name] for name in names])
