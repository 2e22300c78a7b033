"""Writing a party for carriers that take Latin letters on a few short lines. Nothing is ever cut."""

from __future__ import annotations

import textwrap

from fahuo.trade.address import Address
from fahuo.trade.latin import without_marks


def in_ascii(text: str) -> str:
    """Return the text without marks on its letters (`Łódź` → `Lodz`); empty when another script is left."""
    plain = " ".join(without_marks(text).split())
    return plain if plain.isascii() else ""


def street_lines(address: Address, *, width: int, most: int) -> list[str]:
    """Return the street on at most `most` lines of `width` letters, broken at spaces; empty when it does not fit."""
    apart = [line for part in address.street_lines() for line in _wrapped(part, width)]
    if len(apart) <= most and _fit(apart, width):
        return apart
    together = _wrapped(" ".join(address.street_lines()), width)
    return together if len(together) <= most and _fit(together, width) else []


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _fit(lines: list[str], width: int) -> bool:
    return all(len(line) <= width for line in lines)
