"""Writing a party for carriers that take Latin letters on a few short lines. Nothing is ever cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fahuo.carriers.codes import (
    ADDRESS_NOT_LATIN,
    ADDRESS_TOO_LONG,
    CARRIER_NEEDS_FIELD,
    CURRENCY_UNSUPPORTED,
    NAME_NOT_LATIN,
)
from fahuo.trade.address import Address
from fahuo.trade.latin import without_marks
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

# Carriers want a city everywhere; addresses in these places have none.
CITY_STATES = {"SG": "Singapore", "HK": "Hong Kong", "MO": "Macao", "MC": "Monaco", "GI": "Gibraltar", "VA": "Vatican"}


@dataclass(frozen=True, slots=True)
class Room:
    """How many letters a carrier has for the parts of an address."""

    name: int
    company: int
    city: int
    line: int
    lines: int


def city_of(address: Address) -> str:
    """Return the city, or what stands for it: the province, the name of a city state; empty when there is neither."""
    return address.city or address.province or CITY_STATES.get(address.country, "")


def in_latin(address: Address) -> Address:
    """Return the address without marks on its letters, its city filled in; a part in another script becomes empty."""
    return replace(
        address,
        name=in_ascii(address.name),
        company=in_ascii(address.company),
        street=in_ascii(address.street),
        street2=in_ascii(address.street2),
        city=in_ascii(city_of(address)),
        province=in_ascii(address.province),
    )


def latin_problems(address: Address, where: str, room: Room) -> Iterator[Problem]:
    """Name each part that cannot be written in Latin letters in that room; `where` is `address` or `sender`."""
    yield from _unwritable(f"{where}.name", address.name, room.name, NAME_NOT_LATIN)
    if address.company:
        yield from _unwritable(f"{where}.company", address.company, room.company, NAME_NOT_LATIN)
    yield from _unwritable(f"{where}.city", city_of(address), room.city, ADDRESS_NOT_LATIN)
    if not address.street_lines():
        yield Problem(CARRIER_NEEDS_FIELD, f"{where}.street")
    elif not all(in_ascii(line) for line in address.street_lines()):
        yield Problem(ADDRESS_NOT_LATIN, f"{where}.street")
    elif not street_lines(in_latin(address), width=room.line, most=room.lines):
        yield Problem(ADDRESS_TOO_LONG, f"{where}.street", f"{room.lines} × {room.line}")


def currency_problems(parcel: Parcel) -> Iterator[Problem]:
    """Name each line in another currency than the first: for carriers that are told one sum of a parcel."""
    first = parcel.lines[0].unit_value.currency
    for index, line in enumerate(parcel.lines):
        if line.unit_value.currency != first:
            yield Problem(CURRENCY_UNSUPPORTED, f"lines[{index}].unit_value", line.unit_value.currency)


def _unwritable(field: str, text: str, longest: int, code: str) -> Iterator[Problem]:
    if not text:
        yield Problem(CARRIER_NEEDS_FIELD, field)
    elif not in_ascii(text):
        yield Problem(code, field)
    elif len(in_ascii(text)) > longest:
        yield Problem(ADDRESS_TOO_LONG, field, str(longest))


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
