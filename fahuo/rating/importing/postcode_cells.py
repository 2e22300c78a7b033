"""Postcodes as price files write them: one, a range or a list in a cell (`995-999`, `995、996`), or two cells.

A hyphen or blank may also belong to one postcode (`99501-1234`, `BT1 5GS`, `1012 AB`). A text is a range only when both
ends look alike, sign by sign; what could be either is refused, and the reason says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fahuo.rating.domain.postcodes import compact_range
from fahuo.trade.text import tidy_code

Span = tuple[str, str]
_LISTED = re.compile(r"[、,;/|]|\s*[\r\n\v\f\u2028\u2029]+\s*")
_RANGED = re.compile(r"\s*[~〜∼–—―−至到]\s*|\s+[-‐]+\s*|\s*[-‐]+\s+|\s+TO\s+|\.{2,3}|…")
_HYPHEN = re.compile(r"[-‐]")
_JOINED = re.compile(r"([A-Z0-9]+)TO([A-Z0-9]+)")
_PLAIN = re.compile(r"[A-Z0-9][A-Z0-9 ]*")
# A whole postcode that has a hyphen or a blank between figures. Elsewhere a blank between figures parts two postcodes.
_WHOLE = {
    "US": r"\d{5}[- ]?\d{4}", "BR": r"\d{5}[- ]?\d{3}", "JP": r"\d{3}[- ]?\d{4}", "PT": r"\d{4}[- ]?\d{3}",
    "PL": r"\d{2}[- ]?\d{3}", "SE": r"\d{3} ?\d{2}", "CZ": r"\d{3} ?\d{2}", "SK": r"\d{3} ?\d{2}",
    "GR": r"\d{3} ?\d{2}", "IN": r"\d{3} ?\d{3}", "TW": r"\d{3}[- ]?\d{2,3}", "CA": r"[A-Z]\d[A-Z][- ]?\d[A-Z]\d",
    "GB": r"[A-Z]{1,2}\d[A-Z\d]?[- ]?\d[A-Z]{2}", "NL": r"\d{4}[- ]?[A-Z]{2}",
}  # fmt: skip
_FIGURES = frozenset(
    ("AT", "AU", "BE", "BR", "CH", "CN", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "HU", "IL", "IN", "IT", "JP", "KR",
     "MX", "NO", "PL", "PT", "RO", "RU", "SE", "SK", "TH", "TR", "UA", "US")
)  # fmt: skip


def spans(first: str, last: str, country: str | None) -> list[Span]:
    """Return the ranges of one row, first and last in compact form; raise `ValueError` with the reason.

    `last` is the cell of a column of its own, empty where there is none: then the first may hold a range or a list.
    """
    if first.isdecimal() and first.isascii() and (not last or (last.isdecimal() and last.isascii())):
        return [compact_range(first, last or first)]  # nearly all are, and there are many
    if last:
        return [compact_range(_one(_tidy(first), country), _one(_tidy(last), country))]
    found = [span for part in _parts(first) for span in _part(part, country)]
    if not found:
        raise ValueError("no postcode")
    return found


def _tidy(text: str) -> str:
    return " ".join(tidy_code(text).upper().split())


def _parts(text: str) -> Iterator[str]:
    """Cut a list; line breaks part postcodes, so they are looked for before they become blanks."""
    for piece in _LISTED.split(text.strip()):
        for part in _LISTED.split(_tidy(piece)):  # again, after full-width commas became plain ones
            if part.strip():
                yield part.strip()


def _part(text: str, country: str | None) -> Iterator[Span]:
    """Yield the range that one entry of a list means."""
    if _is_whole(text, country):
        yield compact_range(text, text)
        return
    ends = _RANGED.split(text)
    if len(ends) == 1 and len(_HYPHEN.findall(text)) == 1:
        ends = _HYPHEN.split(text)
    elif len(ends) == 1 and (joined := _JOINED.fullmatch(text)) and _shape(joined[1]) == _shape(joined[2]):
        ends = list(joined.groups())
    if len(ends) == 1:
        one = _one(text, country)
        yield compact_range(one, one)
        return
    if len(ends) != 2 or _shape(ends[0]) != _shape(ends[1]):
        raise ValueError(f"neither one postcode nor a range with ends alike: {text!r}")
    yield compact_range(_one(ends[0], country), _one(ends[1], country))


def _one(text: str, country: str | None) -> str:
    """Return one postcode or the beginning of one; raise `ValueError` where it may be two."""
    if _is_whole(text, country):
        return text
    if not _PLAIN.fullmatch(text) or (re.search(r"\d \d", text) and not _begins(text, country)):
        raise ValueError(f"not one postcode: {text!r}")
    if country in _FIGURES and not text.replace(" ", "").isdecimal():
        raise ValueError(f"a postcode of {country} has figures only: {text!r}")
    return text


def _is_whole(text: str, country: str | None) -> bool:
    pattern = _WHOLE.get(country or "")
    return pattern is not None and re.fullmatch(pattern, text.replace("‐", "-")) is not None


def _begins(text: str, country: str | None) -> bool:
    """Tell a postcode cut short after its blank: `BT1 5`, `114 5`."""
    first, _, rest = text.partition(" ")
    return country in {"GB", "CA", "IE", "NL"} and rest.isalnum() and len(rest) <= len(first)


def _shape(text: str) -> str:
    """Return letters as A and figures as 9, without blanks and hyphens."""
    return re.sub(r"[A-Z]", "A", re.sub(r"[0-9]", "9", re.sub(r"[ \-‐]", "", text)))
