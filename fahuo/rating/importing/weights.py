"""Weights and weight bands as price files write them: `0.101–0.2`, `≤2kg`, `首重500g`, `2KG以上`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from fahuo.trade.text import tidy


class BandKind(StrEnum):
    """What a text about weight says."""

    RANGE = "RANGE"
    FIRST = "FIRST"  # 首重
    STEP = "STEP"  # 续重


@dataclass(frozen=True, slots=True)
class WeightBand:
    """From `low_g` (None: not said) to `high_g` (None: open) in grams; `high_g` of a first or step is its weight."""

    kind: BandKind
    low_g: int | None
    high_g: int | None


_UNITS = {"kg": 1000, "kgs": 1000, "千克": 1000, "公斤": 1000, "g": 1, "克": 1, "gram": 1, "grams": 1}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_WEIGHT = rf"(\d+(?:\.\d+)?)({_UNIT})?"
_RANGE = re.compile(rf"{_WEIGHT}-{_WEIGHT}")
_BETWEEN = re.compile(rf"{_WEIGHT}(?:<=?|-)[wx](?:<=?|-){_WEIGHT}")
_UP_TO = re.compile(rf"(?:[wx])?<=?{_WEIGHT}|{_WEIGHT}(?:以内|以下|及以下|内|max)|(?:upto|max|under)-?{_WEIGHT}")
_FROM = re.compile(rf"(?:[wx])?>=?{_WEIGHT}|{_WEIGHT}(?:以上|及以上|起|\+)|(?:over|above|from){_WEIGHT}")
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
    plain = _plain(text)
    for pattern, kind in ((_FIRST, BandKind.FIRST), (_STEP, BandKind.STEP)):
        if found := pattern.fullmatch(plain):
            grams = _grams(_pairs(found)[-1], unit)
            return WeightBand(kind, None, grams) if grams else None
    return _range(plain, unit)


def _range(plain: str, unit: str) -> WeightBand | None:
    if found := _RANGE.fullmatch(plain) or _BETWEEN.fullmatch(plain):
        (low, low_unit), high = _pairs(found)
        low_g, high_g = _grams((low, low_unit or high[1]), unit), _grams(high, unit)
        return WeightBand(BandKind.RANGE, low_g, high_g) if low_g is not None and high_g is not None else None
    if found := _FROM.fullmatch(plain):
        grams = _grams(_pairs(found)[-1], unit)
        return WeightBand(BandKind.RANGE, grams, None) if grams is not None else None
    if found := _UP_TO.fullmatch(plain) or _ONLY.fullmatch(plain):
        grams = _grams(_pairs(found)[-1], unit)
        return WeightBand(BandKind.RANGE, None, grams) if grams is not None else None
    return None


@lru_cache(maxsize=65536)
def weight_g(text: str, unit: str) -> int | None:
    """Return one weight in grams, None when it is none or no whole gram."""
    found = _ONLY.fullmatch(_plain(text))
    return _grams(_pairs(found)[0], unit) if found else None


def names_unit(text: str) -> str:
    """Return `kg` or `g` where a header names the unit of weight, else nothing."""
    plain = _plain(text)
    if re.search(r"kg|千克|公斤", plain):
        return "kg"
    return "g" if re.search(r"(?<![a-z])g(?![a-z])|克", plain) else ""


def _plain(text: str) -> str:
    plain = tidy(text).casefold().replace("≤", "<=").replace("≥", ">=").replace("≦", "<=").replace("≧", ">=")
    plain = _NOISE.sub("", _DASHES.sub("-", plain.replace(", ", ",")))
    return (
        plain.replace(",", "-")
        if plain.count(",") == 1 and not re.search(r"\d,\d{3}(?!\d)", plain)
        else plain.replace(",", "")
    )


def _pairs(found: re.Match[str]) -> list[tuple[str, str]]:
    """Return the numbers of a match with their units, in their sequence."""
    groups = found.groups()
    return [(groups[at], groups[at + 1] or "") for at in range(0, len(groups), 2) if groups[at] is not None]


def _grams(pair: tuple[str, str], unit: str) -> int | None:
    grams = Decimal(pair[0]) * _UNITS[pair[1] or unit]
    return int(grams) if grams == int(grams) and grams < 10**7 else None
