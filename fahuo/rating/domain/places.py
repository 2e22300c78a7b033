"""Where a parcel goes, as one number: the country, and within it the piece between two ends of postcode ranges.

A postcode in compact form is a number of ten digits in base 37 (0 for "no more", then 0–9, A–Z), so that all postcodes
with a common beginning lie next to each other; the country stands before it. All ranges of all rate sheets and of the
rule book cut this line into places; every postcode of one place has the same zones and fees in every sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fahuo.rating.domain.postcodes import LONGEST
from fahuo.rating.domain.sheet import PostcodeRange
from fahuo.trade.country import ISO_COUNTRIES

Ints = npt.NDArray[np.int64]

COUNTRIES = tuple(sorted(ISO_COUNTRIES))
COUNTRY_AT = {code: place for place, code in enumerate(COUNTRIES)}
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE = np.zeros(256, dtype=np.int64)
_VALUE[[ord(sign) for sign in _SIGNS]] = range(1, 37)
_POWER = 37 ** np.arange(LONGEST - 1, -1, -1, dtype=np.int64)
_ALL = 37**LONGEST  # numbers a country; 250 countries stay below 2⁶³


@dataclass(frozen=True, slots=True)
class Places:
    """The beginnings of all places, rising; a place is its number in this list."""

    starts: Ints

    def find(self, country: Ints, postcodes: Sequence[str]) -> Ints:
        """Return the places of countries (by number) and postcodes in compact form."""
        found: Ints = np.searchsorted(self.starts, country * _ALL + numbers(postcodes), side="right") - 1
        return found

    def spans(self, ranges: Sequence[PostcodeRange]) -> tuple[Ints, Ints]:
        """Return the first place of each range and the one after its last; every range must have been given."""
        low, high = _ends(ranges)
        return np.searchsorted(self.starts, low), np.searchsorted(self.starts, high)

    def narrowest(self, ranges: Sequence[PostcodeRange]) -> tuple[Ints, Ints]:
        """Return the places that ranges hold, and for each the number of the narrowest one, of equals the first."""
        low, high = _ends(ranges)
        first, end = np.searchsorted(self.starts, low), np.searchsorted(self.starts, high)
        number = np.repeat(np.arange(len(ranges)), end - first)
        before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(end - first)[:-1]])
        place = np.arange(len(number)) + (first - before)[number]
        order = np.lexsort((number, (high - low)[number], place))
        held, best = np.unique(place[order], return_index=True)
        return held, number[order][best]

    def countries(self) -> Ints:
        """Return the country of each place."""
        found: Ints = self.starts // _ALL
        return found


def places_of(ranges: Iterable[PostcodeRange]) -> Places:
    """Return the places that these ranges make, with every country as one at least."""
    low, high = _ends(sorted(set(ranges), key=_key))
    plain = np.arange(len(COUNTRIES), dtype=np.int64) * _ALL
    starts = np.unique(np.concatenate([plain, low, high]))
    return Places(starts[starts < len(COUNTRIES) * _ALL])


def width(held: PostcodeRange) -> int:
    """Return how many postcodes a range can hold at most: of two ranges the narrower one is the more specific."""
    rest: int = 37 ** (LONGEST - len(held.first))
    return (_number(held.last) - _number(held.first) + 1) * rest


def _number(postcode: str) -> int:
    number = 0
    for sign in postcode:
        number = number * 37 + _SIGNS.index(sign) + 1
    return number


def numbers(postcodes: Sequence[str]) -> Ints:
    """Return the number of each postcode in compact form."""
    if not len(postcodes):
        return np.zeros(0, dtype=np.int64)
    letters = np.array(postcodes, dtype=f"S{LONGEST}").view(np.uint8).reshape(len(postcodes), LONGEST)
    return _VALUE[letters] @ _POWER


def _ends(ranges: Sequence[PostcodeRange]) -> tuple[Ints, Ints]:
    country = np.array([COUNTRY_AT[one.country] for one in ranges], dtype=np.int64) * _ALL
    length = np.array([len(one.last) for one in ranges], dtype=np.int64)
    low, last = numbers([one.first for one in ranges]), numbers([one.last for one in ranges])
    return country + low, country + last + 37 ** (LONGEST - length)


def _key(held: PostcodeRange) -> tuple[str, str, str]:
    return held.country, held.first, held.last
