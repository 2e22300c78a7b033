"""Declaration elements of products: the catalogue's own statements laid over the templates that are in force."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from fahuo.goods.elements import ElementsOf, Known, Template, Templates, fill, shipped
from fahuo.goods.elements.templates import read
from fahuo.goods.models import Product

OWN_TEMPLATES = "declaration-elements.tsv"


def elements(seller_id: int, skus: Iterable[str]) -> dict[str, ElementsOf]:
    """Return SKU → declaration elements of these products, in one query; unknown SKUs are absent."""
    products = Product.objects.filter(seller_id=seller_id, sku__in=set(skus)).order_by("sku")
    return {product.sku: elements_of(product) for product in products}


def elements_of(product: Product) -> ElementsOf:
    """Return the declaration elements of one product."""
    return fill(
        template_of(product.hs_code),
        Known(
            sku=product.sku,
            hs_code=product.hs_code,
            weight_g=product.weight_g,
            brand=product.brand,
            brand_type=product.brand_type,
            model=product.model_number,
            barcode=product.barcode,
            sale_unit=product.sale_unit,
            first_unit=product.first_unit,
            second_unit=product.second_unit,
            first_quantity=product.first_quantity,
            second_quantity=product.second_quantity,
            elements=product.elements,
            attributes=product.attributes,
        ),
    )


def template_of(hs_code: str) -> Template:
    """Return the template for goods with this code: the operator's, else a shipped one, else the generic one."""
    return _templates().of(hs_code)


def refused_templates() -> tuple[str, ...]:
    """Return the lines of the operator's file that could not be read, with the reason."""
    return _templates().refused


def _templates() -> Templates:
    path = Path(settings.HOME) / OWN_TEMPLATES
    try:
        changed_at = path.stat().st_mtime_ns
    except OSError:
        return shipped()
    return _with_own(path, changed_at)


@lru_cache(maxsize=4)
def _with_own(path: Path, changed_at: int) -> Templates:
    """Return the file's templates before the shipped ones; `changed_at` makes a changed file count at once."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return Templates(shipped().by_code, (f"{path.name}: {type(error).__name__}",))
    return read(lines, own=True).before(shipped())
