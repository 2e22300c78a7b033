"""Amounts in English words, as invoices and letters of credit write them."""

from __future__ import annotations

from fahuo.customs.domain.currencies import WORDS
from fahuo.customs.domain.figures import amount
from fahuo.trade.money import Money, minor_digits

_ONES = (
    *("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN", "TWELVE"),
    *("THIRTEEN", "FOURTEEN", "FIFTEEN", "SIXTEEN", "SEVENTEEN", "EIGHTEEN", "NINETEEN"),
)
_TENS = ("", "", "TWENTY", "THIRTY", "FORTY", "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY")
_SCALES = ("QUADRILLION", 10**15), ("TRILLION", 10**12), ("BILLION", 10**9), ("MILLION", 10**6), ("THOUSAND", 10**3)


def in_english(money: Money) -> str:
    """Return `US DOLLARS ONE THOUSAND AND ONE AND CENTS TEN ONLY`; without cents that part is left out.

    A currency without a name of ours is written `PLN TWELVE AND 50/100 ONLY`. Raises `ValueError` for an amount below
    zero, and for one with a fraction of the smallest unit.
    """
    whole, minor = parts(money)
    names = WORDS.get(money.currency)
    words = f"{names.major_en if names else money.currency} {number_in_english(whole)}"
    if minor:
        scale = 10 ** minor_digits(money.currency)
        words += f" AND {names.minor_en} {number_in_english(minor)}" if names else f" AND {minor}/{scale}"
    return f"{words} ONLY"


def parts(money: Money) -> tuple[int, int]:
    """Return the amount as whole units and units of the minor kind: (1001, 10) for 1,001.10 USD."""
    exact = amount(money)
    if exact < 0:
        raise ValueError(f"{exact} {money.currency} is below zero")
    digits = minor_digits(money.currency)
    whole, minor = divmod(int(exact.scaleb(digits)), 10**digits)
    return whole, minor


def number_in_english(number: int) -> str:
    """Return a whole number in words, British fashion: `ONE HUNDRED AND ONE`, `TWO THOUSAND AND FIVE`."""
    for name, scale in _SCALES:
        if number >= scale:
            high, low = divmod(number, scale)
            words = f"{number_in_english(high)} {name}"
            if not low:
                return words
            return f"{words} {'AND ' if low < 100 else ''}{number_in_english(low)}"
    return _below_thousand(number)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        words = f"{_ONES[hundreds]} HUNDRED"
        return f"{words} AND {_below_hundred(rest)}" if rest else words
    return _below_hundred(rest)


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
