"""Amounts in Chinese capital figures (大写), which cannot be altered with a stroke.

Rules: 中国人民银行《支付结算办法》附件一“正确填写票据和结算凭证的基本规定”.
A sum that ends with 元 closes with 整, one with 分
does not; 零 stands once for any run of zeros between figures. 整 after 角 is left to the writer there; we write it.
"""

from __future__ import annotations

from fahuo.customs.domain.currencies import WORDS, CurrencyWords
from fahuo.customs.domain.english import parts
from fahuo.trade.money import Money, minor_digits

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1))
_SCALES = (("亿", 10**8), ("万", 10**4))


def in_chinese(money: Money) -> str:
    """Return `人民币壹仟零壹元壹角整`; a currency without a name of ours is written `PLN壹拾贰又佰分之伍拾`.

    Raises `ValueError` like `in_english`.
    """
    whole, minor = parts(money)
    names = WORDS.get(money.currency)
    if names is None:
        return money.currency + number_in_chinese(whole) + (_fraction(minor, money.currency) if minor else "整")
    if not minor:
        return f"{names.name_zh}{number_in_chinese(whole)}{names.unit_zh}整"
    units = f"{number_in_chinese(whole)}{names.unit_zh}" if whole else ""
    return f"{names.name_zh}{units}{_minor(minor, bool(whole), names)}"


def number_in_chinese(number: int) -> str:
    """Return a whole number in capital figures: 1010 → 壹仟零壹拾, 100001 → 壹拾万零壹."""
    for name, scale in _SCALES:
        if number >= scale:
            high, low = divmod(number, scale)
            gap = "零" if 0 < low < scale // 10 else ""
            return number_in_chinese(high) + name + gap + (number_in_chinese(low) if low else "")
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    text, is_gap = "", False
    for name, scale in _PLACES:
        figure = number // scale % 10
        if figure:
            text += ("零" if is_gap and text else "") + _FIGURES[figure] + name
        is_gap = not figure
    return text or _FIGURES[0]


def _minor(minor: int, has_units: bool, names: CurrencyWords) -> str:
    if not names.tenth_zh:
        return ("零" if has_units and minor < 10 else "") + number_in_chinese(minor) + names.minor_zh
    tenths, rest = divmod(minor, 10)
    if not tenths:
        return ("零" if has_units else "") + _FIGURES[rest] + names.minor_zh
    return _FIGURES[tenths] + names.tenth_zh + (_FIGURES[rest] + names.minor_zh if rest else "整")


def _fraction(minor: int, currency: str) -> str:
    return f"又{'仟' if minor_digits(currency) == 3 else '佰'}分之{number_in_chinese(minor)}"
