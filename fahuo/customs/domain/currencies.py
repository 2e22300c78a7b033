"""How currencies are called when an amount is written in words.

Currencies that are not listed here go by their code, with the minor unit as a fraction: names are never made up.
"""

from __future__ import annotations

from typing import NamedTuple


class CurrencyWords(NamedTuple):
    """English names as banks write them before an amount, the Chinese name, and the Chinese words after the figures.

    `tenth_zh` is empty where the minor unit is counted in one number (便士) or there is none.
    """

    major_en: str
    minor_en: str
    name_zh: str
    unit_zh: str
    tenth_zh: str
    minor_zh: str


def _decimal(major_en: str, name_zh: str, minor_en: str = "CENTS") -> CurrencyWords:
    return CurrencyWords(major_en, minor_en, name_zh, "元", "角", "分")


WORDS = {
    "USD": _decimal("US DOLLARS", "美元"),
    "EUR": _decimal("EUROS", "欧元"),
    "CNY": _decimal("CHINESE YUAN", "人民币", "FEN"),
    "HKD": _decimal("HONG KONG DOLLARS", "港元"),
    "AUD": _decimal("AUSTRALIAN DOLLARS", "澳大利亚元"),
    "CAD": _decimal("CANADIAN DOLLARS", "加拿大元"),
    "NZD": _decimal("NEW ZEALAND DOLLARS", "新西兰元"),
    "SGD": _decimal("SINGAPORE DOLLARS", "新加坡元"),
    "GBP": CurrencyWords("POUNDS STERLING", "PENCE", "英镑", "镑", "", "便士"),
    "JPY": CurrencyWords("JAPANESE YEN", "", "日元", "元", "", ""),
}
