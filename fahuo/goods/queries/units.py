"""Reading products as customs and carriers see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fahuo.accounts.models import Seller
from fahuo.goods.models import Product
from fahuo.trade.battery import Battery, Chemistry
from fahuo.trade.cargo import BATTERIES, CargoClass, Paper
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money

_FOR_RECOGNITION = ("category_en", "category_zh", "attributes")


def units(seller_id: int, skus: Iterable[str] | None = None) -> dict[str, GoodsLine]:
    """Return SKU → goods line of one unit, in one query; of the whole catalogue when no SKUs are named."""
    products = Product.objects.filter(seller_id=seller_id).defer(*_FOR_RECOGNITION)
    if skus is not None:
        products = products.filter(sku__in=set(skus))
    return {product.sku: to_unit(product) for product in products}


def shelves(seller_id: int, skus: Iterable[str]) -> dict[str, str]:
    """Return SKU → shelf (`""` when it has none) of these products, in one query; unknown SKUs are absent."""
    products = Product.objects.filter(seller_id=seller_id, sku__in=set(skus))
    return dict(products.values_list("sku", "shelf"))


def changed_since(seller_id: int, at: datetime) -> list[tuple[str, datetime]]:
    """Return SKU and moment of each product that was changed after a moment."""
    return list(Product.objects.filter(seller_id=seller_id, updated_at__gt=at).values_list("sku", "updated_at"))


def product(seller: Seller, sku: str) -> Product:
    """Return one product; raise `Product.DoesNotExist`."""
    return Product.objects.get(seller=seller, sku=sku)


def to_unit(product: Product) -> GoodsLine:
    """Return what customs sees of one unit."""
    papers = {Paper.UN383: product.un383, Paper.MSDS: product.msds}
    cargo_class = CargoClass(product.cargo_class)
    return GoodsLine(
        sku=product.sku,
        title_en=product.title_en,
        title_zh=product.title_zh,
        quantity=1,
        unit_weight_g=product.weight_g,
        unit_size=Size(product.length_mm, product.width_mm, product.height_mm),
        unit_value=Money(product.declared_value_usd, "USD"),
        cargo_class=cargo_class,
        hs_code=product.hs_code,
        origin=product.origin_country,
        papers=frozenset(paper for paper, held in papers.items() if held),
        barcode=product.barcode,
        model=product.model_number,
        brand=product.brand,
        brand_type=product.brand_type,
        sale_unit=product.sale_unit,
        elements=product.elements,
        battery=_battery(product) if cargo_class in BATTERIES else None,
    )


def _battery(product: Product) -> Battery:
    return Battery(
        chemistry=Chemistry(product.battery_chemistry) if product.battery_chemistry else None,
        watt_hours=product.battery_wh,
        lithium_g=product.battery_lithium_g,
        batteries=product.battery_count,
        cells=product.battery_cells,
    )
