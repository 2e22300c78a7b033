"""Reading products as customs and carriers see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from fahuo.accounts.models import Seller
from fahuo.goods.models import Product
from fahuo.trade.battery import Battery, Chemistry
from fahuo.trade.cargo import BATTERIES, CargoClass, Paper
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money

_PAPERS = {
    (un383, msds): frozenset(paper for paper, held in ((Paper.UN383, un383), (Paper.MSDS, msds)) if held)
    for un383 in (False, True)
    for msds in (False, True)
}


class _Row(NamedTuple):
    """What customs and carriers ask of a product, by the names of its columns."""

    sku: str
    title_en: str
    title_zh: str
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    declared_value_usd: Decimal
    cargo_class: str
    hs_code: str
    origin_country: str
    un383: bool
    msds: bool
    barcode: str
    model_number: str
    brand: str
    brand_type: str
    sale_unit: str
    elements: dict[str, str]
    battery_chemistry: str
    battery_wh: Decimal | None
    battery_lithium_g: Decimal | None
    battery_count: int | None
    battery_cells: int | None
    battery_charge_percent: int | None


def units(seller_id: int, skus: Iterable[str] | None = None) -> dict[str, GoodsLine]:
    """Return SKU → goods line of one unit, in one query; of the whole catalogue when no SKUs are named."""
    products = Product.objects.filter(seller_id=seller_id)
    if skus is not None:
        products = products.filter(sku__in=set(skus))
    rows = map(_Row._make, products.values_list(*_Row._fields))  # rows, not models: catalogues are large
    return {row.sku: _unit(row) for row in rows}


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


def _unit(row: _Row) -> GoodsLine:
    """Return what customs sees of one unit."""
    cargo_class = CargoClass(row.cargo_class)
    return GoodsLine(
        sku=row.sku,
        title_en=row.title_en,
        title_zh=row.title_zh,
        quantity=1,
        unit_weight_g=row.weight_g,
        unit_size=Size(row.length_mm, row.width_mm, row.height_mm),
        unit_value=Money(row.declared_value_usd, "USD"),
        cargo_class=cargo_class,
        hs_code=row.hs_code,
        origin=row.origin_country,
        papers=_PAPERS[row.un383, row.msds],
        barcode=row.barcode,
        model=row.model_number,
        brand=row.brand,
        brand_type=row.brand_type,
        sale_unit=row.sale_unit,
        elements=row.elements,
        battery=_battery(row) if cargo_class in BATTERIES else None,
    )


def _battery(row: _Row) -> Battery:
    return Battery(
        chemistry=Chemistry(row.battery_chemistry) if row.battery_chemistry else None,
        watt_hours=row.battery_wh,
        lithium_g=row.battery_lithium_g,
        batteries=row.battery_count,
        cells=row.battery_cells,
        charge_percent=row.battery_charge_percent,
    )
