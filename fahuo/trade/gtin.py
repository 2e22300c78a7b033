"""Bar codes of goods: GTIN-8, -12 (UPC), -13 (EAN) and -14, with the check digit of GS1's General Specifications."""

from __future__ import annotations

_LENGTHS = (8, 12, 13, 14)


def gtin(text: str) -> str | None:
    """Return the digits of a GTIN; empty for empty; None when length or check digit is wrong or it is only zeros.

    From the right, the digits before the last weigh 3, 1, 3, 1 …; with the last one the sum is a multiple of ten.
    """
    digits = text.replace(" ", "").replace("-", "")
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdecimal()) or len(digits) not in _LENGTHS or not digits.strip("0"):
        return None
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return digits if total % 10 == 0 else None
