"""Postcodes as sheets compare them: capital letters and digits, without blanks and hyphens."""

from __future__ import annotations

import re
from unicodedata import normalize

LONGEST = 10
_OTHER = re.compile(r"[^A-Z0-9]+")


def compact(postcode: str) -> str:
    """Return the postcode's capital letters and digits, the first ten of them: `bt1 5gs` is `BT15GS`."""
    return _plain(postcode)[:LONGEST]


def _plain(postcode: str) -> str:
    """Full-width letters and digits (`９９５０１`) mean the plain ones."""
    return _OTHER.sub("", (postcode if postcode.isascii() else normalize("NFKC", postcode)).upper())


def compact_range(first: str, last: str) -> tuple[str, str]:
    """Return both ends of a range in compact form; raise `ValueError` for a range that means nothing."""
    if first.isdecimal() and last.isdecimal() and (first + last).isascii():  # nearly all are, and there are many
        low, high = first, last
    else:
        low, high = _plain(first), _plain(last)
    if not low or not high:
        raise ValueError(f"a range of postcodes needs a first and a last one: {first!r}, {last!r}")
    if len(low) != len(high):
        raise ValueError(f"first and last postcode differ in length: {first!r}, {last!r}")
    if len(low) > LONGEST:
        raise ValueError(f"a postcode has at most {LONGEST} letters and digits: {first!r}")
    if low > high:
        raise ValueError(f"the first postcode lies behind the last: {first!r}, {last!r}")
    return low, high
