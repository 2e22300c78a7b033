"""Whether the parts of an address agree and can be delivered to (AD-05 to AD-09, EU-11, GB-05, US-07)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any
from unicodedata import combining, normalize

from fahuo.compliance.address_forms import metadata
from fahuo.compliance.case import Case
from fahuo.trade.address import Address
from fahuo.trade.problem import Problem

_PO_BOX = re.compile(
    r"\bp\.?\s*o\.?\s*box\b|\bpostfach\b|\bbo[iî]te postale\b|\bapartado(?: de correos| postal)?\s*\d"
    r"|\bcaixa postal\b|\bcasella postale\b|\bpostboks\b|\bskrytka pocztowa\b|а/я",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[\W_]+")
# Words that people write with a province and the data do not: "Comunidad de Madrid", "State of Texas".
_KINDS = re.compile(r"\b(?:state of|estado de|estado do|estado da|province of|provincia de|territory|do|si)\b")


@dataclass(frozen=True, slots=True)
class Provinces:
    """The provinces of a country: every spelling → its code, and the beginnings of its postcodes."""

    by_spelling: Mapping[str, str]
    postcodes: Mapping[str, re.Pattern[str]]


def province_unknown(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The province is one of the country's, by name or code (AD-05)."""
    where = case.recipient
    if where is None or not where.province.strip():
        return ()
    known = provinces(where.country)
    if not known.by_spelling or _province(where, known):
        return ()
    return (Problem(code, "address.province", where.province),)


def postcode_outside_province(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The postcode begins as those of the province do (US-07)."""
    where = case.recipient
    if where is None or not where.postcode.strip():
        return ()
    known = provinces(where.country)
    starts = known.postcodes.get(_province(where, known))
    if starts is None or starts.match(where.postcode.strip()):
        return ()
    return (Problem(code, "address.postcode", f"{where.postcode} / {where.province}"),)


def city_unknown(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The city is one of the province's; accents do not count (AD-06)."""
    where = case.recipient
    if where is None or not where.city.strip():
        return ()
    towns = cities(where.country, _province(where, provinces(where.country)))
    if not towns or bare(where.city) in towns:
        return ()
    return (Problem(code, "address.city", where.city),)


def street_number(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The street has a number in it, or is a post-office box (EU-11)."""
    lines = " ".join(case.recipient.street_lines()) if case.recipient else ""
    if not lines or any(char.isdigit() for char in lines) or _PO_BOX.search(lines):
        return ()
    return (Problem(code, "address.street"),)


def postcode_area(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The postcode lies in an area with rules of its own (GB-05)."""
    postcode = case.recipient.postcode.strip().upper() if case.recipient else ""
    return (Problem(code, "address.postcode", postcode),) if postcode.startswith(value["postcode_starts"]) else ()


def script_not_latin(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Name or street hold letters that are not Latin (AD-08)."""
    where = case.recipient
    if where is None or not _foreign(f"{where.name}{where.street}{where.city}"):
        return ()
    return (Problem(code, "address"),)


def po_box(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """A courier line delivers to a door; silent while nobody knows whether the line is postal (AD-09)."""
    if case.recipient is None or case.postal is not False:
        return ()
    return (Problem(code, "address.street"),) if _PO_BOX.search(" ".join(case.recipient.street_lines())) else ()


def address_line_long(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Each line of the street fits a line of the label (AD-09)."""
    if case.recipient is None:
        return ()
    longest = max((len(line) for line in case.recipient.street_lines()), default=0)
    return (Problem(code, "address.street", f"{longest} > {value['letters']}"),) if longest > value["letters"] else ()


@cache
def provinces(country: str) -> Provinces:
    """Return the provinces of a country by the data of libaddressinput; none for a country without such a list."""
    data = metadata(country).get(country, {})
    codes = data.get("sub_keys", "").split("~") if data.get("sub_keys") else []
    spellings: dict[str, str] = {}
    for part in ("sub_keys", "sub_names", "sub_lnames", "sub_isoids"):
        for key, text in zip(codes, data.get(part, "").split("~"), strict=False):
            if text:
                spellings.setdefault(bare(text), key)
    zips = zip(codes, data.get("sub_zips", "").split("~"), strict=False)
    return Provinces(spellings, {key: re.compile(f"(?:{text})", re.IGNORECASE) for key, text in zips if text})


@cache
def cities(country: str, province: str) -> frozenset[str]:
    """Return the cities of a province, without accents; none where the data have no list."""
    listed = metadata(country).get(f"{country}/{province}", {}).get("sub_keys", "") if province else ""
    return frozenset(bare(name) for name in listed.split("~") if name)


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Return a name for comparing: small letters, no accents, no signs, no word for "state of"."""
    if any("\uac00" <= char <= "\ud7a3" or "\u3040" <= char <= "\u9fff" for char in text):
        return _BLANKS.sub("", text)
    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return _BLANKS.sub("", _KINDS.sub(" ", _BLANKS.sub(" ", plain)))


def _province(where: Address, known: Provinces) -> str:
    return known.by_spelling.get(bare(where.province), "")


@lru_cache(maxsize=8192)
def _foreign(text: str) -> bool:
    return any(char.isalpha() and ord(char) > 0x24F and not 0x1E00 <= ord(char) <= 0x1EFF for char in text)


CHECKS: Mapping[str, Any] = {
    "province_unknown": province_unknown,
    "postcode_outside_province": postcode_outside_province,
    "city_unknown": city_unknown,
    "street_number": street_number,
    "postcode_area": postcode_area,
    "script_not_latin": script_not_latin,
    "po_box": po_box,
    "address_line_long": address_line_long,
}
