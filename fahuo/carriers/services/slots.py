"""How many calls of one account are in flight in this process, whichever threads and event loops they come from."""

from __future__ import annotations

import asyncio
from collections import deque
from threading import Lock


class Slots:
    """A semaphore across event loops; who waits longest comes first."""

    def __init__(self, most: int) -> None:
        """Let so many in."""
        self.most = most
        self._taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._lock = Lock()

    async def take(self, within_s: float) -> None:
        """Return with a slot; raise `TimeoutError` when none was free in time."""
        with self._lock:
            if self._taken < self.most and not self._waiting:
                self._taken += 1
                return
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
        try:
            async with asyncio.timeout(within_s):
                await turn
        except BaseException:
            self._withdraw(turn)
            raise

    def give_back(self) -> None:
        """Hand the slot to the next who waits, or keep it free."""
        with self._lock:
            self._taken -= 1
            self._wake()

    def resize(self, most: int) -> None:
        """Let another number in from now on."""
        with self._lock:
            self.most = most
            self._wake()

    def _wake(self) -> None:
        while self._waiting and self._taken < self.most:
            turn = self._waiting.popleft()
            try:
                turn.get_loop().call_soon_threadsafe(self._let_in, turn)
            except RuntimeError:  # its loop has been closed: nobody waits there
                continue
            self._taken += 1

    def _let_in(self, turn: asyncio.Future[None]) -> None:
        if turn.done():
            self.give_back()  # gave up in the meantime
        else:
            turn.set_result(None)

    def _withdraw(self, turn: asyncio.Future[None]) -> None:
        """Stop waiting. A slot that was handed over at the last moment goes on to the next."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return
        if turn.done() and not turn.cancelled():
            self.give_back()
