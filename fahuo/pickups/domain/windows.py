"""What speaks against a window before the carrier is asked. The carrier's own answer counts in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fahuo.trade.pickup import PickupWindow
from fahuo.trade.problem import Problem, Severity

SHORTEST = timedelta(hours=1)
FARTHEST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Opening:
    """When somebody is at the warehouse; `closed_days` are ISO weekdays, 7 is Sunday."""

    opens: time
    closes: time
    zone: str
    closed_days: frozenset[int] = field(default_factory=frozenset)


def window_problems(
    window: PickupWindow, *, at: datetime, opening: Opening | None, cut_off: time | None
) -> tuple[Problem, ...]:
    """Return what is impossible (BLOCK) and what a person may go against (WARN) in a window, as seen at a moment."""
    return tuple(_found(window, at, opening, cut_off))


def _found(window: PickupWindow, at: datetime, opening: Opening | None, cut_off: time | None) -> Iterator[Problem]:
    ready, close, now = window.ready_at(), window.close_at(), at.astimezone(ZoneInfo(window.zone))
    from_now_on = max(_moment(ready), _moment(now))
    if _moment(close) <= _moment(now):
        yield Problem("PICKUP_WINDOW_PAST", "day", f"{close:%Y-%m-%d %H:%M}")
    elif _moment(close) - from_now_on < SHORTEST:
        yield Problem("PICKUP_WINDOW_SHORT", "close", f"{from_now_on.astimezone(ready.tzinfo):%H:%M}-{close:%H:%M}")
    if (window.day - now.date()).days > FARTHEST_DAYS:
        yield Problem("PICKUP_WINDOW_FAR", "day", f"{window.day}")
    if cut_off is not None and window.day == now.date() and now.time() >= cut_off:
        yield Problem("PICKUP_PAST_CUT_OFF", "day", f"{cut_off:%H:%M}", Severity.WARN)
    if opening is not None and MINYEAR < window.day.year < MAXYEAR:
        yield from _closed(window, opening)


def _moment(local: datetime) -> datetime:
    """Return it in UTC: two times of one zone are compared as its clocks show them, wrongly when these are changed.

    The first and the last day that can be written have no such moment everywhere; they are as good as in UTC.
    """
    try:
        return local.astimezone(UTC)
    except OverflowError:
        return local.replace(tzinfo=UTC)


def _closed(window: PickupWindow, opening: Opening) -> Iterator[Problem]:
    """Compare in the warehouse's own time, whatever zone the window is written in."""
    ready, close = (moment.astimezone(ZoneInfo(opening.zone)) for moment in (window.ready_at(), window.close_at()))
    opens, closes = (datetime.combine(ready.date(), one, ready.tzinfo) for one in (opening.opens, opening.closes))
    if ready.isoweekday() in opening.closed_days:
        yield Problem("PICKUP_CLOSED_DAY", "day", f"{ready:%Y-%m-%d}", Severity.WARN)
    elif ready < opens or close > closes:
        hours = f"{opening.opens:%H:%M}-{opening.closes:%H:%M}"
        yield Problem("PICKUP_OUTSIDE_HOURS", "ready", hours, Severity.WARN)
