"""A clerk corrects a product, and the orders that wait for it learn of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.goods.models import Product
from fahuo.goods.services.edit import edit_product
from fahuo.orders.services.check_again import check_skus


@transaction.atomic
def correct_product(
    *, seller: Seller, product_id: int, changes: Mapping[str, object], at: datetime
) -> tuple[Product, int]:
    """Change a product and judge the open orders that hold it again; return it and how many verdicts changed.

    Raises `NotAllowed` for a value that cannot be and `Product.DoesNotExist` when it is not this seller's.
    """
    product = edit_product(seller=seller, product_id=product_id, changes=changes, at=at)
    return product, check_skus(seller=seller, skus={product.sku}, at=at)
