"""Count-downs: how long until a moment by which something must have happened, and how much of a hurry that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext

HOUR_S = 3600
DAY_S = 24 * HOUR_S


class Haste(StrEnum):
    """How much of a hurry it is. Each has words and a shape of its own on the page, not a colour alone."""

    CALM = "calm"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Countdown:
    """A moment as it is counted down to: `words` say how long, `soon_s` is when calm ends, in seconds before it."""

    due_at: datetime
    haste: Haste
    words: str
    soon_s: int


def countdown(due_at: datetime | None, *, at: datetime, soon: timedelta) -> Countdown | None:
    """Count down to a moment as seen at `at`; None for a clock that does not run. It is SOON for the last `soon`."""
    if due_at is None:
        return None
    left = due_at - at
    if left < timedelta(0):
        words = gettext("%(span)s overdue") % {"span": spell(-left)}
        return Countdown(due_at, Haste.OVERDUE, words, int(soon.total_seconds()))
    haste = Haste.SOON if left <= soon else Haste.CALM
    words = gettext("%(span)s left") % {"span": spell(left)}
    return Countdown(due_at, haste, words, int(soon.total_seconds()))


def spell(length: timedelta) -> str:
    """`3 d 4 h`, `5 h 20 min`, `12 min`: two units at most. `app.js` spells in the same way."""
    seconds = int(length.total_seconds())
    days, hours, minutes = seconds // DAY_S, seconds % DAY_S // HOUR_S, seconds % HOUR_S // 60
    if days:
        parts = [gettext("%(n)s d") % {"n": days}, *([gettext("%(n)s h") % {"n": hours}] if hours else [])]
    elif hours:
        parts = [gettext("%(n)s h") % {"n": hours}, *([gettext("%(n)s min") % {"n": minutes}] if minutes else [])]
    else:
        parts = [gettext("%(n)s min") % {"n": minutes}]
    return " ".join(parts)
