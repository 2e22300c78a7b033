"""Marks: what of a parcel's events counts, small enough to keep in its row.

For every kind of event (milestone, reason, and for a delivery where) the first and the last moment that was seen.
Merging takes the earlier and the later one, so it does not matter in which sequence, how often or in how many portions
events come: the same set gives the same marks, and the same bytes. Moments are microseconds since 1970, UTC.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import cache

from fahuo.tracking.domain import words
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
Span = tuple[int, int]
Marks = dict[int, Span]

_ENTRY = struct.Struct("<Hqq")
_M, _R = Milestone, ExceptionReason
# Their places are stored. Add at the end, never move or remove one.
_MILESTONES: tuple[Milestone, ...] = (
    *(_M.CREATED, _M.INFO_RECEIVED, _M.PICKED_UP, _M.RECEIVED, _M.IN_TRANSIT, _M.EXPORT_CUSTOMS, _M.EXPORT_RELEASED),
    *(_M.DEPARTED_ORIGIN, _M.ARRIVED_DESTINATION, _M.IMPORT_CUSTOMS, _M.CUSTOMS_ACTION_REQUIRED, _M.CUSTOMS_RELEASED),
    *(_M.LAST_MILE, _M.OUT_FOR_DELIVERY, _M.AVAILABLE_FOR_PICKUP, _M.DELIVERED, _M.DELIVERY_FAILED, _M.DELAYED),
    *(_M.HELD, _M.EXCEPTION, _M.DAMAGED, _M.RETURNING, _M.RETURNED, _M.LOST, _M.DESTROYED, _M.CANCELLED, _M.EXPIRED),
    _M.UNMAPPED,
)
_REASONS: tuple[ExceptionReason, ...] = (
    *(_R.NONE, _R.CUSTOMS, _R.ADDRESS, _R.ABSENT, _R.REFUSED, _R.UNCLAIMED, _R.PAYMENT, _R.PROHIBITED, _R.DAMAGED),
    *(_R.LOST, _R.WEATHER, _R.SECURITY),
)


class Where(IntEnum):
    """On which side of the journey a delivery was; of all other events it is not kept."""

    UNKNOWN = 0
    ORIGIN = 1
    DESTINATION = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """What a mark's number means."""

    milestone: Milestone
    reason: ExceptionReason = ExceptionReason.NONE
    where: Where = Where.UNKNOWN


@cache
def number_of(milestone: Milestone, reason: ExceptionReason, where: Where = Where.UNKNOWN) -> int:
    """Return the number under which events of a kind are kept; a reason counts only where it means a trouble."""
    told = _REASONS.index(reason) if words.trouble(milestone, reason) else 0
    side = where if milestone is Milestone.DELIVERED else Where.UNKNOWN
    return _MILESTONES.index(milestone) << 8 | told << 2 | side


@cache
def kind_of(number: int) -> Kind | None:
    """Return what a number means; None for one that a newer version wrote."""
    milestone, reason, where = number >> 8, number >> 2 & 63, number & 3
    if milestone >= len(_MILESTONES) or reason >= len(_REASONS) or where > Where.DESTINATION:
        return None
    return Kind(_MILESTONES[milestone], _REASONS[reason], Where(where))


@cache
def side_of(event_country: str, *, origin: str, destination: str) -> Where:
    """Tell on which side of a journey a country lies. At home, or when a country is not known, it cannot be told."""
    if not event_country or origin == destination:
        return Where.UNKNOWN
    if event_country == destination:
        return Where.DESTINATION
    return Where.ORIGIN if event_country == origin else Where.UNKNOWN


def add(marks: Marks, number: int, at: int) -> None:
    """Take one event in."""
    span = marks.get(number)
    if span is None:
        marks[number] = (at, at)
    elif at < span[0]:
        marks[number] = (at, span[1])
    elif at > span[1]:
        marks[number] = (span[0], at)


def merge(*several: Mapping[int, Span]) -> Marks:
    """Return what all of them say together."""
    merged: Marks = {}
    for marks in several:
        for number, (first, last) in marks.items():
            add(merged, number, first)
            add(merged, number, last)
    return merged


def pack(marks: Mapping[int, Span]) -> bytes:
    """Return marks as bytes: the same marks always as the same bytes."""
    entry = _ENTRY.pack
    return b"".join([entry(number, *marks[number]) for number in sorted(marks)])


def unpack(packed: bytes | memoryview) -> Marks:
    """Return marks from their bytes."""
    return {number: (first, last) for number, first, last in _ENTRY.iter_unpack(packed)}


def micros(at: datetime) -> int:
    """Return a moment as it is kept in marks."""
    return (at - EPOCH) // MICROSECOND


def moment(at: int) -> datetime:
    """Return what a mark's number of microseconds stands for."""
    return EPOCH + timedelta(microseconds=at)


def of_events(events: Iterable[tuple[Milestone, ExceptionReason, Where, datetime]]) -> Marks:
    """Return the marks of events."""
    marks: Marks = {}
    for milestone, reason, where, at in events:
        add(marks, number_of(milestone, reason, where), micros(at))
    return marks
