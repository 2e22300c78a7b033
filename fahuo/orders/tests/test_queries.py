"""Reading orders: goods lines in bulk, addresses, what a corrected product changes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.accounts.models import Seller
from fahuo.goods.models import Product
from fahuo.goods.services.edit import NotAllowed, edit_product
from fahuo.orders import queries
from fahuo.orders.models import Order, Stage
from fahuo.orders.services.check_again import check_again, check_changed_products
from fahuo.orders.tests.conftest import AT, LATER, Desk
from fahuo.platforms.adapters.aliexpress.tests.orders import child, detail


@pytest.fixture
def orders(desk: Desk) -> dict[str, Order]:
    """Three orders: ready to Germany, blocked to Japan, skipped to Germany; by number."""
    desk.take_orders(
        detail(8001, child_order_list=[child(101), child(102, product_count=1), child(103, order_status="FINISH")]),
        detail(8002, address={"country": "JP", "zip": "12"}, child_order_list=[child(104, sku_code="CHG")]),
        detail(9003, order_status="IN_ISSUE", address={"contact_person": "Zoë Zander"}),
    )
    return {order.number: order for order in Order.objects.filter(seller=desk.seller)}


def test_goods_lines_in_two_queries(
    orders: dict[str, Order], carols: Seller, django_assert_num_queries: object
) -> None:
    keys = [order.pk for order in orders.values()]
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = queries.goods_lines(keys)
    first = found[orders["8001"].pk]
    assert [(line.sku, line.quantity, line.unit_weight_g) for line in first] == [("HUB", 2, 120), ("HUB", 1, 120)]
    assert first[0].value.amount == Decimal("23.90")
    assert orders["9003"].pk not in found
    assert queries.goods_lines([]) == {}


def test_to_address(orders: dict[str, Order]) -> None:
    address = queries.to_address(orders["8001"])
    assert (address.name, address.country, address.city, address.phone) == (
        "Erika Muster", "DE", "Hamburg", "+4915159729686",
    )  # fmt: skip


def test_a_corrected_product_frees_its_orders(orders: dict[str, Order], amys: Seller) -> None:
    product = Product.objects.get(seller=amys, sku="CHG")
    edit_product(seller=amys, product_id=product.pk, changes={"hs_code": "8504.40"}, at=LATER)
    assert check_changed_products(seller=amys, at=LATER) == 1
    assert not Order.objects.filter(seller=amys, problem_codes__contains=["HS_CODE_MISSING"]).exists()
    assert check_changed_products(seller=amys, at=LATER) == 0


def test_a_product_that_changed_before_the_check_is_not_looked_at(orders: dict[str, Order], amys: Seller) -> None:
    Product.objects.filter(sku="CHG").update(hs_code="850440")  # behind our back, its moment unchanged
    assert check_changed_products(seller=amys, at=LATER) == 0
    assert check_again(seller=amys, at=LATER) == 1


def test_orders_in_work_are_not_checked_again(orders: dict[str, Order], amys: Seller) -> None:
    Order.objects.filter(number="8002").update(stage=Stage.IN_WORK)
    Product.objects.filter(sku="CHG").update(hs_code="850440", updated_at=LATER)
    assert check_changed_products(seller=amys, at=LATER) == 0
    assert check_again(seller=amys, at=LATER) == 0
    orders["8002"].refresh_from_db()
    assert (orders["8002"].checked_at, "HS_CODE_MISSING" in orders["8002"].problem_codes) == (AT, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"hs_code": "12345"},
        {"origin_country": "XX"},
        {"cargo_class": "x"},
        {"weight_g": 0},
        {"declared_value_usd": "NaN"},
        {"sku": "x"},
    ],
)
def test_a_product_is_not_spoiled(orders: dict[str, Order], amys: Seller, changes: dict[str, object]) -> None:
    before = list(Product.objects.order_by("id").values())
    key = Product.objects.get(seller=amys, sku="HUB").pk
    with pytest.raises(NotAllowed) as refused:
        edit_product(seller=amys, product_id=key, changes={"title_zh": "集线器", **changes}, at=LATER)
    assert refused.value.field in changes
    assert list(Product.objects.order_by("id").values()) == before


def test_a_product_of_another_seller_is_not_found(orders: dict[str, Order], carols: Seller) -> None:
    with pytest.raises(Product.DoesNotExist):
        edit_product(seller=carols, product_id=Product.objects.first().pk, changes={"hs_code": ""}, at=LATER)  # type: ignore[union-attr]
