"""Which troubles stand, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fahuo.tracking.domain import words
from fahuo.tracking.domain.ending import Way, since_when
from fahuo.tracking.domain.seen import Seen, Trouble
from fahuo.trade.alert_kind import AlertKind
from fahuo.trade.milestone import Milestone

_IN_TRANSIT, _DELIVERED, _RETURNING = Milestone.IN_TRANSIT.value, Milestone.DELIVERED.value, Milestone.RETURNING.value


@dataclass(frozen=True, slots=True)
class Standing:
    """A trouble that stands: since when, when it was said last, and by which milestone."""

    since: int
    last: int
    milestone: str


def troubles_of(seen: Seen, way: Way) -> dict[str, Standing]:
    """Return the troubles that no later news has ended."""
    found = {}
    for kind, trouble in seen.troubles.items():
        over = None if _lasts(way, trouble) else max(_ends(seen, way, kind, trouble), default=None)
        if over is None or over < trouble.last:
            found[kind] = Standing(since_when((trouble.first, trouble.last), over), trouble.last, trouble.milestone)
    return found


def _lasts(way: Way, trouble: Trouble) -> bool:
    """Tell whether it stands to the end: delivered damaged, or going back because of it."""
    if trouble.told_by_end == _RETURNING:
        return way.back is not None
    return trouble.told_by_end == _DELIVERED


def _ends(seen: Seen, way: Way, kind: str, trouble: Trouble) -> Iterator[int]:
    """Yield the moments of news that ends a trouble: one not before its last moment does."""
    at_once = words.ENDED_AT_ONCE_BY.get(kind, frozenset())
    ended_by = words.ENDED_BY[kind]
    furthest = _furthest_by(seen, trouble.last) if kind in words.ENDED_BY_PROGRESS else None
    for milestone, (first, last) in seen.at.items():
        if milestone in ended_by or (furthest is not None and _further(milestone, furthest)):
            if last != trouble.last or milestone in at_once:
                yield last
            elif first < last:
                yield first
    if kind in words.PASSING:
        for other, one in seen.troubles.items():
            if other != kind and one.last != trouble.last:
                yield one.last
    if way.delivered:
        yield way.delivered[1]
    if way.back is not None and kind != AlertKind.DAMAGED:
        yield way.back


def _furthest_by(seen: Seen, at: int) -> int:
    """Return how far the parcel was at a moment."""
    reached = (words.FORWARD[one] for one, span in seen.at.items() if one in words.FORWARD and span[0] <= at)
    return max(reached, default=0)


def _further(milestone: str, furthest: int) -> bool:
    """Tell whether a milestone is a step beyond; mere movement counts while nothing but movement was seen."""
    rank = words.FORWARD.get(milestone)
    if rank is None or milestone in words.NO_PROGRESS:
        return False
    return rank > furthest or (milestone == _IN_TRANSIT and furthest <= rank)
