"""The catalogue as a table: one line per SKU, English or Chinese headers. The shelf is told where the file has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_UP, Decimal
from typing import Any, NamedTuple

from fahuo.goods import domain
from fahuo.goods.models import Product
from fahuo.kit.files import cells, tables
from fahuo.kit.files.arrival import Arrival
from fahuo.kit.files.columns import Column, Layout
from fahuo.kit.files.refused import FileRefused
from fahuo.trade.country import UnknownCountryError, country
from fahuo.trade.measure import Size
from fahuo.trade.text import tidy, tidy_code

MOST_WEIGHT_G = Decimal(1_000_000)
MOST_SIDE_CM = Decimal(1000)
MOST_VALUE_USD = Decimal(1_000_000)
_LONGEST_SKU = 80
_LONGEST_TITLE = 300


class Line(NamedTuple):
    """One line of the table, every cell as text; the names are the columns of `LAYOUT` in sequence."""

    sku: str
    title_en: str
    title_zh: str
    weight_g: str
    length_cm: str
    width_cm: str
    height_cm: str
    cargo_class: str
    hs_code: str
    origin_country: str
    declared_price_usd: str
    un383: str
    msds: str
    shelf: str


LAYOUT = Layout(
    (
        Column("sku", ("sku", "商品编码", "sku编码")),
        Column("title_en", ("title_en", "英文品名", "英文名称")),
        Column("title_zh", ("title_zh", "中文品名", "中文名称"), required=False),
        Column("weight_g", ("weight_g", "重量(g)", "重量g", "重量(克)")),
        Column("length_cm", ("length_cm", "长(cm)", "长cm")),
        Column("width_cm", ("width_cm", "宽(cm)", "宽cm")),
        Column("height_cm", ("height_cm", "高(cm)", "高cm")),
        Column("cargo_class", ("cargo_class", "货物类型", "货物属性")),
        Column("hs_code", ("hs_code", "hs编码", "海关编码")),
        Column("origin_country", ("origin_country", "原产国")),
        Column("declared_price_usd", ("declared_price_usd", "申报单价(usd)", "申报单价usd", "申报单价(美元)")),
        Column("un383", ("un383", "un38.3")),
        Column("msds", ("msds",)),
        Column("shelf", ("shelf", "bin", "location", "shelf location", "bin location", "库位", "货位"), required=False),
    )
)


class Catalogue(NamedTuple):
    """What a file holds: its products, not saved, and whether it says where they lie."""

    products: Iterator[Product]
    has_shelves: bool


def read(arrival: Arrival, seller_id: int, *, limit_mb: int, at: datetime) -> Catalogue:
    """Return the file's products; they raise `FileRefused` with row and column at the first line that cannot be."""
    places, rows = tables.read(arrival, LAYOUT, limit_mb=limit_mb)
    headers = Line(*places.headers())
    return Catalogue(_products(rows, headers, seller_id, at), has_shelves=headers.shelf != "")


def _products(
    rows: Iterator[tuple[int, tuple[str, ...]]], headers: Line, seller_id: int, at: datetime
) -> Iterator[Product]:
    seen: dict[str, int] = {}
    for row, line in rows:
        product = Product(seller_id=seller_id, updated_at=at, **_fields(Line(*line), row, headers))
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
        "hs_code": _hs_code(line.hs_code, row, headers.hs_code),
        "origin_country": _country(line.origin_country, row, headers.origin_country),
        "declared_value_usd": value.quantize(Decimal("0.01")),
        "un383": cells.yes(line.un383, row=row, column=headers.un383),
        "msds": cells.yes(line.msds, row=row, column=headers.msds),
        "shelf": _shelf(line.shelf, row, headers.shelf),
    }


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
