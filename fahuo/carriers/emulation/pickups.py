"""The pick-ups that an emulated carrier has taken, and what it says against a window."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(slots=True)
class PickupEntry:
    """One pick-up as the carrier holds it; `place` is where it comes to, in its own words."""

    reference: str
    number: str
    place: str
    ready_at: datetime
    close_at: datetime
    parcels: int
    cancelled: bool = False


def _somewhere() -> itertools.count[int]:
    """Start elsewhere in every run, so that two runs do not give one number to two pick-ups."""
    return itertools.count(1 + secrets.randbelow(10**8))


@dataclass(slots=True)
class PickupBook:
    """What was taken, in sequence. `cut_off_hour`: from then on nobody comes on the same day, local time;
    `rests` are ISO weekdays on which nobody comes at all.
    """

    cut_off_hour: int = 17
    most_days: int = 10
    rests: frozenset[int] = frozenset({7})
    shortest: timedelta = timedelta(hours=1)
    entries: list[PickupEntry] = field(default_factory=list)
    _serial: itertools.count[int] = field(default_factory=_somewhere)

    def take(self, reference: str, place: str, ready_at: datetime, close_at: datetime, parcels: int) -> PickupEntry:
        """Write one down under a new number."""
        number = f"PRG{next(self._serial):09d}"
        entry = PickupEntry(reference, number, place, ready_at, close_at, parcels)
        self.entries.append(entry)
        return entry

    def find(self, number: str) -> PickupEntry | None:
        """Return the pick-up of this number."""
        return next((entry for entry in self.entries if entry.number == number), None)

    def standing(self, place: str, ready_at: datetime) -> PickupEntry | None:
        """Return the one that is to come to this place on that day already."""
        for entry in self.entries:
            if not entry.cancelled and entry.place == place and entry.ready_at.date() == ready_at.date():
                return entry
        return None

    def fault(self, ready_at: datetime, close_at: datetime, now: datetime) -> str:
        """Say what is wrong with a window: PAST, FAR, CUT_OFF, SHORT or SUNDAY; empty when somebody can come."""
        today = now.astimezone(ready_at.tzinfo)
        if close_at <= today:
            return "PAST"
        if (ready_at.date() - today.date()).days > self.most_days:
            return "FAR"
        if ready_at.date() == today.date() and today.hour >= self.cut_off_hour:
            return "CUT_OFF"
        if close_at - max(ready_at, today) < self.shortest:
            return "SHORT"
        return "SUNDAY" if ready_at.isoweekday() in self.rests else ""
