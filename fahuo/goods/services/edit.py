"""Correct one product of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.goods import customs_fields, domain
from fahuo.goods.models import HsProposal, Product
from fahuo.goods.not_allowed import NotAllowed
from fahuo.goods.services.recognise import queue_proposals
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import country
from fahuo.trade.text import tidy, tidy_code

__all__ = ["NotAllowed", "edit_product"]
_TOLD_TO_RECOGNITION = frozenset({"title_en", "title_zh", "category_en", "category_zh", "attributes", "hs_code"})


@transaction.atomic
def edit_product(*, seller: Seller, product_id: int, changes: Mapping[str, object], at: datetime) -> Product:
    """Change fields of one product; raise `NotAllowed` for a value that cannot be, `Product.DoesNotExist`.

    `orders.services.correct_product` also tells the orders that hold it.
    """
    product = Product.objects.select_for_update().get(seller=seller, pk=product_id)
    for field, value in changes.items():
        setattr(product, field, _checked(field, value))
    product.updated_at = at
    product.save(update_fields=[*changes, "updated_at"])
    if not _TOLD_TO_RECOGNITION.isdisjoint(changes):
        HsProposal.objects.filter(seller=seller, product=product).delete()
        queue_proposals(seller=seller, product_ids=[product.pk])
    return product


def _checked(field: str, value: object) -> object:
    if field not in _CHECKS:
        raise NotAllowed(field, value)
    try:
        return _CHECKS[field](value)
    except (ValueError, InvalidOperation) as error:
        raise NotAllowed(field, value) from error


def _hs_code(value: object) -> str:
    digits = domain.hs_code(tidy_code(str(value)))
    if digits is None:
        raise ValueError(value)
    return digits


def _positive(value: object) -> int:
    number = int(str(value))
    if not 0 < number <= 1_000_000:
        raise ValueError(value)
    return number


def _money(value: object) -> Decimal:
    amount = Decimal(str(value))
    if not (amount.is_finite() and 0 <= amount <= 1_000_000):
        raise ValueError(value)
    return amount


def _shelf(value: object) -> str:
    shelf = domain.shelf(str(value))
    if len(shelf) > domain.LONGEST_SHELF:
        raise ValueError(value)
    return shelf


def _title(value: object) -> str:
    return tidy(str(value))[:300]


_CHECKS: Mapping[str, Callable[[object], object]] = {
    "title_en": _title,
    "title_zh": _title,
    "weight_g": _positive,
    "length_mm": _positive,
    "width_mm": _positive,
    "height_mm": _positive,
    "cargo_class": lambda value: CargoClass(str(value)).value,
    "hs_code": _hs_code,
    "origin_country": lambda value: country(str(value)) if str(value).strip() else "",
    "declared_value_usd": _money,
    "un383": bool,
    "msds": bool,
    "shelf": _shelf,
    **customs_fields.PARSERS,
}
