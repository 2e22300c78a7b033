"""Numbers by which customs know people, companies and parcels: one register of kinds, one way to judge a number.

Numbers come in as people type them and never go out into a problem, a log or a page unmasked (`masked`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto

from fahuo.compliance.identifiers import americas, asia, china, europe, trade
from fahuo.compliance.identifiers.kind import Holder, Kind, masked, normalise

__all__ = ["KINDS", "Found", "Holder", "Kind", "UnknownKind", "judge", "kind", "masked", "named", "normalise"]

KINDS: Mapping[str, Kind] = {
    one.name: one for one in (*americas.KINDS, *asia.KINDS, *europe.KINDS, *trade.KINDS, *china.KINDS)
}


class UnknownKind(LookupError):
    """No kind of this name. Who must act: a developer, or whoever wrote the rule."""


class Found(Enum):
    """What a number is, held against the kinds that would do."""

    MISSING = auto()
    WRONG = auto()
    GENERIC = auto()  # of the right form, but it names nobody
    RIGHT = auto()


def kind(name: str) -> Kind:
    """Return one kind of number; raise `UnknownKind`."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None


def judge(number: str, names: Iterable[str]) -> Found:
    """Say what a number is worth where one of these kinds is asked for; raise `UnknownKind`."""
    bare = normalise(number)
    if not bare:
        return Found.MISSING
    kinds = tuple(map(kind, names))
    if any(bare in one.generic for one in kinds):
        return Found.GENERIC
    return Found.RIGHT if any(one.fits(bare) for one in kinds) else Found.WRONG


def named(names: Iterable[str]) -> str:
    """Return what people call these kinds, `CPF / CNPJ`, to stand in a problem in place of the number."""
    return " / ".join(kind(name).short for name in names)
