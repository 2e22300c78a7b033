"""Fill in the declaration elements of one product, and the units that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.goods.elements.fill import MOST_LETTERS, SEPARATOR
from fahuo.goods.elements.vocabulary import BRAND, BRAND_TYPE, CHOICES, NO_BRAND
from fahuo.goods.models import Product
from fahuo.goods.not_allowed import NotAllowed
from fahuo.goods.queries.declared import elements_of
from fahuo.goods.services.edit import edit_product

UNITS = ("sale_unit", "first_unit", "first_quantity", "second_unit", "second_quantity")
# What stands in a field of its own and is changed there.
FIELDS = {BRAND_TYPE: "brand_type", BRAND: "brand", "型号": "model_number", "货号": "model_number", "GTIN": "barcode"}


@transaction.atomic
def state_elements(
    *, seller: Seller, product_id: int, stated: Mapping[str, str], units: Mapping[str, str], at: datetime
) -> Product:
    """Keep what a person filled in, by the element's name; a name that is not told stays as it is.

    What the catalogue or the listing states already is not written down a second time, so that it follows them. Raises
    `NotAllowed` (`field`: the element or unit) for a value that cannot be, and `Product.DoesNotExist`.
    """
    product = Product.objects.select_for_update().get(seller=seller, pk=product_id)
    by_itself = elements_of(product).filled
    own = dict(product.elements)
    changes: dict[str, object] = {name: value for name, value in units.items() if name in UNITS}
    for name, value in stated.items():
        text = _checked(name, " ".join(value.split()))
        if name in FIELDS:
            is_brandless = stated.get(BRAND_TYPE, product.brand_type) == "0"
            changes |= {"brand": ""} if _says_nothing(name, text, is_brandless) else _field(name, text, by_itself)
        elif text != by_itself.get(name, ""):
            own[name] = text
    changes["elements"] = {name: text for name, text in own.items() if text}
    changed = {name: value for name, value in changes.items() if value != getattr(product, name)}
    if not changed:
        return product
    return edit_product(seller=seller, product_id=product_id, changes=changed, at=at)


def _says_nothing(name: str, text: str, is_brandless: bool) -> bool:
    """Tell whether it is said of goods without brand that they have none; a name they had goes then."""
    return name == BRAND and text == NO_BRAND and is_brandless


def _field(name: str, text: str, by_itself: Mapping[str, str]) -> dict[str, object]:
    return {} if text == by_itself.get(name, "") else {FIELDS[name]: text}


def _checked(name: str, text: str) -> str:
    if SEPARATOR in text or len(text) > MOST_LETTERS or "\x00" in text:
        raise NotAllowed(name, text)
    if text and name in CHOICES and text not in CHOICES[name]:
        raise NotAllowed(name, text)
    return text
