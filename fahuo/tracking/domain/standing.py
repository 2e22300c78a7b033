"""Where a parcel stands: a pure function of its marks. The rules are told in docs/tracking.md.

In short: the furthest milestone counts; a trouble stands until news that ends it; going back stands until the parcel
has come back or was delivered at its destination; of several last words the latest counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fahuo.tracking.domain import ending, troubles, words
from fahuo.tracking.domain.ending import Way, since_when
from fahuo.tracking.domain.marks import Span, moment
from fahuo.tracking.domain.seen import Seen, seen
from fahuo.trade.alert_kind import AlertKind
from fahuo.trade.milestone import Milestone

_M = Milestone
_Troubles = dict[str, troubles.Standing]
_Reached = tuple[str, int | None]


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


NOTHING = Standing()


def standing(marks: Mapping[int, Span]) -> Standing:
    """Return where a parcel with these marks stands."""
    if not marks:
        return NOTHING
    found = seen(marks)
    way = ending.way_of(found)
    open_ones = troubles.troubles_of(found, way) if found.troubles else {}
    milestone, at, ended = _reached(found, way, open_ones)
    shown = _shown(milestone, at, way, open_ones)
    departed, arrived = found.at.get(_M.DEPARTED_ORIGIN), found.at.get(_M.ARRIVED_DESTINATION)
    return Standing(
        milestone=milestone,
        milestone_at=_moment(at),
        exception=shown[0][0] if shown else "",
        exception_at=shown[0][1] if shown else None,
        exceptions=shown,
        scanned_at=_moment(found.scanned),
        departed_at=_moment(departed and departed[0]),
        arrived_at=_moment(arrived and arrived[0]),
        delivered_at=_moment(at) if milestone == _M.DELIVERED else None,
        ended_at=_moment(ended),
        last_event_at=_moment(found.heard),
        last_scan_at=_moment(found.last_scan),
        alive_at=_moment(found.alive),
    )


def _reached(found: Seen, way: Way, open_ones: _Troubles) -> tuple[str, int | None, int | None]:
    """Return the milestone, since when, and when the journey ended if it has."""
    last = ending.last_word(found, way) or ending.closing_word(found)
    if last:
        return last[0].value, last[1], last[1]
    if way.back is not None:
        ended = way.doubted if way.doubted is not None and way.doubted >= way.back else None
        return _M.RETURNING.value, way.back, ended
    return *_under_way(found, open_ones), None


def _under_way(found: Seen, open_ones: _Troubles) -> _Reached:
    """Return the trouble that stands, else the furthest milestone. A damaged parcel that moves on is under way."""
    forward = [milestone for milestone in found.at if milestone in words.FORWARD]
    moved = max((found.at[one][1] for one in forward), default=0)
    said = [
        (one.last, -words.WEIGHT[kind], one.milestone.value, one.since)
        for kind, one in open_ones.items()
        if kind != AlertKind.DAMAGED or one.last >= moved
    ]
    if said:
        return max(said)[2:]
    if forward:
        furthest = max(forward, key=words.FORWARD.__getitem__)
        span = found.at[furthest]
        between = [one.last for one in found.troubles.values() if one.last < span[1]]
        return furthest.value, since_when(span, max(between, default=None))
    announced = [one for one in words.ANNOUNCED if one in found.at]
    return (announced[-1].value, found.at[announced[-1]][0]) if announced else ("", None)


def _shown(milestone: str, at: int | None, way: Way, open_ones: _Troubles) -> tuple[tuple[str, datetime], ...]:
    """Return what stands and since when, the heaviest first; an end leaves only what it does not settle."""
    kept = {kind: one.since for kind, one in open_ones.items() if milestone not in _SETTLED or _outlives(kind)}
    if milestone in (_M.LOST, _M.DESTROYED):
        kept = {AlertKind.LOST.value: at or 0}
    elif milestone == _M.RETURNED:
        kept[AlertKind.RETURNED.value] = way.back if way.back is not None else at or 0
    elif way.back is not None and milestone not in _SETTLED:
        kept[AlertKind.RETURNED.value] = way.back
    ordered = sorted(kept.items(), key=lambda item: words.WEIGHT[item[0]])
    return tuple((str(kind), moment(since)) for kind, since in ordered)


# These leave no trouble but damage; a parcel that expired keeps what stood.
_SETTLED = frozenset({_M.DELIVERED, _M.RETURNED, _M.LOST, _M.DESTROYED, _M.CANCELLED})


def _outlives(kind: str) -> bool:
    return kind == AlertKind.DAMAGED


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)
