"""Where a parcel stands: a pure function of its marks. The rules are told in docs/tracking.md.

In short: the furthest milestone counts; a trouble stands until news that ends it; going back stands until the parcel
has come back or was delivered at its destination; of several last words the latest counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from fahuo.tracking.domain import ending, troubles, words
from fahuo.tracking.domain.ending import Way, since_when
from fahuo.tracking.domain.marks import Span, moment
from fahuo.tracking.domain.seen import Seen, seen
from fahuo.trade.alert_kind import AlertKind
from fahuo.trade.milestone import Milestone

_M = Milestone
_DELIVERED, _RETURNING, _RETURNED = _M.DELIVERED.value, _M.RETURNING.value, _M.RETURNED.value
_DEPARTED, _ARRIVED = _M.DEPARTED_ORIGIN.value, _M.ARRIVED_DESTINATION.value
_GONE = (_M.LOST.value, _M.DESTROYED.value)
# These leave no trouble but damage; a parcel that expired keeps what stood.
_SETTLED = frozenset({_DELIVERED, _RETURNED, *_GONE, _M.CANCELLED.value})
_BACK, _LOSS, _DAMAGE = AlertKind.RETURNED.value, AlertKind.LOST.value, AlertKind.DAMAGED.value
_Troubles = dict[str, troubles.Standing]
_Reached = tuple[str, int | None]


class Judged(NamedTuple):
    """How far a parcel is; moments as in marks. The words are those of `Standing`."""

    milestone: str = ""
    milestone_at: int | None = None
    exceptions: tuple[tuple[str, int], ...] = ()
    scanned_at: int | None = None
    departed_at: int | None = None
    arrived_at: int | None = None
    delivered_at: int | None = None
    ended_at: int | None = None
    last_event_at: int | None = None
    last_scan_at: int | None = None
    alive_at: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a parcel is. `exception` is the heaviest of `exceptions`, each with the moment since when it stands.

    `milestone` is empty as long as nothing counts. `ended_at`: nothing more is expected. `alive_at`: the last sign of
    life, which is all but mere news of the booking.
    """

    milestone: str = ""
    milestone_at: datetime | None = None
    exception: str = ""
    exception_at: datetime | None = None
    exceptions: tuple[tuple[str, datetime], ...] = ()
    scanned_at: datetime | None = None
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    delivered_at: datetime | None = None
    ended_at: datetime | None = None
    last_event_at: datetime | None = None
    last_scan_at: datetime | None = None
    alive_at: datetime | None = None


NOTHING = Judged()


def standing(marks: Mapping[int, Span]) -> Standing:
    """Return where a parcel with these marks stands."""
    found = judge(marks)
    shown = tuple((kind, moment(since)) for kind, since in found.exceptions)
    moments = {
        name: None if at is None else moment(at)
        for name, at in found._asdict().items()
        if name not in ("milestone", "exceptions")
    }
    first: tuple[str, datetime | None] = shown[0] if shown else ("", None)
    return Standing(found.milestone, exception=first[0], exception_at=first[1], exceptions=shown, **moments)


def judge(marks: Mapping[int, Span]) -> Judged:
    """Return where a parcel with these marks stands, in microseconds: for bulk."""
    if not marks:
        return NOTHING
    found = seen(marks)
    way = ending.way_of(found)
    open_ones = troubles.troubles_of(found, way) if found.troubles else {}
    milestone, at, ended = _reached(found, way, open_ones)
    departed, arrived = found.at.get(_DEPARTED), found.at.get(_ARRIVED)
    return Judged(
        milestone,
        at,
        _shown(milestone, at, way, open_ones),
        found.scanned,
        departed[0] if departed else None,
        arrived[0] if arrived else None,
        at if milestone == _DELIVERED else None,
        ended,
        found.heard,
        found.last_scan,
        found.alive,
    )


def _reached(found: Seen, way: Way, open_ones: _Troubles) -> tuple[str, int | None, int | None]:
    """Return the milestone, since when, and when the journey ended if it has."""
    last = ending.last_word(found, way) or ending.closing_word(found)
    if last:
        return last[0], last[1], last[1]
    if way.back is not None:
        ended = way.doubted if way.doubted is not None and way.doubted >= way.back else None
        return _RETURNING, way.back, ended
    return *_under_way(found, open_ones), None


def _under_way(found: Seen, open_ones: _Troubles) -> _Reached:
    """Return the trouble that stands, else the furthest milestone. A damaged parcel that moves on is under way."""
    forward = [milestone for milestone in found.at if milestone in words.FORWARD]
    if open_ones:
        moved = max((found.at[one][1] for one in forward), default=0)
        said = [
            (one.last, -words.WEIGHT[kind], one.milestone, one.since)
            for kind, one in open_ones.items()
            if kind != _DAMAGE or one.last >= moved
        ]
        if said:
            return max(said)[2:]
    if forward:
        furthest = max(forward, key=words.FORWARD.__getitem__)
        span = found.at[furthest]
        between = [one.last for one in found.troubles.values() if one.last < span[1]]
        return furthest, since_when(span, max(between, default=None))
    announced = [one.value for one in words.ANNOUNCED if one.value in found.at]
    return (announced[-1], found.at[announced[-1]][0]) if announced else ("", None)


def _shown(milestone: str, at: int | None, way: Way, open_ones: _Troubles) -> tuple[tuple[str, int], ...]:
    """Return what stands and since when, the heaviest first; an end leaves only what it does not settle."""
    settled = milestone in _SETTLED
    kept = {kind: one.since for kind, one in open_ones.items() if not settled or kind == _DAMAGE}
    if milestone in _GONE:
        kept = {_LOSS: at or 0}
    elif milestone == _RETURNED:
        kept[_BACK] = min(since for since in (way.back, at) if since is not None)
    elif way.back is not None and not settled:
        kept[_BACK] = way.back
    return tuple(sorted(kept.items(), key=lambda item: words.WEIGHT[item[0]])) if kept else ()
