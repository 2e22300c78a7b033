"""The columns of a catalogue file: our names, and the headers they may carry in English and Chinese."""

from __future__ import annotations

from typing import NamedTuple

from fahuo.kit.files.columns import Column, Layout


class Line(NamedTuple):
    """The cells that every file has, as text; the names are the first columns of `LAYOUT` in sequence."""

    sku: str
    title_en: str
    title_zh: str
    weight_g: str
    length_cm: str
    width_cm: str
    height_cm: str
    cargo_class: str
    origin_country: str
    declared_price_usd: str
    un383: str
    msds: str


_ALWAYS = (
    Column("sku", ("sku", "商品编码", "sku编码")),
    Column("title_en", ("title_en", "英文品名", "英文名称")),
    Column("title_zh", ("title_zh", "中文品名", "中文名称"), required=False),
    Column("weight_g", ("weight_g", "重量(g)", "重量g", "重量(克)")),
    Column("length_cm", ("length_cm", "长(cm)", "长cm")),
    Column("width_cm", ("width_cm", "宽(cm)", "宽cm")),
    Column("height_cm", ("height_cm", "高(cm)", "高cm")),
    Column("cargo_class", ("cargo_class", "货物类型", "货物属性")),
    Column("origin_country", ("origin_country", "原产国")),
    Column("declared_price_usd", ("declared_price_usd", "申报单价(usd)", "申报单价usd", "申报单价(美元)")),
    Column("un383", ("un383", "un38.3")),
    Column("msds", ("msds",)),
)


def _optional(name: str, *headers: str, prose: bool = False) -> Column:
    return Column(name, (name, *headers), required=False, prose=prose)


# What a file may leave out: fields without a column stay as they are. The names are those of the product's fields.
OPTIONAL = (
    _optional("hs_code", "hs编码", "海关编码"),
    _optional("shelf", "bin", "location", "shelf location", "bin location", "库位", "货位"),
    _optional("barcode", "gtin", "ean", "upc", "条码", "条形码", "商品条码"),
    _optional("model_number", "型号"),
    _optional("brand", "品牌"),
    _optional("brand_type", "品牌类型"),
    _optional("sale_unit", "申报单位", "销售单位"),
    _optional("first_unit", "法定第一单位", "第一法定单位"),
    _optional("second_unit", "法定第二单位", "第二法定单位", prose=True),  # a lone "-" says that there is none
    _optional("first_quantity", "法定第一数量", "第一法定数量"),
    _optional("second_quantity", "法定第二数量", "第二法定数量"),
    _optional("category_en", "英文类目", "平台类目(英文)", prose=True),
    _optional("category_zh", "中文类目", "平台类目", prose=True),
    _optional("attributes", "attributes_json", "商品属性", prose=True),
    _optional("elements", "declaration_elements", "申报要素", prose=True),
    _optional("battery_chemistry", "电池类型"),
    _optional("battery_wh", "watt_hours", "电池额定能量(wh)", "电池瓦时"),
    _optional("battery_lithium_g", "lithium_g", "锂含量(g)", "锂含量"),
    _optional("battery_count", "电池数量"),
    _optional("battery_cells", "电芯数量"),
    _optional("battery_charge_percent", "电池荷电状态(%)", "荷电状态"),
)
LAYOUT = Layout((*_ALWAYS, *OPTIONAL))
