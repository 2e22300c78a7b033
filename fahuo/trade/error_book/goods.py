"""Problem codes of the catalogue: HS recognition and declaration elements."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "ELEMENTS_MISSING": ErrorEntry(
        title_en="Declaration elements missing",
        title_zh="申报要素不全",
        cause_en="The template of the heading asks for elements that neither the catalogue nor the listing states. "
        "Nothing is guessed in their place.",
        cause_zh="该品目的申报要素模板中，有要素在商品库和商品属性里都找不到。系统不会代为猜填。",
        fix_en="Open the product and fill in the elements named.",
        fix_zh="打开该商品，补填列出的申报要素。",
    ),
    "ELEMENTS_TOO_LONG": ErrorEntry(
        title_en="Declaration elements too long",
        title_zh="申报要素过长",
        cause_en="All elements together, joined as customs wants them, have more than 250 characters. They are not "
        "cut, as customs would then read something else than you stated.",
        cause_zh="全部申报要素按海关格式拼接后超过 250 个字符。系统不会截断，以免海关看到的与您填写的不同。",
        fix_en="Shorten values in the declaration elements of the product: materials and uses first.",
        fix_zh="缩短该商品申报要素的内容，先缩短材质和用途。",
    ),
    "ELEMENTS_UNIT": ErrorEntry(
        title_en="Unit or quantity for customs unknown",
        title_zh="申报单位或法定数量未知",
        cause_en="The unit the goods are sold by, a statutory unit of the heading, or how much of it one sale unit is, "
        "is not known for sure.",
        cause_zh="成交单位、该品目的法定单位，或一个成交单位折合多少法定单位，尚不能确定。",
        fix_en="Open the product and state the units and quantities under its declaration elements. Look the statutory "
        "units up in this year's tariff.",
        fix_zh="打开该商品，在申报要素下方填写单位和数量；法定单位以当年税则为准。",
    ),
}
