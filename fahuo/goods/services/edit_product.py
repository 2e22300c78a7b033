"""A clerk corrects one product of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.goods.models import Product

EDITABLE = frozenset(
    {
        *("title_en", "title_zh", "hs_code", "origin_country", "cargo_class", "declared_value_usd"),
        *("weight_g", "length_mm", "width_mm", "height_mm", "un383", "msds"),
    }
)


@transaction.atomic
def edit_product(*, seller: Seller, product_id: int, changes: Mapping[str, object]) -> str:
    """Change columns of one product; return its SKU, whose open orders the caller has checked again.

    Raises `Product.DoesNotExist` when it is not this seller's.
    """
    unknown = set(changes) - EDITABLE
    if unknown:
        raise ValueError(f"Not to be edited here: {', '.join(sorted(unknown))}")
    product = Product.objects.select_for_update().get(seller=seller, pk=product_id)
    for name, value in changes.items():
        setattr(product, name, value)
    product.save(update_fields=[*changes, "updated_at"])
    return product.sku
