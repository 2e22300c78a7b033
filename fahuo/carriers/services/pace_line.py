"""Where the calls of one account wait for their place in the bucket that all processes share."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from functools import partial

from fahuo.carriers.domain.pace import Pace, batch, starts
from fahuo.carriers.services import pace as buckets
from fahuo.carriers.services.side_thread import SideThread
from fahuo.kit.http import Held

# What is signed holds its time: a carrier refuses it when it comes much later.
LONGEST_WAIT_S = 10.0
# Calls begin on ticks, so that the event loop wakes for several at once: half the CPU time of waking for each.
# It is well within the time for which a place may be used.
TICK_S = 0.02
USED_UP = "The account's limit of calls is used up for now."


class PaceLine:
    """Places are reserved in batches, so that two hundred calls a second cost ten statements, not two hundred."""

    def __init__(self, account_id: int, pace: Pace | None, side: SideThread) -> None:
        """Reserve nothing yet; without a pace nobody waits, unless the carrier asked for a pause."""
        self._account_id = account_id
        self._pace = pace
        self._side = side
        self._places: deque[float] = deque()  # on the event loop's clock
        self._not_before = 0.0
        self._asking: asyncio.Event | None = None
        self._waiting = 0
        self._last_batch = 0
        self._reserved_at = 0.0
        self._used_up = False

    async def wait(self, within_s: float | None) -> None:
        """Return when a call may begin; raise `Held` when that is not within the time, having used nothing."""
        clock = asyncio.get_running_loop().time
        latest = clock() + (LONGEST_WAIT_S if within_s is None else min(within_s, LONGEST_WAIT_S))
        while True:
            self._check(self._not_before - clock(), latest - clock())
            start = self._not_before
            if self._pace is not None:
                start = max(start, await self._place(self._pace, latest, clock))
            if (now := clock()) < start:
                await asyncio.sleep(math.ceil(start / TICK_S) * TICK_S - now)
            if self._not_before <= clock():
                return  # else the carrier asked for a pause in the meantime: queue again

    def pause(self, seconds: float) -> None:
        """Begin nothing within these seconds, here at once and elsewhere with their next batch."""
        self._places.clear()
        self._not_before = max(self._not_before, asyncio.get_running_loop().time() + seconds)
        if self._pace is not None:
            behind = seconds + self._pace.slack_s
            self._side.tell(partial(buckets.push_on, account_id=self._account_id, seconds=behind))

    async def _place(self, pace: Pace, latest: float, clock: Callable[[], float]) -> float:
        self._waiting += 1
        try:
            while not self._has_place(pace, clock()):
                await self._more(pace, latest, clock)
        finally:
            self._waiting -= 1
        self._check(self._places[0] - clock(), latest - clock())
        place = self._places.popleft()
        self._used_up = not self._places
        return place

    async def _more(self, pace: Pace, latest: float, clock: Callable[[], float]) -> None:
        """Reserve places for all who wait; the others wait for the one who asks."""
        if self._asking is not None:
            await self._asking.wait()
            return
        self._asking = asked = asyncio.Event()
        try:
            await self._reserve(pace, latest - clock(), clock)
        finally:
            self._asking = None
            asked.set()

    def _has_place(self, pace: Pace, now: float) -> bool:
        """Drop places whose time is over: used late, they would come on top of the next."""
        while self._places and self._places[0] + pace.slot_lives_s < now:
            self._places.popleft()
            self._used_up = False
        return bool(self._places)

    async def _reserve(self, pace: Pace, longest_s: float, clock: Callable[[], float]) -> None:
        lasted = clock() - self._reserved_at
        count = batch(pace, waiting=self._waiting, last=self._last_batch, lasted_s=lasted, used_up=self._used_up)
        work = partial(
            buckets.reserve,
            account_id=self._account_id,
            count=count,
            interval_s=pace.interval_s,
            longest_s=longest_s + pace.slack_s,
        )
        try:
            async with asyncio.timeout(longest_s):
                taken, first_in_s = await self._side.ask(work)
        except Exception as error:  # whatever is wrong with the database, nothing was sent
            message = f"The pace of the account cannot be read: {str(error) or type(error).__name__}"
            raise Held(message, retry_after=LONGEST_WAIT_S) from error
        if not taken:
            raise Held(USED_UP, retry_after=max(first_in_s - pace.slack_s, 0.0))
        self._last_batch, self._reserved_at = count, clock()
        self._places.extend(clock() + start for start in starts(pace, first_in_s=first_in_s, count=count))

    def _check(self, wait_s: float, longest_s: float) -> None:
        if wait_s > longest_s:
            raise Held(USED_UP, retry_after=wait_s)
