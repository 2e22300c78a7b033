"""Two processes with the same file at once: no duplicate, no crash, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.goods.models import Product
from fahuo.orders.models import Order, OrderLine, Stage
from fahuo.orders.services import stage
from fahuo.orders.services.check_again import check_changed_products
from fahuo.orders.services.import_orders import ImportReport, import_file
from fahuo.orders.tests.conftest import AT, SAMPLES, Desk
from fahuo.platforms.adapters.aliexpress.tests.orders import detail
from tests.fixtures.together import at_once
from tests.fixtures.waiting import LONGEST_S


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once(amys: Seller) -> None:
    def take() -> ImportReport:
        return import_file(seller=amys, path=SAMPLES / "orders.json", catalogue=SAMPLES / "catalogue.csv", at=AT)

    reports = at_once(take, take, take)
    assert sorted(report.created for report in reports) == [0, 0, 148]
    assert all(report.rows == reports[0].rows for report in reports)
    assert Order.objects.count() == 148
    assert OrderLine.objects.values("number").distinct().count() == OrderLine.objects.count()


@pytest.mark.django_db(transaction=True)
def test_an_order_goes_to_one_of_many_who_want_it(desk: Desk) -> None:
    desk.take_orders(*(detail(number) for number in range(1, 41)))
    keys = list(Order.objects.values_list("id", flat=True))

    def claim() -> list[int]:
        return stage.move(seller_id=desk.seller.pk, order_ids=keys, to=Stage.IN_WORK, only_from=Stage.OPEN)

    claimed = at_once(claim, claim, claim, claim)
    assert sorted(key for keys_of_one in claimed for key in keys_of_one) == sorted(keys)


@pytest.mark.django_db(transaction=True)
def test_an_order_claimed_during_an_import_is_not_overwritten(desk: Desk) -> None:
    desk.take_orders(*(detail(number) for number in range(1, 201)))
    keys = list(Order.objects.values_list("id", flat=True))
    newer = [detail(number, gmt_modified="2026-11-16 01:00:00", address={"city": "Altona"}) for number in range(1, 201)]

    def claim() -> list[int]:
        return stage.move(seller_id=desk.seller.pk, order_ids=keys, to=Stage.IN_WORK, only_from=Stage.OPEN)

    report, claimed = at_once(lambda: desk.take_orders(*newer), claim)
    assert (report.updated, report.kept) in {(200, 0), (0, 200)}  # before the claim, or after it
    assert len(claimed) == 200
    assert set(Order.objects.values_list("stage", flat=True)) == {Stage.IN_WORK}


@pytest.mark.django_db(transaction=True)
def test_a_catalogue_change_waits_for_no_import(desk: Desk) -> None:
    """An import holds order 2 and wants order 1; the catalogue page holds order 1 and must not want order 2."""
    desk.take_orders(detail(1), detail(2))
    first, second = Order.objects.order_by("id")
    later = AT + timedelta(minutes=1)
    Product.objects.update(hs_code="", updated_at=later)
    held, checked = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            Order.objects.select_for_update().get(pk=second.pk)
            held.set()
            assert checked.wait(timeout=LONGEST_S)

    def check() -> int:
        assert held.wait(timeout=LONGEST_S)
        with transaction.atomic():
            changed = check_changed_products(seller=desk.seller, at=later)
            checked.set()
            return changed

    assert at_once(hold, check)[1] == 1
    assert check_changed_products(seller=desk.seller, at=later) == 1  # the order that was left out is still known
    assert list(Order.objects.values_list("outcome", flat=True)) == ["BLOCKED", "BLOCKED"]
    assert first.outcome == "READY"
