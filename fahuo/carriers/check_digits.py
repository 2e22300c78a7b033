"""Check digits of carriers' numbers, by the name under which a manifest asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fahuo.compliance.identifiers import arithmetic

CHECKED_DIGITS = 22


def one_z(number: str) -> bool:
    """Tell whether the last digit of a 1Z number is right: letters count (code - 63) mod 10, every second one twice."""
    values = [int(char) if char.isdigit() else (ord(char) - 63) % 10 for char in number[2:17]]
    total = sum(values[0::2]) + 2 * sum(values[1::2])
    return (10 - total % 10) % 10 == int(number[17])


def gs1(number: str) -> bool:
    """Tell whether the last of the 22 digits is right (GS1's rule); what stands before them says where it goes."""
    digits = [int(char) for char in number[-CHECKED_DIGITS:]]
    total = sum(digits[-2::-1][0::2]) * 3 + sum(digits[-2::-1][1::2])
    return (10 - total % 10) % 10 == digits[-1]


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "": lambda _: True,
    "s10": arithmetic.s10,
    "1z": one_z,
    "gs1": gs1,
}
