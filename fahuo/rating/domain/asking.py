"""A parcel as people write it (`2kg`, `30x20x10`, `battery`), made into one that can be priced. Pure.

Shared by the commands, the calculator and the price board, so that the same words mean the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal, InvalidOperation

from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
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
_WEIGHT = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?(g|kg|克|公斤|千克)?", re.IGNORECASE)
_SIZE = re.compile(
    r"([0-9.,]+) ?[x×*] ?([0-9.,]+) ?[x×*] ?([0-9.,]+) ?(mm|cm|毫米|厘米)?",
    re.IGNORECASE,
)
_HS = re.compile(r"[0-9]{6}(?:[0-9]{2}){0,2}")
_KG, _MM = frozenset({"kg", "公斤", "千克"}), frozenset({"mm", "毫米"})
MOST_UNITS = 10_000


class Unreadable(ValueError):
    """What was typed means nothing here. `field` names it, `typed` is what was typed; who must act: who typed it."""

    def __init__(self, field: str, typed: str) -> None:
        """Keep both."""
        super().__init__(f"{field}: {typed!r}")
        self.field, self.typed = field, typed


def grams(typed: str) -> int:
    """Return a weight in grams; a number alone is grams. Parts of a gram count as a whole one."""
    found = _WEIGHT.fullmatch(tidy_code(typed))
    if not found:
        raise Unreadable("weight", typed)
    number = Decimal(found[1].replace(",", ".")) * (1000 if (found[2] or "").lower() in _KG else 1)
    if not 0 < number <= 10_000_000:
        raise Unreadable("weight", typed)
    return _whole(number)


def size(typed: str) -> Size:
    """Return three sides; centimetres unless `mm` stands behind them. Parts of a millimetre count as a whole one."""
    found = _SIZE.fullmatch(tidy_code(typed))
    if not found:
        raise Unreadable("size", typed)
    factor = 1 if (found[4] or "").lower() in _MM else 10
    try:
        sides = [Decimal(found[place].replace(",", ".")) * factor for place in (1, 2, 3)]
    except InvalidOperation as error:
        raise Unreadable("size", typed) from error
    if not all(0 < side <= 100_000 for side in sides):
        raise Unreadable("size", typed)
    return Size.of(*map(_whole, sides))


def cargo(typed: str) -> tuple[CargoClass, ...]:
    """Return the cargo classes of words or codes with commas between; nothing typed is general goods."""
    words = [word.strip().lower().replace("_", "-") for word in typed.split(",") if word.strip()]
    unknown = [word for word in words if word not in CARGO_WORDS]
    if unknown:
        raise Unreadable("cargo", ", ".join(unknown))
    return tuple(dict.fromkeys(CARGO_WORDS[word] for word in words)) or (CargoClass.GENERAL,)


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
    """Return an amount above zero in a currency; whether there is an exchange rate for it shows when it is priced."""
    code = tidy_code(currency).upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise Unreadable("currency", currency)
    try:
        amount = Decimal(tidy_code(typed).replace(",", ""))
    except InvalidOperation as error:
        raise Unreadable("value", typed) from error
    if not amount.is_finite() or not 0 < amount <= 1_000_000_000 or amount != round(amount, 4):
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


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))
