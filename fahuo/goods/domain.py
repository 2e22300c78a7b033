"""Decisions about products: what a code, a class and a size may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from fahuo.trade.cargo import CargoClass
from fahuo.trade.text import tidy_code

LONGEST_SHELF = 40
_HS_LENGTHS = (6, 8, 10)
_HS_SEPARATORS = re.compile(r"[\s.\-]")

CARGO_WORDS: Mapping[str, CargoClass] = {
    **{item.value.casefold(): item for item in CargoClass},
    "普货": CargoClass.GENERAL,
    "内置电": CargoClass.BATTERY_BUILTIN,
    "配套电": CargoClass.BATTERY_PACKED,
    "纯电": CargoClass.BATTERY_ONLY,
    "带磁": CargoClass.MAGNET,
    "液体": CargoClass.LIQUID,
    "粉末": CargoClass.POWDER,
    "化妆品": CargoClass.COSMETIC,
}


def hs_code(text: str) -> str | None:
    """Return the digits of an HS code, `8421.31.00` as `84213100`; empty for empty, None when it cannot be one."""
    digits = _HS_SEPARATORS.sub("", text)
    if not digits or (digits.isascii() and digits.isdecimal() and len(digits) in _HS_LENGTHS):
        return digits
    return None


def shelf(text: str) -> str:
    """Return where a product lies as it is printed: full-width signs folded, runs of blanks as one."""
    return " ".join(tidy_code(text).split())


def millimetres(centimetres: Decimal) -> int:
    """Return whole millimetres, rounded half up."""
    return int((centimetres * 10).to_integral_value(ROUND_HALF_UP))
