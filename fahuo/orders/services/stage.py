"""Move orders from one stage to the next."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from fahuo.orders.models import Order, Stage


def move(*, seller_id: int, order_ids: Collection[int], to: Stage, only_from: Stage) -> list[int]:
    """Set the stage of those orders that are still at `only_from`; return their ids, lowest first.

    One conditional UPDATE: of two callers with the same order one gets it. Others come back unmoved. What is taken up
    forgets why its last booking came to nothing.
    """
    table = connection.ops.quote_name(Order._meta.db_table)
    forget = ", refusals = '[]'" if to == Stage.IN_WORK else ""
    statement = (
        f"UPDATE {table} SET stage = %s, figures_due = true{forget} "  # noqa: S608
        "WHERE seller_id = %s AND id = ANY(%s) AND stage = %s RETURNING id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [str(to), seller_id, list(order_ids), str(only_from)])
        return sorted(row[0] for row in cursor.fetchall())
