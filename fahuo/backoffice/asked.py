"""What an address or a form asked for, read so that nothing in it can do harm: texts, keys, page numbers, filters."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Self

LONGEST = 80
_KEY_DIGITS = 18  # of a bigint


def text_of(query: Mapping[str, str], name: str, most: int = LONGEST) -> str:
    """Return what was typed, cut to `most` letters; a NUL, which PostgreSQL refuses, is dropped."""
    return query.get(name, "").replace("\x00", "").strip()[:most]


def is_key(text: str) -> bool:
    """Whether it can be the key of a row."""
    return text.isascii() and text.isdigit() and len(text) <= _KEY_DIGITS


def key_of(text: str) -> int:
    """Return a key; 0, which no row has, for what is none."""
    return int(text) if is_key(text) else 0


def keys_of(texts: Iterable[str]) -> list[int]:
    """Return the keys that were ticked, each once; what is no key is left out."""
    return list(dict.fromkeys(int(text) for text in texts if is_key(text)))


def page_of(text: str, pages: int) -> int:
    """Return the page that was asked for, one of 1 to `pages`."""
    return min(max(key_of(text), 1), pages)


class Keys(Container[str]):
    """Choices that are keys of rows, and some words beside them, such as one for "nobody"."""

    def __init__(self, *words: str) -> None:
        """Take the words that are chosen instead of a key."""
        self._words = frozenset(words)

    def __contains__(self, value: object) -> bool:
        """Whether it may be chosen."""
        return isinstance(value, str) and (value in self._words or is_key(value))


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a clerk asked a list for: a frozen dataclass of texts, each named as in the address; empty means "all".

    `KNOWN` names what may be chosen: anything else counts as not chosen. A facet that is not in it takes any value.
    `NO_FACETS` limit what is counted.
    """

    KNOWN: ClassVar[Mapping[str, Container[str]]] = {}
    NO_FACETS: ClassVar[Container[str]] = ("text",)

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read a query string; of a parameter that comes twice the last one counts."""
        asked = {one.name: text_of(query, one.name) for one in fields(cls)}
        return cls(**{name: text for name, text in asked.items() if name not in cls.KNOWN or text in cls.KNOWN[name]})

    def as_query(self) -> dict[str, str]:
        """Return the parameters that have a value."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    def facets(self) -> dict[str, str]:
        """Return what was chosen by chips and selects."""
        return {name: value for name, value in self.as_query().items() if name not in self.NO_FACETS}
