"""An order that somebody holds for a moment is waited for, never left out of a run as if it were in work."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from fahuo.shipments.models import Shipment
from fahuo.shipments.tests.conftest import ShippingRoom
from tests.fixtures.waiting import LONGEST_S

pytestmark = pytest.mark.django_db(transaction=True)
HOLDS_S = 0.5


@pytest.mark.parametrize("lock", ["FOR NO KEY UPDATE", "FOR KEY SHARE"])  # who counts it, who refers to it
def test_a_held_order_is_shipped_all_the_same(room: ShippingRoom, lock: str):
    orders, held = room.orders(2), threading.Event()
    holder = threading.Thread(target=_hold, args=(orders[0].pk, lock, held))
    holder.start()
    assert held.wait(LONGEST_S)
    run = room.ship(orders)
    holder.join()
    assert run.skipped == []
    assert list(Shipment.objects.values_list("status", flat=True)) == ["LABELLED", "LABELLED"]


def _hold(order_id: int, lock: str, held: threading.Event) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM orders_order WHERE id = %s {lock}", [order_id])
            held.set()
            cursor.execute("SELECT pg_sleep(%s)", [HOLDS_S])
    finally:
        connection.close()
