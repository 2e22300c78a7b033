"""Counts the calls that an emulator gets, and turns away those that the carrier would not bear."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Traffic:
    """Calls of one account. `calls_per_s` None bears any number; else that many begin in any second."""

    def __init__(self, calls_per_s: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.calls = self.turned_away = self.at_once = self.most_at_once = 0
        self._limit = calls_per_s
        self._clock = clock
        self._begun: deque[float] = deque()

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Count a call while it lasts; gives False when it must be turned away."""
        self.calls += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        borne = self._borne()
        self.turned_away += not borne
        try:
            yield borne
        finally:
            self.at_once -= 1

    def _borne(self) -> bool:
        if self._limit is None:
            return True
        now = self._clock()
        while self._begun and self._begun[0] <= now - 1:
            self._begun.popleft()
        if len(self._begun) >= self._limit:
            return False
        self._begun.append(now)
        return True

    def summary(self) -> dict[str, int]:
        """What `/_emulator/traffic` shows."""
        return {"calls": self.calls, "turned_away": self.turned_away, "most_at_once": self.most_at_once}
