"""The keeper's side of an emulator: what it holds, and what is done to it while it runs.

GET    /_emulator/orders   {"count": 2, "live": 1, "orders": [{"reference", "number", "cancelled"}]}
POST   /_emulator/orders   {"number": "…", "country": "US"}: a parcel that was booked elsewhere, to be tracked
GET    /_emulator/pickups  {"pickups": [{"reference", "number", "parcels", "cancelled"}]}
POST   /_emulator/pickups  {"rests": []}: on which ISO weekdays nobody comes
DELETE /_emulator/pickups  forget all of them
GET    /_emulator/traffic  {"calls": 7, "turned_away": 0, "most_at_once": 2}
GET    /_emulator/faults   what still waits
POST   /_emulator/faults   {"kind": "silence_after", "operation": "create", "times": 1, "probability": 1.0}
DELETE /_emulator/faults   heal
GET    /_emulator/clock    {"now": 1767225600.0, "advanced_s": 0.0}
POST   /_emulator/clock    {"advance_s": 86400}: parcels travel on
POST   /_emulator/journeys {"number": "…", "plot": "LOSS"}
POST   /_emulator/pushes   {"url": "http://127.0.0.1:8000/…"}: send what has not been sent
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, Protocol

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from fahuo.carriers.emulation.book import Book, Entry
from fahuo.carriers.emulation.faults import Fault, FaultKind, Faults
from fahuo.carriers.emulation.journey import Happening, Plot
from fahuo.carriers.emulation.options import Options
from fahuo.carriers.emulation.pickups import PickupBook
from fahuo.carriers.emulation.traffic import Traffic

PUSH_EVERY_S = 1.0


class Kept(Protocol):
    """What a keeper needs of an emulator."""

    options: Options
    book: Book
    faults: Faults
    traffic: Traffic
    pickups: PickupBook
    advanced_s: float

    def now(self) -> float:
        """The time that parcels live in."""
        ...

    def events(self, entry: Entry) -> list[Happening]:
        """What has happened to a parcel."""
        ...

    def push(self, entry: Entry, events: list[Happening]) -> tuple[Mapping[str, str], bytes] | None:
        """What tells a receiver of these events."""
        ...


def routes(emulator: Kept) -> list[Route]:
    """Return the keeper's addresses."""
    keeper = Keeper(emulator)
    return [
        Route("/_emulator/orders", keeper.orders, methods=["GET", "POST"]),
        Route("/_emulator/pickups", keeper.pickups, methods=["GET", "POST", "DELETE"]),
        Route("/_emulator/traffic", keeper.traffic),
        Route("/_emulator/faults", keeper.faults, methods=["GET", "POST", "DELETE"]),
        Route("/_emulator/clock", keeper.clock, methods=["GET", "POST"]),
        Route("/_emulator/journeys", keeper.journeys, methods=["POST"]),
        Route("/_emulator/pushes", keeper.pushes, methods=["POST"]),
    ]


class Keeper:
    """Looks after one emulator."""

    def __init__(self, emulator: Kept) -> None:
        self._emulator = emulator

    async def pickups(self, request: Request) -> Response:
        """Show the pick-ups that the carrier has taken, say on which days it rests, or forget them."""
        if request.method == "POST":
            self._emulator.pickups.rests = frozenset((await _asked(request)).get("rests", []))
        if request.method == "DELETE":
            self._emulator.pickups.entries.clear()
        names = ("reference", "number", "parcels", "cancelled")
        entries = self._emulator.pickups.entries
        return JSONResponse({"pickups": [{name: getattr(entry, name) for name in names} for entry in entries]})

    async def orders(self, request: Request) -> Response:
        """Show what the carrier holds, or let it take over a parcel that was booked elsewhere."""
        if request.method == "POST":
            asked = await _asked(request)
            plain = {"service": "", "recipient": "", "address": "", "weight_g": 0, "booked_at": self._emulator.now()}
            self._emulator.book.add(Entry(**{"reference": asked["number"], "country": "", **plain, **asked}))
        entries = self._emulator.book.entries
        live = sum(not entry.cancelled for entry in entries)
        listed = [entry.summary() for entry in entries]
        return JSONResponse({"count": len(entries), "live": live, "orders": listed})

    async def traffic(self, _request: Request) -> Response:
        """Show how it was called."""
        return JSONResponse(self._emulator.traffic.summary())

    async def faults(self, request: Request) -> Response:
        """Show, set or clear faults."""
        faults = self._emulator.faults
        if request.method == "POST":
            faults.add(Fault.read({"times": 1, **await _asked(request)}))
        elif request.method == "DELETE":
            faults.clear()
        return JSONResponse(faults.as_list())

    async def clock(self, request: Request) -> Response:
        """Show the time that parcels live in, or move it on."""
        if request.method == "POST":
            self._emulator.advanced_s += float((await _asked(request))["advance_s"])
        return JSONResponse({"now": self._emulator.now(), "advanced_s": self._emulator.advanced_s})

    async def journeys(self, request: Request) -> Response:
        """Let one parcel travel by another script."""
        asked = await _asked(request)
        entry = self._emulator.book.find(asked["number"])
        if entry is None:
            return JSONResponse({"error": "unknown number"}, 404)
        self._emulator.book.choose_plot(entry, Plot(asked["plot"]))
        return JSONResponse({"number": entry.number, "plot": entry.plot})

    async def pushes(self, request: Request) -> Response:
        """Send every event that was not sent yet."""
        return JSONResponse({"sent": await send_pushes(self._emulator, (await _asked(request))["url"])})


def pushing(emulator: Kept) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return a lifespan during which new events are pushed to `options.push_url`, if there is one."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_push_on(emulator)) if emulator.options.push_url else None
        yield
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    return lifespan


async def send_pushes(emulator: Kept, url: str) -> int:
    """Push the events of every parcel that were not pushed yet; return how many messages were accepted.

    One message for each event. A receiver that does not answer 200 gets the event again the next time.
    """
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        return sum([await _push_parcel(emulator, entry, client, url) for entry in list(emulator.book.entries)])


async def _push_parcel(emulator: Kept, entry: Entry, client: httpx.AsyncClient, url: str) -> int:
    accepted = 0
    new = emulator.events(entry)[entry.extra.get("pushed", 0) :]
    fault = emulator.faults.take("push") if new else None
    for event in reversed(new) if fault is FaultKind.SHUFFLED_PUSH else new:
        message = emulator.push(entry, [event])
        if message is None:
            continue
        for _ in range(2 if fault is FaultKind.DUPLICATE_PUSH else 1):
            answer = await client.post(url, headers=message[0], content=message[1])
            accepted += answer.status_code == 200
        entry.extra["pushed"] = entry.extra.get("pushed", 0) + (answer.status_code == 200)
    return accepted


async def _push_on(emulator: Kept) -> None:
    while True:
        with suppress(httpx.HTTPError):
            await send_pushes(emulator, emulator.options.push_url)
        await asyncio.sleep(PUSH_EVERY_S)


async def _asked(request: Request) -> dict[str, Any]:
    asked: dict[str, Any] = msgspec.json.decode(await request.body())
    return asked
