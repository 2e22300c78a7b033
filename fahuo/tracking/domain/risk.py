"""How soon a parcel is asked for again: the riskier, the sooner. Pure.

Intervals stand on a ladder, each rung twice as long as the one below. A parcel's rung follows from where it is, which
of its clocks runs out soon, what it is worth, and whether its carrier tells by itself. The figures are ours, not a
carrier's: docs/polling.md says why each is what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from fahuo.trade.milestone import Milestone

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RUNGS = tuple(MINUTE * minutes for minutes in (5, 10, 20, 40, 80, 160, 320, 640, 1440))
TOP = len(RUNGS) - 1
PRECIOUS_USD = Decimal(200)
# A carrier whose push about this parcel came so lately is believed to push; polling then only watches over it.
PUSHES_LIVE = 2 * DAY
PUSHED_RUNGS = 2
_MOVING = 5  # 160 minutes: carriers scan a few times a day at most
_BY_MILESTONE: dict[str, int] = {
    Milestone.OUT_FOR_DELIVERY: 1,
    Milestone.DELIVERY_FAILED: 2,
    Milestone.CUSTOMS_ACTION_REQUIRED: 3,
    Milestone.IMPORT_CUSTOMS: 3,
    Milestone.EXPORT_CUSTOMS: 3,
    Milestone.HELD: 3,
    Milestone.EXCEPTION: 3,
    Milestone.DAMAGED: 3,
    Milestone.DELAYED: 4,
    Milestone.LAST_MILE: 4,
    Milestone.ARRIVED_DESTINATION: 4,
    Milestone.AVAILABLE_FOR_PICKUP: 4,
    Milestone.UNMAPPED: 4,
}
_TROUBLE, _TROUBLE_FRESH = 3, 14 * DAY
# Before a clock runs out: so long before it → at least so often.
_PICKUP_STEPS = ((6 * HOUR, 2), (24 * HOUR, 4))
_SILENCE_STEPS = ((12 * HOUR, 3), (24 * HOUR, 4))
_OVERDUE_PICKUP, _OVERDUE_SILENCE = 2, 3
# What is overdue for longer than this is news to nobody: one rung rarer for every such span.
_STALE = 3 * DAY


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of one parcel at one account. Clocks that do not count are None."""

    begun_at: datetime
    milestone: str = ""
    exception: str = ""
    exception_at: datetime | None = None
    scanned_at: datetime | None = None
    pickup_due_at: datetime | None = None
    silent_at: datetime | None = None
    last_event_at: datetime | None = None
    ended_at: datetime | None = None
    expected_from: date | None = None
    expected_until: date | None = None
    value_usd: Decimal | None = None
    pushed_at: datetime | None = None
    cancelled: bool = False


def rung(course: Course, at: datetime) -> int:
    """Return on which rung a parcel under way stands at this moment; 0 is asked for the soonest."""
    found = min(_by_place(course, at), *_by_clocks(course, at))
    if course.value_usd is not None and course.value_usd >= PRECIOUS_USD:
        found -= 1
    if course.pushed_at is not None and at - course.pushed_at < PUSHES_LIVE:
        found += PUSHED_RUNGS
    return max(0, min(found, TOP))


def turns(course: Course) -> list[datetime]:
    """Return the moments at which a parcel becomes riskier although nothing happens."""
    clocks = [(course.pickup_due_at, _PICKUP_STEPS)] if course.scanned_at is None else []
    clocks.append((course.silent_at, _SILENCE_STEPS))
    found = [due for due, _ in clocks if due is not None]
    found += [due - before for due, steps in clocks if due is not None for before, _ in steps]
    window = _window(course)
    return [*found, window[0]] if window else found


def _by_place(course: Course, at: datetime) -> int:
    place = _MOVING
    if course.scanned_at is not None:
        place = _BY_MILESTONE.get(course.milestone, _MOVING)
    if course.exception and course.exception_at is not None:
        place = min(place, _TROUBLE + _stale(at - course.exception_at - _TROUBLE_FRESH))
    window = _window(course)
    if window and window[0] <= at < window[1]:
        place = min(place, _MOVING) - 1
    # A parcel of which nothing is heard is asked for ever more rarely, wherever it was last.
    quiet = at - max(filter(None, (course.last_event_at, course.begun_at)))
    return place + _stale(quiet - 7 * DAY)


def _by_clocks(course: Course, at: datetime) -> list[int]:
    found = []
    if course.pickup_due_at is not None and course.scanned_at is None:
        found.append(_nearness(course.pickup_due_at - at, _PICKUP_STEPS, _OVERDUE_PICKUP))
    if course.silent_at is not None:
        found.append(_nearness(course.silent_at - at, _SILENCE_STEPS, _OVERDUE_SILENCE))
    return found or [TOP]


def _nearness(left: timedelta, steps: tuple[tuple[timedelta, int], ...], overdue: int) -> int:
    if left <= timedelta():
        return overdue + _stale(-left)
    return next((place for before, place in steps if left <= before), TOP)


def _stale(over: timedelta) -> int:
    return max(over // _STALE, 0) if over > timedelta() else 0


def _window(course: Course) -> tuple[datetime, datetime] | None:
    """Return the days around the expected delivery: one before, two after."""
    if course.expected_from is None or course.expected_until is None:
        return None
    noon = [datetime.combine(day, time(), UTC) for day in (course.expected_from, course.expected_until)]
    return noon[0] - DAY, noon[1] + 3 * DAY
