"""What customs and recognition ask of a product: what each field may hold, in file and form alike.

Every parser takes a text (or what it returned itself), gives the stored value, and raises ValueError for what cannot
be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from fahuo.goods.elements.fill import SEPARATOR
from fahuo.goods.elements.vocabulary import BRAND_TYPES
from fahuo.trade.battery import Chemistry
from fahuo.trade.gtin import gtin
from fahuo.trade.text import tidy, tidy_code
from fahuo.trade.units import unit_code

NO_UNIT = "-"
LONGEST_CATEGORY = 300
LONGEST_NAME = 60
MOST_ENTRIES = 100
_LONGEST_VALUE = {"attributes": 300, "elements": 250}
_PAIR = re.compile(r"\s*([^:：]+?)\s*[:：]\s*(.*\S)\s*")
_BETWEEN_PAIRS = re.compile(r"[;；\r\n]+")
_LATIN_ONLY = re.compile(r"[\s_\-]+")
_CHEMISTRIES = {
    **{item.value.casefold(): item for item in Chemistry},
    **dict.fromkeys(("lithium ion", "li-ion", "li-polymer", "lipo", "锂离子", "锂聚合物"), Chemistry.LITHIUM_ION),
    **dict.fromkeys(("lithium metal", "锂金属"), Chemistry.LITHIUM_METAL),
    "其他": Chemistry.OTHER,
}
_BRAND_TYPE_WORDS = {
    **{digit: digit for digit in BRAND_TYPES},
    **{words[0].casefold(): digit for digit, words in BRAND_TYPES.items()},
    **{words[1]: digit for digit, words in BRAND_TYPES.items()},
    **{words[1].replace("（", "(").replace("）", ")"): digit for digit, words in BRAND_TYPES.items()},
}


def barcode(value: object) -> str:
    """Return the digits of a GTIN with a right check digit."""
    return _known(gtin(tidy_code(str(value))), value)


def name(value: object) -> str:
    """Return a brand or a model number."""
    text = tidy(str(value))
    if len(text) > LONGEST_NAME or SEPARATOR in text:
        raise ValueError(value)
    return text


def brand_type(value: object) -> str:
    """Return customs' digit for who owns the brand, told by digit or words."""
    text = tidy(str(value)).casefold()
    return _known(_BRAND_TYPE_WORDS.get(text) if text else "", value)


def unit(value: object) -> str:
    """Return the code of a unit, told by code, Chinese or English name."""
    return _known(unit_code(str(value)), value)


def second_unit(value: object) -> str:
    """Return the code of a unit, or `-` for goods that have no second one."""
    return NO_UNIT if str(value).strip() in {NO_UNIT, "无", "none"} else unit(value)


def amount(value: object) -> Decimal | None:
    """Return a quantity above nothing with at most five decimals; None for empty."""
    text = "" if value is None else tidy_code(str(value))
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(value) from error
    if not (number.is_finite() and 0 < number < 1_000_000) or number != round(number, 5):
        raise ValueError(value)
    return number


def strength(value: object) -> Decimal | None:
    """Return watt-hours or grams of lithium, at most three decimals; None for empty."""
    number = amount(value)
    if number is not None and (number >= 100_000 or number != round(number, 3)):
        raise ValueError(value)
    return number


def count(value: object) -> int | None:
    """Return how many, from 1 to 1,000; None for empty."""
    text = "" if value is None else tidy_code(str(value))
    if not text:
        return None
    number = Decimal(text) if re.fullmatch(r"\d{1,4}(?:\.0+)?", text) else Decimal(0)
    if not 1 <= number <= 1000:
        raise ValueError(value)
    return int(number)


def percent(value: object) -> int | None:
    """Return a share from 0 to 100 in per cent, with or without its sign; None for empty."""
    text = "" if value is None else tidy_code(str(value)).removesuffix("%").strip()
    if not text:
        return None
    number = Decimal(text) if re.fullmatch(r"\d{1,3}(?:\.0+)?", text) else Decimal(101)
    if number > 100:
        raise ValueError(value)
    return int(number)


def chemistry(value: object) -> str:
    """Return what a battery is made of."""
    text = tidy(str(value)).casefold()
    found = _CHEMISTRIES.get(text) or _CHEMISTRIES.get(_LATIN_ONLY.sub("_", text))
    return _known(found.value if found else (None if text else ""), value)


def category(value: object) -> str:
    """Return a category path; what goes beyond the column is cut, as it only helps to recognise."""
    return tidy(str(value))[:LONGEST_CATEGORY]


def attributes(value: object) -> dict[str, str]:
    """Return the attributes of a listing, told as a JSON object or as `Material: cotton; Colour: red`."""
    return _entries(value, "attributes")


def elements(value: object) -> dict[str, str]:
    """Return declaration elements by name, told like attributes; `|` separates them for customs and is in none."""
    found = _entries(value, "elements")
    if any(SEPARATOR in text for text in found.values()):
        raise ValueError(value)
    return found


# Field of a product → its parser. The file's optional columns have the same names.
PARSERS: Mapping[str, Callable[[object], Any]] = {
    "barcode": barcode,
    "model_number": name,
    "brand": name,
    "brand_type": brand_type,
    "sale_unit": unit,
    "first_unit": unit,
    "second_unit": second_unit,
    "first_quantity": amount,
    "second_quantity": amount,
    "category_en": category,
    "category_zh": category,
    "attributes": attributes,
    "elements": elements,
    "battery_chemistry": chemistry,
    "battery_wh": strength,
    "battery_lithium_g": strength,
    "battery_count": count,
    "battery_cells": count,
    "battery_charge_percent": percent,
}


def _known(found: str | None, value: object) -> str:
    if found is None:
        raise ValueError(value)
    return found


def _entries(value: object, kind: str) -> dict[str, str]:
    pairs = value.items() if isinstance(value, Mapping) else _pairs(str(value).strip())
    found = {tidy(str(key)): _plain(stated) for key, stated in pairs}
    found = {key: text for key, text in found.items() if key and text}
    too_long = any(len(key) > 100 or len(text) > _LONGEST_VALUE[kind] for key, text in found.items())
    if too_long or len(found) > MOST_ENTRIES:
        raise ValueError(value)
    return found


def _pairs(text: str) -> list[tuple[str, object]]:
    if text.startswith("{"):
        try:
            told = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ValueError(text) from error
        return list(told.items())
    found: list[tuple[str, object]] = []
    for part in _BETWEEN_PAIRS.split(text):
        if not part.strip():
            continue
        pair = _PAIR.fullmatch(part)
        if pair is None:
            raise ValueError(text)
        found.append((pair[1], pair[2]))
    return found


def _plain(stated: object) -> str:
    if isinstance(stated, list | tuple):
        return tidy(", ".join(str(one) for one in stated))
    if isinstance(stated, Mapping):
        raise ValueError(stated)  # noqa: TRY004 - a cell that cannot be, like all others here
    return "" if stated is None else tidy(str(stated))
