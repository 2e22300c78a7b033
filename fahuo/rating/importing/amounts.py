"""Amounts of money as price files write them: `￥1,234.50元/KG`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from fahuo.trade.text import tidy_code

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d{1,2})?")
# Two numbers in one cell, or a blank for the thousands: `12 50`, `1 234`, `12\n13`. Which was meant cannot be told.
_APART = re.compile(r"[\d.,]\s+(?:e[+-]?)?[\d.,]|\de[+-]?\s+\d")
_PER_KG = re.compile(r"/\s*(?:1\s*)?(?:kg|公斤|千克|kilo)$")
_PER_PARCEL = re.compile(r"/\s*(?:票|件|单|個|个|包|pc|pcs|piece|parcel|item|shipment)$")
# Sign → the currencies it may stand for. Longer signs first.
_SIGNS = {
    "人民币": ("CNY",), "rmb": ("CNY",), "港币": ("HKD",), "港元": ("HKD",), "hk$": ("HKD",), "us$": ("USD",),
    "美元": ("USD",), "美金": ("USD",), "欧元": ("EUR",), "英镑": ("GBP",), "日元": ("JPY",),
    "¥": ("CNY", "JPY"), "元": ("CNY", "HKD", "TWD", "MOP"), "€": ("EUR",), "£": ("GBP",),
    "$": ("USD", "HKD", "AUD", "CAD", "NZD", "SGD", "TWD", "MXN"),
}  # fmt: skip
_CODE = re.compile(r"^([a-z]{3})(?=[\d.+-])|(?<=[\d.])([a-z]{3})$")
_CLOSED = frozenset(
    ("-", "--", "/", "\\", "x", "×", "n/a", "na", "不通", "暂停", "停发", "不通邮", "不服务", "无服务", "暂不服务",
     "暂停服务", "不可达", "无", "noservice", "notserved", "not_served", "suspended", "notavailable", "不接", "不收")
)  # fmt: skip


class Per(StrEnum):
    """What an amount is asked for, where the text says so."""

    KG = "KG"
    PARCEL = "PARCEL"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what its text says about currency and unit."""

    number: Decimal
    currencies: tuple[str, ...] = ()
    per: Per = Per.UNSAID


@lru_cache(maxsize=65536)
def amount(text: str) -> Amount | None:
    """Return the amount, or None where the text is no number."""
    plain = tidy_code(text).casefold()
    if _APART.search(plain):
        return None
    plain, per = _unit(plain.replace(" ", ""))
    plain, currencies = _currency(plain)
    if not _NUMBER.fullmatch(plain) or not any(char.isdigit() for char in plain):
        return None
    return Amount(Decimal(plain.replace(",", "")), currencies, per)


def is_closed(text: str) -> bool:
    """Tell whether a price cell says in words or by a sign that the carrier does not go there."""
    plain = tidy_code(text).casefold().replace(" ", "").replace("—", "-").replace("–", "-")
    return plain in _CLOSED


def _unit(plain: str) -> tuple[str, Per]:
    if found := _PER_KG.search(plain):
        return plain[: found.start()], Per.KG
    if found := _PER_PARCEL.search(plain):
        return plain[: found.start()], Per.PARCEL
    return plain, Per.UNSAID


def _currency(plain: str) -> tuple[str, tuple[str, ...]]:
    meant: tuple[str, ...] | None = None
    for sign, currencies in _SIGNS.items():
        if sign in plain:
            plain = plain.replace(sign, " ", 1)  # a blank, so that `12元13` does not become 1213
            meant = currencies if meant is None else tuple(code for code in meant if code in currencies)
    if meant is not None:
        return re.sub(r"^([+-]) ", r"\1", plain.strip()), meant or (
            "",
        )  # two signs that contradict each other fit no currency
    if found := _CODE.search(plain):
        code = found[1] or found[2]
        return plain.replace(code, "", 1), (code.upper(),)
    return plain, ()
