"""Marks laid out for judging: which milestones and troubles were seen, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from fahuo.tracking.domain import words
from fahuo.tracking.domain.marks import Span, Where, kind_of
from fahuo.trade.milestone import Milestone

# What news of the booking, of the paper or an unknown code can never do: to be a word about the parcel itself.
_DELIVERED = Milestone.DELIVERED.value
_NO_WORD = frozenset({*words.ANNOUNCED, *words.CLOSED, Milestone.UNMAPPED})


@dataclass(slots=True)
class Trouble:
    """A trouble as it was said: first, last, and by which milestone it was said last.

    `told_by_end`: a delivery or the going back itself told of it (`words.TELLING`), so that is not what ends it.
    """

    first: int
    last: int
    milestone: str
    told_by_end: str = ""


@dataclass(slots=True)
class Seen:
    """`at` has every milestone with its first and last moment. Moments as in marks.

    Milestones are plain strings here: looking up members of an enumeration costs several times as much.
    """

    at: dict[str, Span] = field(default_factory=dict)
    delivered: list[tuple[Where, Span]] = field(default_factory=list)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    scanned: int | None = None  # the first and the last time that somebody had it in his hands
    last_scan: int | None = None
    last_word: int | None = None  # about the parcel itself
    alive: int | None = None  # the last sign of life
    heard: int | None = None


def seen(marks: Mapping[int, Span]) -> Seen:
    """Lay out marks; a number that this version does not know is passed over."""
    found = Seen()
    for number, span in marks.items():
        known = _known(number)
        if known is not None:
            _take(found, known, span)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    milestone: str
    where: Where
    trouble: str
    told_by_end: str
    scan: bool
    word: bool
    alive: bool


@cache
def _known(number: int) -> _Known | None:
    kind = kind_of(number)
    if kind is None:
        return None
    return _Known(
        kind.milestone.value,
        kind.where,
        str(words.trouble(kind.milestone, kind.reason)),
        kind.milestone.value if (kind.milestone, kind.reason) in words.TELLING else "",
        words.is_scan(kind.milestone, kind.reason),
        kind.milestone not in _NO_WORD,
        kind.milestone not in words.ANNOUNCED,
    )


def _take(found: Seen, known: _Known, span: Span) -> None:
    first, last = span
    milestone = known.milestone
    found.heard = _later(found.heard, last)
    if known.alive:
        found.alive = _later(found.alive, last)
    if known.word:
        found.last_word = _later(found.last_word, last)
    if known.scan:
        found.last_scan = _later(found.last_scan, last)
        found.scanned = first if found.scanned is None or first < found.scanned else found.scanned
    if known.trouble:
        _add_trouble(found, known, span)
    if milestone == _DELIVERED:
        found.delivered.append((known.where, span))
    before = found.at.get(milestone)
    found.at[milestone] = span if before is None else (min(before[0], first), max(before[1], last))


def _add_trouble(found: Seen, known: _Known, span: Span) -> None:
    before = found.troubles.get(known.trouble)
    if before is None:
        found.troubles[known.trouble] = Trouble(*span, known.milestone, known.told_by_end)
        return
    if (span[1], known.milestone) > (before.last, before.milestone):
        before.milestone = known.milestone
    before.told_by_end = before.told_by_end or known.told_by_end
    before.first, before.last = min(before.first, span[0]), max(before.last, span[1])


def _later(one: int | None, other: int) -> int:
    return other if one is None or other > one else one
