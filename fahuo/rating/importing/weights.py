"""Weights and weight bands as price files write them: `0.101–0.2`, `≤2kg`, `首重500g`, `2KG以上`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from fahuo.trade.text import tidy, tidy_code


class BandKind(StrEnum):
    """What a text about weight says."""

    RANGE = "RANGE"
    FIRST = "FIRST"  # 首重
    STEP = "STEP"  # 续重


@dataclass(frozen=True, slots=True)
class WeightBand:
    """From `low_g` (None: not said) to and with `high_g` (None: open) in whole grams.

    `high_g` of a first or step is its weight. `begins_g`: the first gram inside, where the text says by a sign whether
    its lower end counts (`0.3<W`: 301, `0.3≤W`: 300); None where it does not (`0.3-1`).
    """

    kind: BandKind
    low_g: int | None
    high_g: int | None
    begins_g: int | None = None

    @property
    def rises(self) -> bool:
        """Whether the end lies above the beginning."""
        if self.high_g is None:
            return True
        return (self.low_g or 0) < self.high_g if self.begins_g is None else self.begins_g <= self.high_g


_UNITS = {"kg": 1000, "kgs": 1000, "千克": 1000, "公斤": 1000, "g": 1, "克": 1, "gram": 1, "grams": 1}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_WEIGHT = rf"(\d+(?:\.\d+)?)({_UNIT})?"
_RANGE = re.compile(rf"{_WEIGHT}-{_WEIGHT}")
_BETWEEN = re.compile(rf"{_WEIGHT}(?P<low><=?|-)[wx](?P<high><=?|-){_WEIGHT}")
_UP_TO = re.compile(
    rf"(?:[wx])?(?P<sign><=?){_WEIGHT}|{_WEIGHT}(?:以内|以下|及以下|内|max)|(?P<word>upto|max|under)-?{_WEIGHT}"
)
_FROM = re.compile(
    rf"(?:[wx])?(?P<sign>>=?){_WEIGHT}|{_WEIGHT}(?:以上|及以上|起|\+)|(?P<word>over|above|from){_WEIGHT}"
)
_INTERVAL = re.compile(r"([\[(])[^\[\]()]+([\])])(?:kg|g|千克|公斤|克)?")
_APART = re.compile(r"\d\s+[\d.]|\d[.]\s+\d")
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])")
_OF_MONEY = re.compile(r"(?:元|rmb|cny|hkd|usd|eur|gbp|[¥$€£])/(?:kgs?|千克|公斤|g|克)")
_ONLY = re.compile(_WEIGHT)
_FIRST = re.compile(rf"(?:首重|起重|first)(?:重量|weight)?{_WEIGHT}|{_WEIGHT}首重")
_STEP = re.compile(
    rf"(?:每)?(?:续重|續重|additional|each|extra|next|step|每)(?:重量|weight)?(?:每)?{_WEIGHT}|(?:每)?{_WEIGHT}续重"
)
_NOISE = re.compile(r"计费重|重量段|重量|weight|计费|\(含\)|含|[\s()\[\]]")
_DASHES = re.compile(r"[–—―−~～]|至|到|to")


@lru_cache(maxsize=65536)
def weight_band(text: str, unit: str) -> WeightBand | None:
    """Return what a text says, None when it says nothing we read; `unit` (`kg`, `g`) where the text names none."""
    if _APART.search(tidy_code(text)):
        return None  # two weights in one cell
    plain = _plain(text)
    for pattern, kind in ((_FIRST, BandKind.FIRST), (_STEP, BandKind.STEP)):
        if found := pattern.fullmatch(plain):
            grams = _grams(_pairs(found)[-1], unit)
            return WeightBand(kind, None, grams) if grams else None
    return _range(plain, unit, _brackets(text))


def is_weight_band(text: str) -> bool:
    """Tell whether a text says something about weight, in whichever unit."""
    return weight_band(text, "kg") is not None or weight_band(text, "g") is not None


def _range(plain: str, unit: str, brackets: tuple[str, str]) -> WeightBand | None:
    if found := _RANGE.fullmatch(plain):
        return _between(found, unit, *brackets)
    if found := _BETWEEN.fullmatch(plain):
        return _between(found, unit, found["low"], found["high"])
    if found := _FROM.fullmatch(plain):
        grams, sign = _grams(_pairs(found)[-1], unit), found["sign"] or found["word"]
        strict = {">": 1, "over": 1, "above": 1, ">=": 0}.get(sign or "")
        begins = None if grams is None or strict is None else grams + strict
        return WeightBand(BandKind.RANGE, grams, None, begins) if grams is not None else None
    if found := _UP_TO.fullmatch(plain):
        grams, strict = _grams(_pairs(found)[-1], unit), "<" in (found["sign"], "<" if found["word"] == "under" else "")
        return WeightBand(BandKind.RANGE, None, grams - strict) if grams is not None else None
    if found := _ONLY.fullmatch(plain):
        grams = _grams(_pairs(found)[-1], unit)
        return WeightBand(BandKind.RANGE, None, grams) if grams is not None else None
    return None


def _between(found: re.Match[str], unit: str, low_sign: str, high_sign: str) -> WeightBand | None:
    """Return a band with two ends; weights are whole grams, so what lies below 300 g ends at 299 g."""
    (low, low_unit), high = _pairs(found)
    low_g, high_g = _grams((low, low_unit or high[1]), unit), _grams(high, unit)
    if low_g is None or high_g is None:
        return None
    begins = {"<": low_g + 1, "<=": low_g}.get(low_sign)
    return WeightBand(BandKind.RANGE, low_g, high_g - (high_sign == "<"), begins)


def _brackets(text: str) -> tuple[str, str]:
    """Return the signs of `[0.3,1)`, nothing for mere brackets around a text: `(0-0.3)`."""
    found = _INTERVAL.fullmatch("".join(tidy(text).casefold().split()))
    if found is None or (found[1] == "(" and found[2] == ")" and "," not in found[0]):
        return "", ""
    return ("<" if found[1] == "(" else "<="), ("<" if found[2] == ")" else "<=")


@lru_cache(maxsize=65536)
def weight_g(text: str, unit: str) -> int | None:
    """Return one weight in grams, None when it is none or no whole gram."""
    found = None if _APART.search(tidy_code(text)) else _ONLY.fullmatch(_plain(text))
    return _grams(_pairs(found)[0], unit) if found else None


def names_unit(text: str) -> str:
    """Return `kg` or `g` where a header names the unit of weight, else nothing; `元/KG` names one of price."""
    plain = _OF_MONEY.sub("", _plain(text))
    if re.search(r"kg|千克|公斤", plain):
        return "kg"
    return "g" if re.search(r"(?<![a-z])g(?![a-z])|克", plain) else ""


def _plain(text: str) -> str:
    plain = tidy(text).casefold().replace("≤", "<=").replace("≥", ">=").replace("≦", "<=").replace("≧", ">=")
    plain = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), plain.replace(", ", ","))
    interval = _INTERVAL.fullmatch("".join(plain.split())) is not None  # `0,5` alone may mean half a kilogram
    plain = _NOISE.sub("", _DASHES.sub("-", plain))
    return plain.replace(",", "-") if interval and plain.count(",") == 1 else plain


def _pairs(found: re.Match[str]) -> list[tuple[str, str]]:
    """Return the numbers of a match with their units, in their sequence."""
    named = set(found.re.groupindex.values())
    groups = [group for at, group in enumerate(found.groups(), 1) if at not in named]
    return [(groups[at], groups[at + 1] or "") for at in range(0, len(groups), 2) if groups[at] is not None]


def _grams(pair: tuple[str, str], unit: str) -> int | None:
    if not (pair[1] or unit) and Decimal(pair[0]):
        return None  # nobody says whether it is kg or g
    grams = Decimal(pair[0]) * _UNITS[pair[1] or unit or "g"]
    return int(grams) if grams == int(grams) and grams < 10**7 else None
