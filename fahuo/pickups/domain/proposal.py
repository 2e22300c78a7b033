"""The window that is proposed: the next one in which somebody is there and a driver may still come."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from fahuo.pickups.domain.windows import Opening
from fahuo.trade.pickup import PickupWindow

# What is proposed to whoever never said when the warehouse is open.
USUAL = (time(9), time(18))
# A driver needs a while: less than this before closing, the next day is proposed.
BEFORE_CLOSING = timedelta(hours=2)
STEP_MINUTES = 30


def propose(*, at: datetime, opening: Opening | None, zone: str, cut_off: time | None) -> PickupWindow:
    """Return a window from now on, or of the next day on which the warehouse is open."""
    hours = opening or Opening(*USUAL, zone)
    now = at.astimezone(ZoneInfo(hours.zone))
    soonest = _rounded_up(now)
    last = datetime.combine(now.date(), hours.closes, now.tzinfo) - BEFORE_CLOSING
    in_time = now <= last and (cut_off is None or now.time() < cut_off) and soonest.date() == now.date()
    if in_time and now.isoweekday() not in hours.closed_days:
        return PickupWindow(now.date(), max(soonest.time(), hours.opens), hours.closes, hours.zone)
    day = now.date() + timedelta(days=1)
    while day.isoweekday() in hours.closed_days and len(hours.closed_days) < 7:
        day += timedelta(days=1)
    return PickupWindow(day, hours.opens, hours.closes, hours.zone)


def _rounded_up(now: datetime) -> datetime:
    whole = now.replace(minute=now.minute // STEP_MINUTES * STEP_MINUTES, second=0, microsecond=0)
    return whole if whole == now else whole + timedelta(minutes=STEP_MINUTES)
