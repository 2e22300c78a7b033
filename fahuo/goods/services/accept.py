"""A person accepts proposed codes, or says that one is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from fahuo.accounts.models import Person, Seller
from fahuo.goods import domain
from fahuo.goods.listing import titles_of
from fahuo.goods.models import HsProposal, Product
from fahuo.goods.not_allowed import NotAllowed
from fahuo.goods.services.recognise import queue_proposals
from fahuo.goods.services.remember import remember, remember_rejection
from fahuo.hs.nomenclature import nomenclature

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was taken: products by SKU with their code, and those that meanwhile had one or are gone, by id."""

    codes: Mapping[str, str]
    not_taken: frozenset[int]


@transaction.atomic
def accept(
    *, seller: Seller, person: Person | None, codes: Mapping[int, str], replaces: str = "", at: datetime
) -> Accepted:
    """Give products (by id) the code that a person chose for each, and put their titles on record.

    A product that has a code keeps it, unless it is `replaces`: the one that the person saw. Raises `NotAllowed` for
    what is no code of HS 2022 with 6, 8 or 10 digits, or for more than a page at once; nothing is changed then.
    """
    chosen = {product_id: _code(code) for product_id, code in codes.items()}
    if len(chosen) > MOST_AT_ONCE:
        raise NotAllowed("hs_code", len(chosen))
    rows = Product.objects.filter(seller=seller, pk__in=chosen).order_by("pk").select_for_update()
    products = [product for product in rows if product.hs_code in {"", replaces}]
    for product in products:
        product.hs_code = chosen[product.pk]
        product.updated_at = at
    Product.objects.bulk_update(products, ["hs_code", "updated_at"])
    HsProposal.objects.filter(seller=seller, product__in=products).delete()
    records = [(titles_of(product), product.hs_code) for product in products]
    remember(seller=seller, person=person, accepted=records, at=at)
    _ask_again(seller, products)
    return Accepted({row.sku: row.hs_code for row in products}, frozenset(chosen) - {row.pk for row in products})


@transaction.atomic
def reject(*, seller: Seller, person: Person | None, product_id: int, code: str, at: datetime) -> Product:
    """Keep that a code is wrong for a product's titles; its own code is not touched. Raises `Product.DoesNotExist`."""
    product = Product.objects.get(seller=seller, pk=product_id)
    remember_rejection(seller=seller, person=person, titles=titles_of(product), code=_code(code), at=at)
    HsProposal.objects.filter(seller=seller, product=product).delete()
    queue_proposals(seller=seller, product_ids=[product.pk])
    return product


def _ask_again(seller: Seller, products: list[Product]) -> None:
    """Products with one of the same titles now have a record to be answered from."""
    titles = {title for product in products for title in titles_of(product)}
    same = Product.objects.filter(Q(title_en__in=titles) | Q(title_zh__in=titles), seller=seller, hs_code="")
    queue_proposals(seller=seller, product_ids=list(same.values_list("pk", flat=True)[:1000]))


def _code(text: str) -> str:
    digits = domain.hs_code(text.strip())
    if not digits or not nomenclature().knows(digits[:6]):
        raise NotAllowed("hs_code", text)
    return digits
