"""The catalogue as a table: one line per SKU, English or Chinese headers. What has no column is not told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import ROUND_UP, Decimal
from typing import Any, NamedTuple

from fahuo.goods import customs_fields, domain
from fahuo.goods.catalogue_columns import LAYOUT, OPTIONAL, Line
from fahuo.goods.models import Product
from fahuo.kit.files import cells, tables
from fahuo.kit.files.arrival import Arrival
from fahuo.kit.files.refused import FileRefused
from fahuo.trade.country import UnknownCountryError, country
from fahuo.trade.measure import Size
from fahuo.trade.text import tidy, tidy_code

MOST_WEIGHT_G = Decimal(1_000_000)
MOST_SIDE_CM = Decimal(1000)
MOST_VALUE_USD = Decimal(1_000_000)
_LONGEST_SKU = 80
_LONGEST_TITLE = 300
_ALWAYS = len(Line._fields)


class Catalogue(NamedTuple):
    """What a file holds: its products, not saved, and which fields it says nothing of."""

    products: Iterator[Product]
    not_told: frozenset[str]


def read(arrival: Arrival, seller_id: int, *, limit_mb: int, at: datetime) -> Catalogue:
    """Return the file's products; they raise `FileRefused` with row and column at the first line that cannot be."""
    places, rows = tables.read(arrival, LAYOUT, limit_mb=limit_mb)
    headers = places.headers()
    told = {column.name: place for place, column in enumerate(OPTIONAL, start=_ALWAYS) if headers[place]}
    not_told = frozenset(column.name for column in OPTIONAL) - told.keys()
    return Catalogue(_products(rows, headers, told, seller_id, at), not_told)


def _products(
    rows: Iterator[tuple[int, tuple[str, ...]]],
    all_headers: tuple[str, ...],
    told: Mapping[str, int],
    seller_id: int,
    at: datetime,
) -> Iterator[Product]:
    seen: dict[str, int] = {}
    headers = Line(*all_headers[:_ALWAYS])
    for row, line in rows:
        more = {name: _told(name, line[place], row, all_headers[place]) for name, place in told.items()}
        product = Product(seller_id=seller_id, updated_at=at, **_fields(Line(*line[:_ALWAYS]), row, headers), **more)
        if product.sku in seen:
            raise FileRefused(
                "FILE_SKU_TWICE", row=row, column=headers.sku, detail=f"{product.sku}: {seen[product.sku]}"
            )
        seen[product.sku] = row
        yield product


def _fields(line: Line, row: int, headers: Line) -> dict[str, Any]:
    size = Size.of(
        _side(line.length_cm, row, headers.length_cm),
        _side(line.width_cm, row, headers.width_cm),
        _side(line.height_cm, row, headers.height_cm),
    )
    weight = cells.decimal(line.weight_g, row=row, column=headers.weight_g, low=Decimal("0.01"), high=MOST_WEIGHT_G)
    value = cells.decimal(
        line.declared_price_usd, row=row, column=headers.declared_price_usd, low=Decimal(0), high=MOST_VALUE_USD
    )
    return {
        "sku": _bounded(tidy_code(line.sku), _LONGEST_SKU, row, headers.sku),
        "title_en": _bounded(tidy(line.title_en), _LONGEST_TITLE, row, headers.title_en),
        "title_zh": tidy(line.title_zh)[:_LONGEST_TITLE],
        "weight_g": int(weight.to_integral_value(ROUND_UP)),
        "length_mm": size.length_mm,
        "width_mm": size.width_mm,
        "height_mm": size.height_mm,
        "cargo_class": _cargo_class(line.cargo_class, row, headers.cargo_class),
        "origin_country": _country(line.origin_country, row, headers.origin_country),
        "declared_value_usd": value.quantize(Decimal("0.01")),
        "un383": cells.yes(line.un383, row=row, column=headers.un383),
        "msds": cells.yes(line.msds, row=row, column=headers.msds),
    }


def _told(name: str, text: str, row: int, column: str) -> object:
    """Return the value of an optional column's cell."""
    if name == "hs_code":
        return _hs_code(text, row, column)
    if name == "shelf":
        return _shelf(text, row, column)
    try:
        return customs_fields.PARSERS[name](text)
    except ValueError:
        raise FileRefused("FILE_VALUE", row=row, column=column, detail=text[:80]) from None


def _side(text: str, row: int, column: str) -> int:
    return domain.millimetres(cells.decimal(text, row=row, column=column, low=Decimal("0.1"), high=MOST_SIDE_CM))


def _bounded(text: str, longest: int, row: int, column: str) -> str:
    if not 0 < len(text) <= longest:
        raise FileRefused("FILE_VALUE", row=row, column=column, detail=text)
    return text


def _shelf(text: str, row: int, column: str) -> str:
    shelf = domain.shelf(text)
    return shelf and _bounded(shelf, domain.LONGEST_SHELF, row, column)


def _cargo_class(text: str, row: int, column: str) -> str:
    found = domain.CARGO_WORDS.get(tidy_code(text).casefold())
    if found is None:
        raise FileRefused("FILE_VALUE", row=row, column=column, detail=text)
    return found.value


def _hs_code(text: str, row: int, column: str) -> str:
    digits = domain.hs_code(tidy_code(text))
    if digits is None:
        raise FileRefused("FILE_VALUE", row=row, column=column, detail=text)
    return digits


def _country(text: str, row: int, column: str) -> str:
    code = tidy_code(text)
    try:
        return country(code) if code else ""
    except UnknownCountryError:
        raise FileRefused("FILE_VALUE", row=row, column=column, detail=text) from None
