"""Check digits that python-stdnum does not know, each with its published rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"
# The second character of a USCC says what kind of body it is, depending on the first, which says who registered it
# (GB 32100-2015, table 1, with the later classes for village bodies and rural collectives; read 2026-11).
_USCC_BODIES = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "12349", "6": "129",
    "7": "129", "8": "19", "9": "1239", "A": "19", "N": "1239", "Y": "1",
}  # fmt: skip
_TAIWAN_LETTERS = {letter: place + 10 for place, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}


def _sum(numbers: Sequence[int], weights: Sequence[int]) -> int:
    return sum(number * weight for number, weight in zip(numbers, weights, strict=True))


def _digits(text: str) -> list[int]:
    return [int(char) for char in text]


def luhn(number: str) -> bool:
    """Tell whether the last digit is right by Luhn's rule (ISO/IEC 7812)."""
    doubled = [2 * digit - 9 * (digit > 4) for digit in _digits(number[-2::-2])]
    return (sum(_digits(number[-1::-2])) + sum(doubled)) % 10 == 0


def s10(number: str) -> bool:
    """Tell whether the check digit of a postal item is right (UPU S10)."""
    check = 11 - _sum(_digits(number[2:10]), _S10_WEIGHTS) % 11
    return int(number[10]) == {10: 0, 11: 5}.get(check, check)


def kz_iin(number: str) -> bool:
    """Tell whether the check digit of a Kazakh IIN or BIN is right: weights 1 to 11, at 10 once more from 3."""
    digits = _digits(number[:11])
    check = _sum(digits, range(1, 12)) % 11
    if check == 10:
        check = _sum(digits, (*range(3, 12), 1, 2)) % 11
    return check == int(number[11])


def organisation(number: str) -> bool:
    """Tell whether the check character of a Chinese organisation code is right (GB 11714)."""
    values = [int(char, 36) for char in number[:8]]
    check = 11 - _sum(values, _ORGANISATION_WEIGHTS) % 11
    return number[8] == {10: "X", 11: "0"}.get(check, str(check))


def uscc(number: str) -> bool:
    """Tell whether a unified social credit code is right: kind of body, organisation code and both check characters."""
    if number[1] not in _USCC_BODIES.get(number[0], ""):
        return False
    total = _sum([_USCC_ALPHABET.index(char) for char in number[:17]], _USCC_WEIGHTS)
    return number[17] == _USCC_ALPHABET[(31 - total) % 31] and organisation(number[8:17])


def resident(number: str) -> bool:
    """Tell whether a Chinese resident identity number has a real day of birth and the right check character."""
    check = _RESIDENT_CHECKS[_sum(_digits(number[:17]), _RESIDENT_WEIGHTS) % 11]
    return number[17] == check and born_on(number) is not None


def born_on(number: str) -> date | None:
    """Return the day of birth in a resident identity number; None when there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def hong_kong(number: str) -> bool:
    """Tell whether the check digit of a Hong Kong identity card is right: one letter counts as two with a blank."""
    values = [36, *(int(char, 36) for char in number[:-1])][-8:]
    check = -_sum(values, range(9, 1, -1)) % 11
    return number[-1] == ("A" if check == 10 else str(check))


def taiwan(number: str) -> bool:
    """Tell whether the check digit of a Taiwanese identity or residence number is right."""
    letter = _TAIWAN_LETTERS[number[0]]
    digits = [letter // 10, letter % 10, *_digits(number[1:])]
    return _sum(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0
