"""Amounts in words read back to numbers, by rules of their own: what wrote them is not asked."""

from __future__ import annotations

import re
from decimal import Decimal

_ENGLISH = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_ENGLISH |= {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15}
_ENGLISH |= {"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40}
_ENGLISH |= {"fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ENGLISH_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_CURRENCIES = {
    "US DOLLARS": ("CENTS", "USD", 2),
    "EUROS": ("CENTS", "EUR", 2),
    "CHINESE YUAN": ("FEN", "CNY", 2),
    "POUNDS STERLING": ("PENCE", "GBP", 2),
    "JAPANESE YEN": ("-", "JPY", 0),
}
_CHINESE_CURRENCIES = {"美元": "USD", "欧元": "EUR", "人民币": "CNY", "英镑": "GBP", "日元": "JPY"}
_FIGURES = {figure: value for value, figure in enumerate("零壹贰叁肆伍陆柒捌玖")}
_CHINESE_SCALES = {"拾": 10, "佰": 100, "仟": 1000}


def from_english(words: str) -> tuple[Decimal, str]:
    """Read `US DOLLARS ONE AND CENTS TEN ONLY` as (1.10, USD)."""
    name = next(name for name in _CURRENCIES if words.startswith(name + " "))
    minor_name, currency, digits = _CURRENCIES[name]
    body = words.removeprefix(name).removesuffix(" ONLY")
    assert words.endswith(" ONLY")
    whole, _, minor = body.partition(f" AND {minor_name} ")
    return _english_number(whole) + Decimal(_english_number(minor) if minor else 0).scaleb(-digits), currency


def _english_number(text: str) -> Decimal:
    sums, current = Decimal(0), Decimal(0)
    for word in re.split(r"[ -]+", text.strip().lower()):
        if word == "hundred":
            current *= 100
        elif word in _ENGLISH_SCALES:
            sums, current = sums + current.scaleb(_ENGLISH_SCALES[word]), Decimal(0)
        elif word != "and":
            current += _ENGLISH[word]
    return sums + current


def from_chinese(words: str) -> tuple[Decimal, str]:
    """Read `人民币壹元壹角整` as (1.10, CNY)."""
    name = next(name for name in _CHINESE_CURRENCIES if words.startswith(name))
    body = words.removeprefix(name).removesuffix("整")
    whole, unit, minor = re.fullmatch(r"(?:([^元镑]*)([元镑]))?([^元镑]*)", body).groups()  # type: ignore[union-attr]
    total = Decimal(_chinese_number(whole or ""))
    if minor.endswith("便士"):
        return total + Decimal(_chinese_number(minor.removesuffix("便士"))).scaleb(-2), _CHINESE_CURRENCIES[name]
    tenths, hundredths = re.fullmatch(r"零?(?:(.)角)?(?:零?(.)分)?", minor).groups()  # type: ignore[union-attr]
    total += Decimal(_FIGURES[tenths or "零"]) / 10 + Decimal(_FIGURES[hundredths or "零"]) / 100
    assert unit or tenths or hundredths
    return total, _CHINESE_CURRENCIES[name]


def _chinese_number(text: str) -> int:
    if "亿" in text:
        high, _, low = text.rpartition("亿")
        return _chinese_number(high) * 10**8 + _chinese_number(low)
    if "万" in text:
        high, _, low = text.rpartition("万")
        return _chinese_number(high) * 10**4 + _chinese_number(low)
    number, figure = 0, 0
    for sign in text:
        if sign in _FIGURES:
            figure = _FIGURES[sign]
        else:
            number, figure = number + figure * _CHINESE_SCALES[sign], 0
    return number + figure
