"""Units of quantity as China customs codes them (JGS-20), and how much of a statutory unit one sale unit is.

The codes come from two public lists of 2016 and 2018 that agree; look at the current table before relying on a rare
one. The English words are ours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

KILOGRAM = "035"
GRAM = "036"
PIECE = "011"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its three-digit code, its Chinese name as customs writes it, and an English word."""

    code: str
    zh: str
    en: str


UNITS: Mapping[str, Unit] = {
    code: Unit(code, zh, en)
    for code, zh, en in (
        ("001", "台", "machine"),
        ("002", "座", "stand"),
        ("003", "辆", "vehicle"),
        ("004", "艘", "vessel"),
        ("005", "架", "aircraft"),
        ("006", "套", "set"),
        ("007", "个", "unit"),
        ("008", "只", "item"),
        ("009", "头", "head"),
        ("010", "张", "sheet"),
        ("011", "件", "piece"),
        ("012", "支", "stick"),
        ("013", "枝", "stem"),
        ("014", "根", "rod"),
        ("015", "条", "strip"),
        ("016", "把", "handle"),
        ("017", "块", "block"),
        ("018", "卷", "roll"),
        ("019", "副", "kit"),
        ("020", "片", "slice"),
        ("021", "组", "group"),
        ("022", "份", "portion"),
        ("023", "幅", "width"),
        ("025", "双", "pair"),
        ("026", "对", "couple"),
        ("027", "棵", "plant"),
        ("028", "株", "trunk"),
        ("029", "井", "well"),
        ("030", "米", "metre"),
        ("031", "盘", "reel"),
        ("032", "平方米", "square metre"),
        ("033", "立方米", "cubic metre"),
        ("034", "筒", "tube"),
        ("035", "千克", "kilogram"),
        ("036", "克", "gram"),
        ("037", "盆", "pot"),
        ("038", "万个", "ten thousand units"),
        ("039", "具", "apparatus"),
        ("040", "百副", "hundred kits"),
        ("041", "百支", "hundred sticks"),
        ("042", "百把", "hundred handles"),
        ("043", "百个", "hundred units"),
        ("044", "百片", "hundred slices"),
        ("045", "刀", "ream cut"),
        ("046", "疋", "bolt"),
        ("047", "公担", "quintal"),
        ("048", "扇", "leaf"),
        ("049", "百枝", "hundred stems"),
        ("050", "千只", "thousand items"),
        ("051", "千块", "thousand blocks"),
        ("052", "千盒", "thousand boxes"),
        ("053", "千枝", "thousand stems"),
        ("054", "千个", "thousand units"),
        ("055", "亿支", "hundred million sticks"),
        ("056", "亿个", "hundred million units"),
        ("057", "万套", "ten thousand sets"),
        ("058", "千张", "thousand sheets"),
        ("059", "万张", "ten thousand sheets"),
        ("060", "千伏安", "kilovolt-ampere"),
        ("061", "千瓦", "kilowatt"),
        ("062", "千瓦时", "kilowatt-hour"),
        ("063", "千升", "kilolitre"),
        ("067", "英尺", "foot"),
        ("070", "吨", "tonne"),
        ("071", "长吨", "long ton"),
        ("072", "短吨", "short ton"),
        ("073", "司马担", "picul (sima)"),
        ("074", "司马斤", "catty (sima)"),
        ("075", "斤", "catty"),
        ("076", "磅", "pound"),
        ("077", "担", "picul"),
        ("078", "英担", "hundredweight"),
        ("079", "短担", "short hundredweight"),
        ("080", "两", "tael"),
        ("081", "市担", "market picul"),
        ("083", "盎司", "ounce"),
        ("084", "克拉", "carat"),
        ("085", "市尺", "market foot"),
        ("086", "码", "yard"),
        ("088", "英寸", "inch"),
        ("089", "寸", "cun"),
        ("095", "升", "litre"),
        ("096", "毫升", "millilitre"),
        ("097", "英加仑", "imperial gallon"),
        ("098", "美加仑", "US gallon"),
        ("099", "立方英尺", "cubic foot"),
        ("101", "立方尺", "cubic chi"),
        ("110", "平方码", "square yard"),
        ("111", "平方英尺", "square foot"),
        ("112", "平方尺", "square chi"),
        ("115", "英制马力", "horsepower"),
        ("116", "公制马力", "metric horsepower"),
        ("118", "令", "ream"),
        ("120", "箱", "case"),
        ("121", "批", "lot"),
        ("122", "罐", "can"),
        ("123", "桶", "barrel"),
        ("124", "扎", "bundle"),
        ("125", "包", "pack"),
        ("126", "箩", "hamper"),
        ("127", "打", "dozen"),
        ("128", "筐", "basket"),
        ("129", "罗", "gross"),
        ("130", "匹", "bolt of cloth"),
        ("131", "册", "volume"),
        ("132", "本", "book"),
        ("133", "发", "round"),
        ("134", "枚", "coin"),
        ("135", "捆", "bale"),
        ("136", "袋", "bag"),
        ("139", "粒", "grain"),
        ("140", "盒", "box"),
        ("141", "合", "closed box"),
        ("142", "瓶", "bottle"),
        ("143", "千支", "thousand sticks"),
        ("144", "万双", "ten thousand pairs"),
        ("145", "万粒", "ten thousand grains"),
        ("146", "千粒", "thousand grains"),
        ("147", "千米", "kilometre"),
        ("148", "千英尺", "thousand feet"),
        ("149", "百万贝可", "million becquerel"),
        ("163", "部", "part"),
        ("164", "亿株", "hundred million plants"),
    )
}
# Units that count single things one by one: which of them is said is custom of speech (一台, 一个, 一件).
SINGLE = frozenset(unit.code for unit in UNITS.values() if unit.zh in "台辆个只张件支根条把块片具部")
_PAIRS = frozenset({"025", "026"})
_PER_SINGLE: Mapping[str, int] = {"127": 12, "129": 144, "043": 100, "041": 100, "042": 100, "044": 100, "054": 1000}
_BY_NAME = {name.casefold(): unit.code for unit in UNITS.values() for name in (unit.code, unit.zh, unit.en)} | {
    # as people write them
    "pcs": PIECE, "pc": PIECE, "pieces": PIECE, "pairs": "025", "sets": "006", "kg": KILOGRAM, "g": GRAM,
    "公斤": KILOGRAM, "m": "030", "bottles": "142", "boxes": "140", "packs": "125", "bags": "136",
}  # fmt: skip


def unit_code(text: str) -> str | None:
    """Return the code of a unit told by code, Chinese or English name; empty for empty, None when there is none."""
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    if name.isascii() and name.isdecimal():
        name = name.zfill(3)  # spreadsheets drop leading zeros
    return _BY_NAME.get(name) if name else ""


def statutory_quantity(unit: str, *, sale_unit: str, weight_g: int, said: Decimal | None = None) -> Decimal | None:
    """Return how much of a statutory unit ONE sale unit is; None when it must be asked, never a guess.

    `said` is what the seller stated and goes before all; else weights follow from `weight_g`, the same unit is 1,
    single things are 1 each other, a dozen is 12 single things.
    """
    if said is not None:
        return said
    if unit in {KILOGRAM, GRAM}:
        return Decimal(weight_g) / (1000 if unit == KILOGRAM else 1)
    if sale_unit == unit or {sale_unit, unit} == _PAIRS or {sale_unit, unit} <= SINGLE:
        return Decimal(1)
    return Decimal(_PER_SINGLE[sale_unit]) if unit in SINGLE and sale_unit in _PER_SINGLE else None
