"""Words of headers, in the spellings that carriers use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fahuo.rating.importing.countries import countries_of
from fahuo.trade.text import tidy

# Column (of `mapping.Columns`) → words; the more special ones come first.
HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("min_weight", ("最低计费重", "最低收费重", "起重", "最小计费重", "minweight", "minimumweight", "min.weight")),
    ("minimum", ("最低收费", "最低运费", "最低消费", "minimumcharge", "mincharge")),
    ("registered", ("挂号费", "处理费", "操作费", "票件费", "registered", "registration", "handlingfee", "perparcel",
                    "peritem")),
    ("first", ("首重价", "首重费", "首重运费", "首重资费", "首重单价", "firstprice", "firstweightprice", "firstfee")),
    ("step", ("续重价", "续重费", "续重运费", "续重资费", "续重单价", "stepprice", "additionalprice",
              "additionalweightprice")),
    ("first_weight", ("首重", "firstweight")),
    ("step_weight", ("续重单位", "续重", "进位", "stepweight", "additionalweight")),
    ("weight_from", ("起始重量", "重量起", "重量从", "weightfrom", "minimumg", "fromweight", "from(")),
    ("weight_to", ("截止重量", "重量止", "重量至", "终止重量", "weightto", "toweight", "to(", "up_to", "upto")),
    ("weight", ("重量段", "重量区间", "计费重量", "重量", "weightband", "weightrange", "weight", "公斤段")),
    ("days", ("时效", "transit", "deliverytime", "days", "leadtime")),
    ("countries", ("国家列表", "包含国家", "适用国家", "countries", "countrylist")),
    ("zone", ("分区", "区域", "zone", "国家", "目的地", "country", "destination", "国别")),
    ("per_kg", ("运费(元/kg", "公斤价", "元/kg", "/kg", "公斤单价", "kg单价", "元/公斤", "perkg", "pricekg", "单价")),
    ("flat", ("运费", "价格", "price", "资费", "rate", "费用", "收费")),
)  # fmt: skip
_FEES = (
    "挂号",
    "处理费",
    "操作费",
    "元/票",
    "/票",
    "/件",
    "registered",
    "registration",
    "perparcel",
    "/parcel",
    "peritem",
)
_ZONE = re.compile(
    r"^(?:zone\s*\w{1,4}|[a-z]?\d{1,2}\s*区|第?[一二三四五六七八九十\d]{1,3}区|[a-z]\s*区|\d{1,2}|[a-z]|[a-z]\d{1,2})$"
)


def folded(text: str) -> str:
    """Return a header without blanks and in small letters."""
    return tidy(text).casefold().replace(" ", "").replace("_", "")


def role_of(header: str) -> str:
    """Return which of our columns a header means, empty when it is none we know."""
    plain = folded(header)
    if not plain or len(plain) > 40:
        return ""
    for role, words in HEADERS:
        if any(word.replace("_", "") in plain for word in words):
            return role
    return ""


def is_fee_header(text: str) -> bool:
    """Tell whether a header names a fee by parcel rather than the freight."""
    plain = folded(text)
    return any(word in plain for word in _FEES)


def is_zone_name(text: str) -> bool:
    """Tell whether a text looks like the name of a zone: `1区`, `Zone A`, `C`."""
    return _ZONE.match(tidy(text).casefold()) is not None


def is_zone_word(text: str) -> bool:
    """Tell whether a text names a zone or countries, and nothing else."""
    if not tidy(text):
        return False
    found, unknown = countries_of(text)
    return (bool(found) and not unknown) or is_zone_name(text)


def share_of_zones(texts: Iterable[str]) -> float:
    """Return which share of the texts names zones or countries."""
    seen = [text for text in texts if text]
    return sum(map(is_zone_word, seen)) / len(seen) if seen else 0.0
