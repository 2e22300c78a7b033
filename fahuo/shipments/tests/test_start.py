"""Before a run: verdicts that a changed catalogue has made stale are given again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.goods.services.edit import edit_product
from fahuo.kit import clock
from fahuo.orders.models import Outcome
from fahuo.shipments.models import Shipment, ShipRun
from tests.fixtures.rows import make_order, make_product

pytestmark = pytest.mark.django_db


def test_an_order_whose_product_lost_its_hs_code_is_not_shipped(room):
    now = clock.now()
    product = make_product(room.seller, "HUB")
    [sound] = room.orders(1, checked_at=now)
    stale = make_order(room.seller, "8112833399999999", sku="HUB", checked_at=now)
    edit_product(seller=room.seller, product_id=product.pk, changes={"hs_code": ""}, at=now + timedelta(seconds=1))
    run = room.ship([sound, stale])
    stale.refresh_from_db()
    assert (stale.outcome, stale.problem_codes, stale.stage) == (Outcome.BLOCKED, ["HS_CODE_MISSING"], "OPEN")
    assert [row.order_id for row in Shipment.objects.filter(run=run)] == [sound.pk]
    assert [(item["code"], item["order"]) for item in ShipRun.objects.get(pk=run.pk).skipped] == [
        ("ORDER_NOT_READY", stale.number)
    ]
