"""What speaks against a window before the carrier is asked. The carrier's own answer counts in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

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
    ready, close = window.ready_at(), window.close_at()
    now = at.astimezone(ready.tzinfo)
    if close <= now:
        yield Problem("PICKUP_WINDOW_PAST", "day", f"{close:%Y-%m-%d %H:%M}")
    elif close - max(ready, now) < SHORTEST:
        yield Problem("PICKUP_WINDOW_SHORT", "close", f"{max(ready, now):%H:%M}-{close:%H:%M}")
    if (window.day - now.date()).days > FARTHEST_DAYS:
        yield Problem("PICKUP_WINDOW_FAR", "day", f"{window.day}")
    if cut_off is not None and window.day == now.date() and now.time() >= cut_off:
        yield Problem("PICKUP_PAST_CUT_OFF", "day", f"{cut_off:%H:%M}", Severity.WARN)
    if opening is not None:
        yield from _closed(window, opening)


def _closed(window: PickupWindow, opening: Opening) -> Iterator[Problem]:
    if window.day.isoweekday() in opening.closed_days:
        yield Problem("PICKUP_CLOSED_DAY", "day", f"{window.day}", Severity.WARN)
    elif window.zone == opening.zone and (window.ready < opening.opens or window.close > opening.closes):
        hours = f"{opening.opens:%H:%M}-{opening.closes:%H:%M}"
        yield Problem("PICKUP_OUTSIDE_HOURS", "ready", hours, Severity.WARN)
