"""Which town of an event may be shown to everybody who holds the label's QR.

Carriers write anything into the place of an event: a hub, a street, the neighbour who took the parcel in. So a place is
never shown as it is: it is cut into parts, and only a part that is a town we know by name is shown, in our spelling. A
town that is also part of the recipient's name or address is not shown, unless it is the recipient's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_BETWEEN = re.compile(r"[,;/|()\[\]【】（）:：·•，、_]+|\s[-–—]\s|(?<=\w)[-–—](?=[A-Z]{2}\b)|\s{2,}")
_STATE = re.compile(r"\s+[A-Z]{2}$")
_WORD = re.compile(r"\w+")
_PLAIN = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+){0,3}")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Town:
    """A town by its country and its names: Latin, as most languages write it, and Chinese."""

    country: str
    name: str
    name_zh: str


def folded(text: str) -> str:
    """Return a name without case, accents and the sign for a town, for comparing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.replace("-", " ").split()).removesuffix("市")


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of texts that must not be shown, folded; single letters are no secret."""
    return frozenset(word for text in texts for word in _WORD.findall(folded(text)) if len(word) > 1)


def town_of(
    place: str, country: str, *, known: Mapping[str, Iterable[Town]], own_city: str, hidden: frozenset[str]
) -> Town | None:
    """Return the town that a place names, or None. `country` is that of the event, empty when it is not known.

    `own_city` is the recipient's: it is theirs to read, as long as it is a name and nothing else.
    """
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", place)):
        for name in (part.strip(), _STATE.sub("", part.strip())):
            found = _known(name, country, known, hidden) or _own(name, country, own_city, hidden)
            if found:
                return found
    return None


def _known(name: str, country: str, known: Mapping[str, Iterable[Town]], hidden: frozenset[str]) -> Town | None:
    key = folded(name)
    if not key or words_of([key]) & hidden:
        return None
    return next((town for town in known.get(key, ()) if country in ("", town.country)), None)


def _own(name: str, country: str, own_city: str, hidden: frozenset[str]) -> Town | None:
    city = own_city.strip()
    is_same = bool(city) and folded(name) == folded(city)
    if not is_same or not _PLAIN.fullmatch(city) or len(city) > _LONGEST or words_of([city]) & hidden:
        return None
    return Town(country, city, city)
