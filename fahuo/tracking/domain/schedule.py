"""When a number is asked for next, and who comes first when not all can be. Pure.

Whoever is asked next is the one with the greatest lateness, measured in its own interval. Under a quota that is too
small, every interval then stretches by the same factor: the riskier is still asked the more often, and as lateness
grows without end for whoever waits, nobody starves. Within a rung that is the sequence of `poll_at`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fahuo.tracking.domain.risk import DAY, RUNGS, TOP, Course, rung, turns
from fahuo.trade.milestone import Milestone

# Carriers correct themselves within a day: what has ended is looked at once more.
LAST_LOOK = DAY
# These ends are no ends for the carrier: parcels do turn up again.
_MAY_TURN_UP = frozenset({Milestone.LOST, Milestone.EXPIRED})
TURNS_UP_WITHIN = 30 * DAY
GIVE_UP_AFTER = 90 * DAY
SPREAD = 0.1
# A number just laid may not be known yet; it is registered at once where it must be.
FIRST_LOOK = timedelta(minutes=30)
LONGEST_BACKOFF = DAY


@dataclass(frozen=True, slots=True)
class Look:
    """When a number is asked for again, None is never, and on which rung it stands."""

    rung: int
    poll_at: datetime | None


def next_look(course: Course, at: datetime, *, key: int) -> Look:
    """Return the look after one at this moment; `key` (of the row) spreads those that would fall together."""
    if course.cancelled or at - max(filter(None, (course.last_event_at, course.begun_at))) > GIVE_UP_AFTER:
        return Look(TOP, None)
    if course.ended_at is not None:
        return _after_the_end(course, course.ended_at, at)
    place = rung(course, at)
    interval = RUNGS[place] * (1 + SPREAD * _spread(key))
    sooner = [turn for turn in turns(course) if at < turn < at + interval and rung(course, turn) < place]
    return Look(place, min([at + interval, *sooner]))


def after_failure(place: int, failures: int, at: datetime) -> Look:
    """Return when a number that the carrier answers wrongly is tried again: each time after twice the interval."""
    wait: timedelta = RUNGS[place] * (1 << min(failures, 12))
    return Look(place, at + min(wait, LONGEST_BACKOFF))


def lateness(place: int, poll_at: datetime, at: datetime) -> float:
    """Return how long ago a number was asked for, in its own interval: 1 is just due, 3 is asked a third as often."""
    return 1 + (at - poll_at) / RUNGS[place]


def _after_the_end(course: Course, ended_at: datetime, at: datetime) -> Look:
    if course.milestone in _MAY_TURN_UP and at < ended_at + TURNS_UP_WITHIN:
        return Look(TOP, at + RUNGS[TOP])
    last = ended_at + LAST_LOOK
    return Look(TOP, last if at < last else None)


def _spread(key: int) -> float:
    return (key * 2654435761 % 4096) / 4096
