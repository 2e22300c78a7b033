"""What the emulated receivers have in common: what arrived, and which faults are to come."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """How the next call of a door ends."""

    SILENT = "SILENT"  # taken, and the connection breaks without an answer
    LOST = "LOST"  # the connection breaks before anything is taken
    BROKEN = "BROKEN"  # HTTP 500, or 451 by SMTP; nothing is taken
    LIMITED = "LIMITED"  # too many messages, in the door's own words
    REFUSED = "REFUSED"  # the message is not wanted, in the door's own words
    REDIRECT = "REDIRECT"  # HTTP 302 to elsewhere
    GARBAGE = "GARBAGE"  # a page of HTML with status 200


# Emulated doors, as faults and lists name them.
DOORS = ("WEBHOOK", "DINGTALK", "WECOM", "SMS", "EMAIL")
LONGEST_S = 120.0  # no answer is held back for longer


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class PostRoom:
    """Holds what arrived at each door, oldest first, and the faults in store. Used by several threads."""

    secret: str = "receiver-secret"  # noqa: S105 - an emulator's
    slow_s: float = 0.0  # wait so long between taking a message and saying so
    answering: threading.Event = field(default_factory=_set)  # while it is not set, what was taken gets no answer
    limit_a_minute: int = 20
    arrived: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {door: [] for door in DOORS})
    turned_away: list[dict[str, str]] = field(default_factory=list)
    _faults: dict[str, deque[Fault]] = field(default_factory=lambda: {door: deque() for door in DOORS})
    _calls: dict[str, deque[float]] = field(default_factory=lambda: {door: deque() for door in DOORS})
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spoil(self, door: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a door fail."""
        with self._lock:
            self._faults[door].extend([fault] * times)

    def fault(self, door: str) -> Fault | None:
        """Take the fault that is in store for this call."""
        with self._lock:
            return self._faults[door].popleft() if self._faults[door] else None

    def keep(self, door: str, message: dict[str, Any]) -> None:
        """Keep what arrived."""
        with self._lock:
            self.arrived[door].append(message)

    def let_wait(self) -> None:
        """Come back when it is time to answer."""
        self.answering.wait(LONGEST_S)
        time.sleep(self.slow_s)

    def turn_away(self, door: str, why: str) -> None:
        """Note whom the door did not let in."""
        with self._lock:
            self.turned_away.append({"door": door, "why": why})

    def too_many(self, door: str) -> bool:
        """Count this call, and tell whether there were too many within a minute."""
        now = time.monotonic()
        with self._lock:
            calls = self._calls[door]
            calls.append(now)
            while calls[0] < now - 60:
                calls.popleft()
            return len(calls) > self.limit_a_minute

    def listed(self) -> dict[str, Any]:
        """Return all there is, for whoever looks."""
        with self._lock:
            return {"arrived": {door: list(kept) for door, kept in self.arrived.items()},
                    "turned_away": list(self.turned_away)}  # fmt: skip
