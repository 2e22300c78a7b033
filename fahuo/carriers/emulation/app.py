"""Puts an emulator together: the carrier's own addresses, faults around each call, and the keeper's addresses.

The keeper's side is in `keeper`: what it holds, faults, the clock, journeys and pushes.
"""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from math import exp, log
from typing import ClassVar

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.emulation import keeper
from fahuo.carriers.emulation.book import Book, Entry
from fahuo.carriers.emulation.durations import Law, script
from fahuo.carriers.emulation.faults import FaultKind, Faults, Reset, Silence
from fahuo.carriers.emulation.journey import Happening, Plot, Step, happened, plot_of
from fahuo.carriers.emulation.label import Face, draw
from fahuo.carriers.emulation.label_kinds import KINDS
from fahuo.carriers.emulation.options import Options
from fahuo.carriers.emulation.pickups import PickupBook
from fahuo.carriers.emulation.traffic import Traffic

Operation = Callable[[Request], Awaitable[Response]]
# How many standard deviations of a normal law lie below 99 of 100 values.
P99 = 2.3263
_SPOILT: ContextVar[FaultKind | None] = ContextVar("spoilt", default=None)


def json(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with JSON."""
    return Response(msgspec.json.encode(value), status, headers, "application/json;charset=utf-8")


def path_of(request: Request) -> str:
    """Return the path as the carrier would see it, also when many emulators share one address; for signatures."""
    return str(request.scope["path"]).removeprefix(str(request.scope.get("root_path", "")))


class Emulator(ABC):
    """Base of every emulator: the book, the faults, the journeys, and how a fault looks in the carrier's own words.

    `steps` are the carrier's codes for what happens to a parcel. The others say what a carrier does not do: check the
    time of a call, keep references unique, make labels later than bookings, sign what it pushes.
    """

    steps: ClassVar[Mapping[Step, str]] = {}
    checks_time: ClassVar[bool] = True
    unique_references: ClassVar[bool] = True
    labels_take_time: ClassVar[bool] = True
    signs_pushes: ClassVar[bool] = True

    def __init__(self, options: Options) -> None:
        self.options = options
        self.book = Book(options.book, speed=options.journey_speed)
        self.faults = Faults(options.faults)
        self.traffic = Traffic(options.calls_per_s)
        self.pickups = PickupBook()
        self.advanced_s = 0.0
        self._random = random.Random(20261122)  # noqa: S311  the same delays in every run

    @abstractmethod
    def routes(self) -> list[Route]:
        """The carrier's addresses; each endpoint runs its work through `perform`."""

    @abstractmethod
    def unauthorised(self) -> Response:
        """What the carrier says to a token or signature that it does not accept."""

    def too_many(self) -> Response:
        """What the carrier says to too many calls."""
        return Response("too many requests", 429, {"Retry-After": "1"})

    def push(self, entry: Entry, events: list[Happening]) -> tuple[Mapping[str, str], bytes] | None:
        """Return headers and body that tell a receiver of these events, signed; None if the carrier pushes nothing."""
        return None

    def late_number(self, entry: Entry) -> str:
        """The last mile's tracking number: there after a while, if at all."""
        after = self.options.number_after_s
        if after is None or self.now() < entry.booked_at + after:
            return ""
        return f"LM{entry.number[-11:]}{entry.country}"

    def now(self) -> float:
        """The time that parcels live in: seconds since 1970, further when somebody moved the clock on."""
        return self.options.clock() + self.advanced_s

    def events(self, entry: Entry) -> list[Happening]:
        """Return what has happened to a parcel by now; the option `stray_code` comes last."""
        plot = Plot(entry.plot) if entry.plot else plot_of(entry.reference, self.options.journeys)
        speed = entry.speed or self.options.journey_speed
        told = self._drawn_script(entry, plot)
        found = happened(plot, self.steps, booked_at=entry.booked_at, now=self.now(), speed=speed, told=told)
        stray = self.options.stray_code
        return [*found, Happening(self.now(), stray, None)] if stray else found

    def _drawn_script(self, entry: Entry, plot: Plot) -> Sequence[tuple[float, Step]]:
        """Return the parcel's script where times are drawn, else nothing."""
        if not self.options.journey_law:
            return ()
        return script(
            Law(self.options.journey_law), plot, seed=self.options.journey_seed, service=entry.service,
            country=entry.country, reference=entry.reference, booked_at=entry.booked_at,
        )  # fmt: skip

    def drawn(self, entry: Entry, *, carrier: str, second: str = "", size_mm: tuple[int, int] = (100, 150)) -> bytes:
        """Return the label as PDF, or as a fault wants it: another parcel's, cut short, or of another kind."""
        spoilt = _SPOILT.get()
        face = Face.of(entry, carrier=carrier, second=second)
        if spoilt is FaultKind.WRONG_LABEL:
            face = face.of_another()
        if spoilt in KINDS:
            return KINDS[spoilt](face, size_mm)
        content = draw(face, size_mm=size_mm)
        return content[: len(content) // 2] if spoilt is FaultKind.BROKEN_LABEL else content

    def app(self) -> Starlette:
        """Return the ASGI application; `app.state.emulator` leads back here."""
        application = Starlette(routes=[*self.routes(), *keeper.routes(self)], lifespan=keeper.pushing(self))
        application.state.emulator = self
        return application

    def route(self, path: str, operation: str, work: Operation, method: str = "GET") -> Route:
        """Return a route that does one operation, or fails at it."""

        async def endpoint(request: Request) -> Response:
            return await self.perform(operation, work, request)

        return Route(path, endpoint, methods=[method])

    async def perform(self, operation: str, work: Operation, request: Request) -> Response:
        """Do the work, with latency and the fault that is due."""
        with self.traffic.one() as borne:
            await self._delay()
            if not borne:
                return self.too_many()
            fault = self.faults.take(operation)
            if fault is None or fault.changes_label:
                return await self._well(work, request, fault)
            if fault.after:
                await work(request)
            return self._broken(fault)

    async def _well(self, work: Operation, request: Request, spoilt: FaultKind | None) -> Response:
        token = _SPOILT.set(spoilt)
        try:
            answer = await work(request)
        finally:
            _SPOILT.reset(token)
        if self.options.answer_after_ms:
            await asyncio.sleep(self.options.answer_after_ms / 1000)
        return answer

    async def _delay(self) -> None:
        """Wait: always the same, or by a log-normal law with that median and that 99th percentile."""
        median, p99 = self.options.latency_ms, self.options.latency_p99_ms
        if p99 > median > 0:
            median = exp(self._random.gauss(log(median), log(p99 / median) / P99))
        if median:
            await asyncio.sleep(median / 1000)

    def _broken(self, fault: FaultKind) -> Response:
        match fault:
            case FaultKind.SILENCE_BEFORE | FaultKind.SILENCE_AFTER:
                return Silence()
            case FaultKind.RESET_BEFORE | FaultKind.RESET_AFTER:
                return Reset()
            case FaultKind.RATE_LIMIT:
                return self.too_many()
            case FaultKind.EXPIRED_TOKEN:
                return self.unauthorised()
            case FaultKind.GARBAGE_AFTER:
                return Response("<html>gateway</html>", 200, media_type="text/html")
        return Response("bad gateway", 502)
