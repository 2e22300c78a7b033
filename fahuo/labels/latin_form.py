"""A recipient's name and address once more in Latin letters, where the buyer wrote them in another script."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from fahuo.kit.romanise import is_latin, name_in_latin, place_in_latin
from fahuo.trade.address import Address

# Buyers spell as they please: Mohammed for what letter by letter is Mhmd, Moscow for Moskva.
_SAME_WORD = 0.6
_WORDS = re.compile(r"[^\W\d_]{2,}")


@lru_cache(maxsize=1024)  # a sender is the same on all labels of a day
def latin_form(address: Address) -> Address | None:
    """Return what is worth printing beside the native form; None when all of it is Latin or written in both.

    Parts that are Latin already are not repeated. Postcode, telephone and tax number stay with the native form.
    """
    if all(is_latin(part) for part in _parts(address)):
        return None
    country = address.country
    written = [word.lower() for part in _parts(address) for word in _WORDS.findall(part) if is_latin(word)]

    def unless_written(native: str, latin: str) -> str:
        return "" if is_latin(native) or _is_among(native, latin, written) else latin

    found = Address(
        name=unless_written(address.name, name_in_latin(address.name, country)),
        company=unless_written(address.company, name_in_latin(address.company, country)),
        country=country,
        street=unless_written(address.street, place_in_latin(address.street, country)),
        street2=unless_written(address.street2, place_in_latin(address.street2, country)),
        city=unless_written(address.city, place_in_latin(address.city, country)),
        province=unless_written(address.province, place_in_latin(address.province, country)),
    )
    return found if any(_parts(found)) else None


def _parts(address: Address) -> tuple[str, ...]:
    return address.name, address.company, address.street, address.street2, address.city, address.province


def _is_among(native: str, latin: str, written: list[str]) -> bool:
    """Say whether at least half of the transcribed words were, more or less so spelt, written as well."""
    own = set(_WORDS.findall(native))
    words = [word.lower() for word in _WORDS.findall(latin) if word not in own]
    known = sum(any(_alike(word, other) for other in written) for word in words)
    return known * 2 >= len(words)


def _alike(word: str, other: str) -> bool:
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= _SAME_WORD
