"""Slots: never more than agreed, first come first served, none lost, across event loops."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest

from fahuo.carriers.services.slots import Slots
from tests.fixtures.waiting import LONGEST_S


class Crowd:
    """Counts who is in."""

    def __init__(self, slots: Slots) -> None:
        self.slots, self.inside, self.most, self.served = slots, 0, 0, []
        self.counting = Lock()

    async def visit(self, name: int) -> None:
        await self.slots.take(LONGEST_S)
        with self.counting:
            self.inside += 1
            self.most = max(self.most, self.inside)
        await asyncio.sleep(0.002)
        with self.counting:
            self.inside -= 1
            self.served.append(name)
        self.slots.give_back()


def test_no_more_than_agreed_and_in_turn() -> None:
    crowd = Crowd(Slots(3))

    async def run() -> None:
        await asyncio.gather(*(crowd.visit(name) for name in range(20)))

    asyncio.run(run())
    assert (crowd.most, crowd.served) == (3, list(range(20)))


def test_several_threads_share_them() -> None:
    crowd = Crowd(Slots(4))

    def run() -> None:
        async def all_of_them() -> None:
            await asyncio.gather(*(crowd.visit(name) for name in range(50)))

        asyncio.run(all_of_them())

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(run) for _ in range(3)]:
            done.result(timeout=LONGEST_S)
    assert len(crowd.served) == 150
    assert crowd.most <= 4
    assert crowd.slots._taken == 0


def test_who_gives_up_waiting_leaves_nothing_behind() -> None:
    slots = Slots(1)

    async def run() -> None:
        await slots.take(1)
        with pytest.raises(TimeoutError):
            await slots.take(0.01)
        waiting = asyncio.create_task(slots.take(LONGEST_S))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        slots.give_back()
        await asyncio.sleep(0)
        await slots.take(LONGEST_S)

    asyncio.run(run())


def test_a_slot_handed_to_one_who_is_cancelled_at_that_moment_goes_on() -> None:
    slots = Slots(1)

    async def run() -> None:
        await slots.take(1)
        first, second = (asyncio.create_task(slots.take(LONGEST_S)) for _ in range(2))
        await asyncio.sleep(0)
        slots.give_back()
        first.cancel()
        await asyncio.wait_for(second, LONGEST_S)
        assert first.cancelled() or isinstance((await asyncio.gather(first, return_exceptions=True))[0], BaseException)

    asyncio.run(run())


def test_a_waiter_whose_loop_is_gone_takes_no_slot() -> None:
    slots = Slots(1)
    gone = asyncio.new_event_loop()
    slots._taken = 1
    slots._waiting.append(gone.create_future())
    gone.close()
    slots.give_back()
    asyncio.run(slots.take(LONGEST_S))


def test_more_slots_wake_those_who_wait() -> None:
    slots = Slots(1)

    async def run() -> None:
        await slots.take(1)
        waiting = [asyncio.create_task(slots.take(LONGEST_S)) for _ in range(2)]
        await asyncio.sleep(0)
        slots.resize(3)
        await asyncio.gather(*waiting)

    asyncio.run(run())
