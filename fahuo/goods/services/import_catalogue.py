"""Take a catalogue in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.goods import catalogue_file
from fahuo.goods.models import HsProposal, Product
from fahuo.goods.services.recognise import queue_proposals
from fahuo.kit.files.arrival import Arrival

_FIELDS = [
    field.name for field in Product._meta.concrete_fields if field.name not in {"id", "seller", "sku", "updated_at"}
]
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class CatalogueReport:
    """What a catalogue changed; SKUs that it does not name stay as they are."""

    created: int
    updated: int
    unchanged: int
    changed_skus: frozenset[str]


@transaction.atomic
def import_catalogue(*, seller: Seller, arrival: Arrival, limit_mb: int, at: datetime) -> CatalogueReport:
    """Add and update the products of a file, all or nothing; raise `FileRefused` at the first bad row.

    Fields for which the file has no column stay as they are. Products without an HS code are recognised by a job.
    """
    catalogue = catalogue_file.read(arrival, seller.pk, limit_mb=limit_mb, at=at)
    products = list(catalogue.products)
    fields = [name for name in _FIELDS if name not in catalogue.not_told]
    stored = {product.sku: product for product in Product.objects.filter(seller=seller)}
    new = [product for product in products if product.sku not in stored]
    changed = [
        product for product in products if product.sku in stored and _differs(product, stored[product.sku], fields)
    ]
    Product.objects.bulk_create(
        new + changed,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["seller", "sku"],
        update_fields=[*fields, "updated_at"],
    )
    _recognise(seller, frozenset(product.sku for product in new + changed))
    return CatalogueReport(
        created=len(new),
        updated=len(changed),
        unchanged=len(products) - len(new) - len(changed),
        changed_skus=frozenset(product.sku for product in new + changed),
    )


def _recognise(seller: Seller, skus: frozenset[str]) -> None:
    """Ask again about what changed and has no code; what has one by now needs no proposal."""
    products = Product.objects.filter(seller=seller, sku__in=skus)
    HsProposal.objects.filter(seller=seller, product__in=products).delete()
    queue_proposals(seller=seller, product_ids=list(products.filter(hs_code="").values_list("pk", flat=True)))


def _differs(product: Product, stored: Product, fields: Sequence[str]) -> bool:
    return any(getattr(product, name) != getattr(stored, name) for name in fields)
