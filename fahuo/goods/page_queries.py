"""Reads for the catalogue's pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from fahuo.accounts.models import Seller
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.goods.models import Product
from fahuo.goods.words import CARGO_CLASSES
from fahuo.trade.cargo import BATTERIES

_BATTERY = Q(cargo_class__in=[cargo.value for cargo in BATTERIES])
_GAP = {
    "HS_CODE": Q(hs_code=""),
    "ORIGIN": Q(origin_country=""),
    "PAPERS": _BATTERY & (Q(un383=False) | Q(msds=False)),
    "SHELF": Q(shelf=""),
}


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product as pages show it."""

    id: int
    sku: str
    title_en: str
    title_zh: str
    weight_g: int
    size_mm: tuple[int, int, int]
    cargo_class: str
    hs_code: str
    origin_country: str
    declared_value_usd: Decimal
    un383: bool
    msds: bool
    shelf: str
    updated_at: datetime

    @property
    def cargo_words(self) -> str:
        """The cargo class in words."""
        return str(CARGO_CLASSES.get(self.cargo_class, self.cargo_class))

    @property
    def missing_papers(self) -> tuple[str, ...]:
        """Which papers a battery lacks."""
        if self.cargo_class not in {cargo.value for cargo in BATTERIES}:
            return ()
        return tuple(name for name, held in (("UN 38.3", self.un383), ("MSDS", self.msds)) if not held)


def page(seller: Seller, *, gap: str, text: str, cut: Cut) -> Page[ProductRow]:
    """Return one page of the catalogue; one query."""
    found = turn(_matching(seller, gap, text), cut)
    return Page([product_row(product) for product in found.rows], found.newer, found.older)


def gap_counts(seller: Seller, text: str) -> dict[str, int]:
    """Count the products that lack something, by what they lack, and all of them as `everything`."""
    counts = {name: Count("id", filter=lacking) for name, lacking in _GAP.items()}
    return _matching(seller, "", text).aggregate(everything=Count("id"), **counts)


def everything(seller: Seller) -> Iterator[Product]:
    """Return every product of the catalogue by SKU, read as they are written out."""
    return Product.objects.filter(seller=seller).order_by("sku").iterator(chunk_size=2000)


def one(seller: Seller, product_id: int) -> Product | None:
    """Return the seller's product; None when there is none or it belongs to somebody else."""
    return Product.objects.filter(seller=seller, pk=product_id).first()


def by_sku(seller_id: int, skus: Collection[str]) -> dict[str, ProductRow]:
    """Return the products of these SKUs."""
    return {row.sku: product_row(row) for row in Product.objects.filter(seller_id=seller_id, sku__in=skus)}


def product_row(product: Product) -> ProductRow:
    """Return the product as a plain row."""
    return ProductRow(
        id=product.pk,
        sku=product.sku,
        title_en=product.title_en,
        title_zh=product.title_zh,
        weight_g=product.weight_g,
        size_mm=(product.length_mm, product.width_mm, product.height_mm),
        cargo_class=product.cargo_class,
        hs_code=product.hs_code,
        origin_country=product.origin_country,
        declared_value_usd=product.declared_value_usd,
        un383=product.un383,
        msds=product.msds,
        shelf=product.shelf,
        updated_at=product.updated_at,
    )


def _matching(seller: Seller, gap: str, text: str) -> QuerySet[Product]:
    products = Product.objects.filter(seller=seller)
    if text:
        products = products.filter(
            Q(sku__istartswith=text)
            | Q(title_en__icontains=text)
            | Q(title_zh__icontains=text)
            | Q(hs_code__startswith=text)
            | Q(shelf__istartswith=text)
        )
    return products.filter(_GAP[gap]) if gap in _GAP else products
