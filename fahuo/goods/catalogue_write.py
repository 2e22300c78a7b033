"""Write the catalogue as a table that `catalogue_file` reads again without a change."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from decimal import Decimal

from fahuo.goods.catalogue_columns import LAYOUT
from fahuo.goods.models import Product
from fahuo.kit.files.cells import is_formula

_STARTS = ("=", "+", "-", "@")


def as_csv(products: Iterable[Product], *, chinese: bool) -> str:
    """Return the products as CSV: English headers, or Chinese ones where we have them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_header(column.headers, chinese) for column in LAYOUT.columns])
    names = [column.name for column in LAYOUT.columns]
    writer.writerows([_safe(_cell(product, name)) for name in names] for product in products)
    return text.getvalue()


def _header(headers: tuple[str, ...], chinese: bool) -> str:
    return next((header for header in headers if not header.isascii()), headers[0]) if chinese else headers[0]


def _cell(product: Product, name: str) -> str:
    if name.endswith("_cm"):
        return _plain(Decimal(getattr(product, name.replace("_cm", "_mm"))) / 10)
    if name == "declared_price_usd":
        return str(product.declared_value_usd)
    if name == "cargo_class":
        return product.cargo_class.lower()
    value = getattr(product, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return "" if value is None else _plain(value) if isinstance(value, Decimal) else str(value)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _safe(text: str) -> str:
    """Return a text that no spreadsheet program computes."""
    return f"'{text}" if text.startswith(_STARTS) and is_formula(text) else text
