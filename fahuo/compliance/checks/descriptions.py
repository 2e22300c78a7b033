"""Descriptions of goods and names of parties: specific, readable, in the letters that customs read (DE rules)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from fahuo.compliance.case import Case, Ordered
from fahuo.compliance.word_lists import pattern, plain, terms
from fahuo.trade.address import Address
from fahuo.trade.problem import Problem
from fahuo.trade.text import is_filler

_LONGEST_TERM = 30  # letters of a term that stands in for a party; streets are longer as a rule
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ONE_SIGN = re.compile(r"(.)\1{2,}", re.IGNORECASE)
_HELD_DOWN = re.compile(r"([^\W\d_])\1{4,}", re.IGNORECASE)  # AAAA is a size of batteries
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|cn|net|org)\b|\S+@\S+\.\w", re.IGNORECASE)
_FILE = re.compile(r"^[\w\-. ]+\.(?:jpe?g|png|gif|pdf|docx?|xlsx?|txt|csv|zip|webp)$", re.IGNORECASE)
_FOR = re.compile(r"(?:\bfor|\bcompatible with|\bfits?|适用于?|兼容)\s*$", re.IGNORECASE)


def description_vague(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A description is more than one vague term (DE-01)."""
    vague = terms(value["lists"])
    for line in case.ordered:
        if line.goods and plain(line.goods.title_en) in vague:
            yield _at(line, code, line.goods.title_en)


def description_half_vague(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """No term that says nothing stands among other words (DE-01)."""
    says_nothing, vague = pattern(value["lists"]), terms(value["lists"])
    for line in case.ordered:
        if line.goods and plain(line.goods.title_en) not in vague:
            hit = says_nothing.search(line.goods.title_en)
            if hit:
                yield _at(line, code, hit.group(0))


def description_unreadable(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A description is words (DE-03)."""
    return (
        _at(line, code, line.goods.title_en) for line in case.ordered if line.goods and _is_noise(line.goods.title_en)
    )


def description_length(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A description has enough words, and not more letters than a form of customs holds (DE-04)."""
    for line in case.ordered:
        text = line.goods.title_en.strip() if line.goods else ""
        short = len(_WORD.findall(text)) < value["words"] or len(text) < value["shortest"]
        if text and not _is_noise(text) and (short or len(text) > value["longest"]):
            yield _at(line, code, f"{text[:60]} ({len(text)})")


def description_not_english(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The English description holds no Chinese characters (DE-05)."""
    for line in case.ordered:
        hit = _HAN.search(line.goods.title_en) if line.goods else None
        if hit:
            yield _at(line, code, hit.group(0))


def brand_named(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A protected brand is named as the maker, and nobody said that its owner allows it (DE-05)."""
    for line in case.ordered:
        facts = case.products.get(line.sku)
        if line.goods is None or (facts and facts.is_brand_authorised):
            continue
        brand = _brand(f"{line.goods.brand} | {line.goods.title_en}", value["lists"])
        if brand:
            yield _at(line, code, brand)


def party_vague(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Sender and recipient have names and streets, and no word that stands in for one (DE-02)."""
    vague = terms(value["lists"])
    for who, party in (("sender", case.sender), ("address", case.recipient)):
        for field, text in _named(party):
            if len(text) <= _LONGEST_TERM and plain(text) in vague and not is_filler(text):
                yield Problem(code, f"{who}.{field}", text)


def _named(party: Address | None) -> Iterable[tuple[str, str]]:
    return (("name", party.name), ("street", party.street)) if party else ()


@lru_cache(maxsize=8192)
def _is_noise(text: str) -> bool:
    """Tell whether a text is no description: no letter, one key held down, a file, or an address of the net."""
    bare = text.strip()
    if not bare:
        return False  # nothing at all is another problem, and papers report it
    if not any(char.isalpha() for char in bare) or _FILE.match(bare) or _LINK.search(bare):
        return True
    return _ONE_SIGN.fullmatch(bare.replace(" ", "")) is not None or _HELD_DOWN.search(bare) is not None


@lru_cache(maxsize=8192)
def _brand(text: str, lists: tuple[str, ...]) -> str:
    """Return a brand that is named as the maker; `case for iPhone` names it as what the goods fit."""
    for hit in pattern(lists).finditer(text):
        if not _FOR.search(text[: hit.start()]):
            return hit.group(0)
    return ""


def _at(line: Ordered, code: str, text: str) -> Problem:
    return Problem(code, f"lines[{line.position}].title_en", f"{line.sku}: {text}")


CHECKS: Mapping[str, Any] = {
    "description_vague": description_vague,
    "description_half_vague": description_half_vague,
    "description_unreadable": description_unreadable,
    "description_length": description_length,
    "description_not_english": description_not_english,
    "brand_named": brand_named,
    "party_vague": party_vague,
}
