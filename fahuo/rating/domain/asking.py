"""A parcel as people write it (`2kg`, `30x20x10`, `battery`), made into one that can be priced. Pure.

Shared by the commands, the calculator and the price board, so that the same words mean the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money, minor_digits
from fahuo.trade.parcel import Parcel, pack
from fahuo.trade.text import tidy_code

CARGO_WORDS = {
    "general": CargoClass.GENERAL,
    "battery": CargoClass.BATTERY_BUILTIN,
    "battery-builtin": CargoClass.BATTERY_BUILTIN,
    "battery-packed": CargoClass.BATTERY_PACKED,
    "battery-only": CargoClass.BATTERY_ONLY,
    "magnet": CargoClass.MAGNET,
    "liquid": CargoClass.LIQUID,
    "powder": CargoClass.POWDER,
    "cosmetic": CargoClass.COSMETIC,
}
# The same in Chinese, as carriers write them.
CARGO_WORDS_ZH = {
    "普货": CargoClass.GENERAL,
    "带电": CargoClass.BATTERY_BUILTIN,
    "内置电": CargoClass.BATTERY_BUILTIN,
    "内置电池": CargoClass.BATTERY_BUILTIN,
    "配套电": CargoClass.BATTERY_PACKED,
    "配套电池": CargoClass.BATTERY_PACKED,
    "纯电": CargoClass.BATTERY_ONLY,
    "纯电池": CargoClass.BATTERY_ONLY,
    "带磁": CargoClass.MAGNET,
    "磁性": CargoClass.MAGNET,
    "液体": CargoClass.LIQUID,
    "粉末": CargoClass.POWDER,
    "化妆品": CargoClass.COSMETIC,
}
_FIGURES = r"([0-9][0-9., ]*?)"
_WEIGHT = re.compile(rf"{_FIGURES} ?(g|kg|克|公斤|千克)?", re.IGNORECASE)
_SIZE = re.compile(rf"{_FIGURES} ?[x×*] ?{_FIGURES} ?[x×*] ?{_FIGURES} ?(mm|cm|毫米|厘米)?", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_HS = re.compile(r"[0-9]{6}(?:[0-9]{2}){0,2}")
_KG, _MM = frozenset({"kg", "公斤", "千克"}), frozenset({"mm", "毫米"})
MOST_UNITS = 10_000


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


class Why(StrEnum):
    """What is wrong with what was typed, where more can be said than how it is written."""

    SEPARATOR = "SEPARATOR"  # a comma, a second point or a blank: `1,000` is 1000 to one reader and 1 to another
    DECIMALS = "DECIMALS"  # more digits behind the point than the unit has: they would be rounded away
    BOUNDS = "BOUNDS"  # a day out of the years that can be asked about


class Unreadable(ValueError):
    """What was typed means nothing here. `field` names it, `typed` is what was typed; who must act: who typed it."""

    def __init__(self, field: str, typed: str, why: Why | None = None) -> None:
        """Keep all three."""
        super().__init__(f"{field}: {typed!r}")
        self.field, self.typed, self.why = field, typed, why


def grams(typed: str) -> int:
    """Return a weight in whole grams; a number alone is grams. What would have to be rounded is refused."""
    found = _WEIGHT.fullmatch(tidy_code(typed))
    if not found:
        raise Unreadable("weight", typed)
    in_kg = (found[2] or "").lower() in _KG
    number = _number(found[1], "weight", typed, most_decimals=3 if in_kg else 1) * (1000 if in_kg else 1)
    if not 0 < number <= 10_000_000:
        raise Unreadable("weight", typed)
    if number != int(number):
        raise Unreadable("weight", typed, Why.DECIMALS)
    return int(number)


def size(typed: str) -> Size:
    """Return three sides; centimetres unless `mm` stands behind them. Parts of a millimetre count as a whole one."""
    found = _SIZE.fullmatch(tidy_code(typed))
    if not found:
        raise Unreadable("size", typed)
    in_mm = (found[4] or "").lower() in _MM
    numbers = [_number(found[place], "size", typed, most_decimals=1 if in_mm else 2) for place in (1, 2, 3)]
    sides = [number * (1 if in_mm else 10) for number in numbers]
    if not all(0 < side <= 100_000 for side in sides):
        raise Unreadable("size", typed)
    return Size.of(*map(_whole, sides))


def day(typed: str) -> date:
    """Return a day written as 2026-11-22, within the years that prices are reckoned for."""
    try:
        found = date.fromisoformat(tidy_code(typed))
    except ValueError as error:
        raise Unreadable("day", typed) from error
    if not FIRST_DAY <= found < LAST_DAY:
        raise Unreadable("day", typed, Why.BOUNDS)
    return found


def cargo(typed: str) -> tuple[CargoClass, ...]:
    """Return the cargo classes of words or codes, in English or Chinese, with commas between; none is general goods."""
    parts = tidy_code(typed).replace("、", ",").split(",")
    words = [word.strip().lower().replace("_", "-") for word in parts if word.strip()]
    known = CARGO_WORDS | CARGO_WORDS_ZH
    unknown = [word for word in words if word not in known]
    if unknown:
        raise Unreadable("cargo", ", ".join(unknown))
    return tuple(dict.fromkeys(known[word] for word in words)) or (CargoClass.GENERAL,)


def papers(typed: str) -> frozenset[Paper]:
    """Return the papers of words with commas between; `none` or nothing typed is no paper."""
    words = {re.sub(r"[^a-z0-9]", "", word.lower()) for word in typed.split(",")} - {"", "none"}
    known = {paper.value.lower(): paper for paper in Paper}
    if words - known.keys():
        raise Unreadable("papers", ", ".join(sorted(words - known.keys())))
    return frozenset(known[word] for word in words)


def hs_code(typed: str) -> str:
    """Return the digits of an HS code, 6, 8 or 10 of them; dots and blanks do not matter; empty stays empty."""
    digits = re.sub(r"[. ]", "", tidy_code(typed))
    if digits and not _HS.fullmatch(digits):
        raise Unreadable("hs", typed)
    return digits


def money(typed: str, currency: str) -> Money:
    """Return an amount above zero with no more digits behind the point than its currency has.

    Whether there is an exchange rate for it shows when it is priced.
    """
    code = tidy_code(currency).upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise Unreadable("currency", currency)
    amount = _number(tidy_code(typed), "value", typed, most_decimals=minor_digits(code))
    if not 0 < amount <= 1_000_000_000:
        raise Unreadable("value", typed)
    return Money(amount, code)


def parcel(
    *,
    weight_g: int,
    unit_size: Size,
    classes: Iterable[CargoClass],
    value: Money | None,
    hs: str = "",
    held: frozenset[Paper] = frozenset(),
    quantity: int = 1,
) -> Parcel:
    """Return `quantity` equal units packed into one box; weight, size and value are of one unit.

    Goods of several classes are one line each, the first of which carries weight, size and value. Without a value the
    lines carry zero dollars, and whoever prices the parcel must be told (`valued=False`).
    """
    if not 1 <= quantity <= MOST_UNITS:
        raise Unreadable("quantity", str(quantity))
    first, *others = tuple(classes)
    worth = value or Money(Decimal(0), "USD")

    def line(cargo_class: CargoClass, unit_weight_g: int, unit_value: Money) -> GoodsLine:
        return GoodsLine("", "", "", quantity, unit_weight_g, unit_size, unit_value, cargo_class, hs, "", held)

    main = line(first, weight_g, worth)
    box = pack((main,))
    beside = tuple(line(cargo_class, 0, Money(Decimal(0), worth.currency)) for cargo_class in others)
    return Parcel((main, *beside), box.weight_g, box.size)


def _number(text: str, field: str, typed: str, *, most_decimals: int) -> Decimal:
    """Return plain digits with at most one point as a number; a comma may mean either, so it is refused."""
    plain = text.strip()
    if _PLAIN.fullmatch(plain):
        if len(plain.partition(".")[2]) > most_decimals:
            raise Unreadable(field, typed, Why.DECIMALS)
        return Decimal(plain)
    raise Unreadable(field, typed, Why.SEPARATOR if re.fullmatch(r"[0-9]+[0-9., ]+", plain) else None)


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))
