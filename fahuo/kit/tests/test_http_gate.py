"""What is held back was not sent, and lateness is looked at when all waiting is over."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from fahuo.kit import clock, http, http_pool
from fahuo.kit.tests.test_http import OK, read_request, server
from tests.fixtures.waiting import LONGEST_S


class Counting:
    """A gate that lets in after a wait, or refuses."""

    def __init__(self, wait_s: float = 0, refusal: http.Held | None = None) -> None:
        self.wait_s, self.refusal = wait_s, refusal
        self.asked: list[float | None] = []
        self.told: list[int | None] = []

    async def enter(self, within_s: float | None) -> None:
        self.asked.append(within_s)
        await asyncio.sleep(self.wait_s)
        if self.refusal:
            raise self.refusal

    def ended(self, status: int | None) -> None:
        self.told.append(status)


def call(gate: Counting, *, within: timedelta | None = None, hangs_up: bool = False, times: int = 1) -> tuple[int, int]:
    """Send through the gate, one at a time; return how many answers came and how many requests arrived."""
    arrived = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_request(reader)
            arrived.append(1)
            if hangs_up:
                return
            writer.write(OK)

    async def run() -> int:
        answers = 0
        async with server(answer) as url, http.client(loopback=[url], answer_within_s=LONGEST_S, gate=gate) as client:
            for _ in range(times):
                with http.not_after(clock.now() + (within or timedelta(minutes=1))):
                    await http.send(client, client.build_request("POST", url, content=b"hello"))
                answers += 1
        return answers

    try:
        return asyncio.run(run()), len(arrived)
    except http.Held:
        return 0, len(arrived)


def test_every_request_passes_the_gate_and_the_gate_is_told() -> None:
    gate, began = Counting(), time.monotonic()
    assert call(gate, times=3) == (3, 3)
    took = time.monotonic() - began
    assert gate.told == [200, 200, 200]
    assert all(within is not None and 59.9 - took < within <= 60 for within in gate.asked)


def test_what_the_gate_refuses_never_leaves() -> None:
    gate = Counting(refusal=http.Held("full", retry_after=7))
    assert call(gate) == (0, 0)
    assert gate.told == []


def test_who_waited_too_long_at_the_gate_sends_nothing() -> None:
    gate = Counting(wait_s=0.1)
    assert call(gate, within=timedelta(seconds=0.05)) == (0, 0)
    assert gate.told == [None] * len(gate.asked)  # a machine that stood still is late before the gate


def test_a_broken_answer_is_told_as_none() -> None:
    gate = Counting()
    with pytest.raises(http.NoAnswer):
        call(gate, hangs_up=True)
    assert gate.told == [None]


def test_who_waited_too_long_for_a_connection_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the connection that came too late serves the next call."""
    connections, arrived = [], []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        while True:
            await read_request(reader)
            arrived.append(1)
            writer.write(OK)

    connect = http_pool.PoolTransport._connect

    async def slowly(self: http_pool.PoolTransport, *args: object) -> object:
        await asyncio.sleep(0.1)
        return await connect(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(http_pool.PoolTransport, "_connect", slowly)

    async def run() -> None:
        async with server(answer) as url, http.client(loopback=[url]) as client:
            with http.not_after(clock.now() + timedelta(seconds=0.05)), pytest.raises(http.Held, match="too late"):
                await http.send(client, client.build_request("GET", url))
            assert arrived == []
            await http.send(client, client.build_request("GET", url))

    asyncio.run(run())
    assert (len(connections), len(arrived)) == (1, 1)


def test_who_waited_too_long_for_a_free_connection_sends_nothing() -> None:
    arrived = []

    async def run() -> None:
        first_is_late = asyncio.Event()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while True:
                await read_request(reader)
                arrived.append(1)
                await first_is_late.wait()
                writer.write(OK)

        async with server(answer) as url, http.client(loopback=[url], connections=1) as client:
            first = asyncio.create_task(http.send(client, client.build_request("GET", url)))
            while not arrived:
                await asyncio.sleep(0.001)
            latest = clock.now() + timedelta(seconds=0.05)
            with http.not_after(latest):
                second = asyncio.create_task(http.send(client, client.build_request("GET", url)))
            while clock.now() <= latest:
                await asyncio.sleep(0.01)
            first_is_late.set()
            assert (await first).status_code == 200
            with pytest.raises(http.Held):
                await second

    asyncio.run(asyncio.wait_for(run(), LONGEST_S))
    assert len(arrived) == 1
