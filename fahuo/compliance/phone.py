"""Phone numbers: one text that carries its prefix, judged by libphonenumber's data."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

import phonenumbers
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE, NumberParseException

_FIGURES = re.compile(r"[0-9]+")
_START = re.compile(r"[+0-9]")
_EXTENSION = re.compile(r"(?:;ext=|ext\.?|extension|x|#)\s*[0-9]{1,7}\s*$", re.IGNORECASE)


def compose(*, prefix: str, mobile: str, area: str = "", landline: str = "") -> str:
    """Return one text: the mobile number, or area and land line when it has no digit, with its prefix before it.

    `+49`, `0049` and `49` are the same prefix. A number that carries its own prefix keeps that one.
    Without any prefix the number comes back alone, which `judge` reports.
    """
    number = mobile if _figures(mobile) else " ".join(part for part in (area, landline) if part)
    calling_code = _figures(prefix).lstrip("0")
    if not calling_code or _international(number):
        return number
    return f"+{calling_code} {number}".rstrip()


class Heard(Enum):
    """What a number as typed comes to."""

    RIGHT = auto()
    NO_PREFIX = auto()
    INVALID = auto()


@lru_cache(maxsize=256)
def judge(text: str) -> tuple[str, Heard]:
    """Return the number in E.164, or the text as it was when it is not right.

    Kept for a while: pre-flight writes the number down and its rules judge it, and reading one costs 60 µs.
    """
    international = _international(text)
    if not international:
        return text, Heard.NO_PREFIX
    try:
        number = phonenumbers.parse(f"+{international}", None)
    except NumberParseException:
        return text, Heard.INVALID
    if not phonenumbers.is_valid_number(number):
        return text, Heard.INVALID
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), Heard.RIGHT


def _international(text: str) -> str:
    """Return the figures after `+`, or after `00` before the calling code of a country; empty without such a prefix."""
    start = _START.search(text)
    if start is None:
        return ""
    figures = _figures(_EXTENSION.sub("", text))
    abroad = figures.removeprefix("00")
    if text[start.start()] == "+":
        return abroad or "0"  # a plus without figures is a prefix that leads nowhere
    return abroad if abroad != figures and _has_calling_code(abroad) else ""


def _has_calling_code(figures: str) -> bool:
    """Tell whether a calling code starts here; they have one to three figures, the first not zero."""
    return figures[:1] != "0" and any(int(figures[:length] or 0) in COUNTRY_CODE_TO_REGION_CODE for length in (1, 2, 3))


def _figures(text: str) -> str:
    return "".join(_FIGURES.findall(text))
