"""Puts an emulator together: the carrier's own addresses, faults around each call, and the keeper's addresses.

GET    /_emulator/orders  {"count": 2, "live": 1, "orders": [{"reference", "number", "cancelled"}]}
GET    /_emulator/faults  what still waits
POST   /_emulator/faults  {"kind": "silence_after", "operation": "create", "times": 1, "probability": 1.0}
DELETE /_emulator/faults  heal
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.emulation.book import Book, Entry
from fahuo.carriers.emulation.faults import Fault, FaultKind, Faults, Reset, Silence
from fahuo.carriers.emulation.options import Options

Operation = Callable[[Request], Awaitable[Response]]


def json(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with JSON."""
    return Response(msgspec.json.encode(value), status, headers, "application/json;charset=utf-8")


class Emulator(ABC):
    """Base of every emulator: the book, the faults, and how a fault looks in the carrier's own words."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.book = Book(options.book)
        self.faults = Faults(options.faults)

    @abstractmethod
    def routes(self) -> list[Route]:
        """The carrier's addresses; each endpoint runs its work through `perform`."""

    @abstractmethod
    def unauthorised(self) -> Response:
        """What the carrier says to a token or signature that it does not accept."""

    def late_number(self, entry: Entry) -> str:
        """The last mile's tracking number: there after a while, if at all."""
        after = self.options.number_after_s
        if after is None or self.options.clock() < entry.booked_at + after:
            return ""
        return f"LM{entry.number[-11:]}{entry.country}"

    def app(self) -> Starlette:
        """Return the ASGI application; `app.state.emulator` leads back here."""
        application = Starlette(routes=[*self.routes(), *self._keeper()])
        application.state.emulator = self
        return application

    def route(self, path: str, operation: str, work: Operation, method: str = "GET") -> Route:
        """Return a route that does one operation, or fails at it."""

        async def endpoint(request: Request) -> Response:
            return await self.perform(operation, work, request)

        return Route(path, endpoint, methods=[method])

    async def perform(self, operation: str, work: Operation, request: Request) -> Response:
        """Do the work, with latency and the fault that is due."""
        if self.options.latency_ms:
            await asyncio.sleep(self.options.latency_ms / 1000)
        fault = self.faults.take(operation)
        if fault is None:
            answer = await work(request)
            if self.options.answer_after_ms:
                await asyncio.sleep(self.options.answer_after_ms / 1000)
            return answer
        if fault.after:
            await work(request)
        return self._broken(fault)

    def _broken(self, fault: FaultKind) -> Response:
        match fault:
            case FaultKind.SILENCE_BEFORE | FaultKind.SILENCE_AFTER:
                return Silence()
            case FaultKind.RESET_BEFORE | FaultKind.RESET_AFTER:
                return Reset()
            case FaultKind.RATE_LIMIT:
                return Response("too many requests", 429, {"Retry-After": "1"})
            case FaultKind.EXPIRED_TOKEN:
                return self.unauthorised()
            case FaultKind.GARBAGE_AFTER:
                return Response("<html>gateway</html>", 200, media_type="text/html")
        return Response("bad gateway", 502)

    def _keeper(self) -> list[Route]:
        return [
            Route("/_emulator/orders", self._orders),
            Route("/_emulator/faults", self._faults, methods=["GET", "POST", "DELETE"]),
        ]

    async def _orders(self, _request: Request) -> Response:
        entries = self.book.entries
        live = sum(not entry.cancelled for entry in entries)
        return json({"count": len(entries), "live": live, "orders": [entry.summary() for entry in entries]})

    async def _faults(self, request: Request) -> Response:
        if request.method == "POST":
            asked: dict[str, Any] = msgspec.json.decode(await request.body())
            self.faults.add(Fault(**{**asked, "kind": FaultKind(asked["kind"])}))
        elif request.method == "DELETE":
            self.faults.clear()
        return json(self.faults.as_list())
