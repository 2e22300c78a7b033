"""One call to a carrier: what every adapter's client does the same way.

Network failures, 429 and 5xx become carrier errors here; what the carrier says in its own words is for the adapter.
Inside a block `with recorded() as exchanges` every exchange of this task is kept, for whoever writes a journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import TypeVar

import httpx

from fahuo.carriers.errors import Case, Paused, RateLimited, Stopped, Unavailable, Unexpected
from fahuo.kit import clock, http, transcript, wire

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plain:
    """What an encrypted exchange says, for its transcript: the request's body, and how to open that of an answer.

    `opened` gets the body as it came and returns it readable, or as it came where it cannot be opened.
    """

    said: bytes
    opened: Callable[[bytes], bytes]


@dataclass(slots=True)
class Exchange:
    """One request that was made, or was to be made, and what came of it: an answer, or `error` in a sentence."""

    carrier: str
    operation: str
    started_at: datetime
    request: httpx.Request
    secrets: tuple[str, ...]
    seconds: float = 0.0
    response: httpx.Response | None = None
    error: str = ""
    sent: bool = True
    plain: Plain | None = None

    def transcript(self) -> str:
        """Return what was said, scrubbed. Costs about a millisecond, so it is done only for what somebody keeps."""
        said = _transcript(self.request, self.response, self.secrets, self.plain)
        return f"{said}: {self.error}" if self.error else said


_RECORD: ContextVar[list[Exchange] | None] = ContextVar("record", default=None)


@contextmanager
def recorded() -> Iterator[list[Exchange]]:
    """Keep the exchanges that are made inside the block, in their sequence; an inner block keeps its own."""
    exchanges: list[Exchange] = []
    token = _RECORD.set(exchanges)
    try:
        yield exchanges
    finally:
        _RECORD.reset(token)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that came, with what it takes to report it. The transcript is made only when somebody needs it."""

    carrier: str
    operation: str
    request: httpx.Request
    response: httpx.Response
    secrets: tuple[str, ...]
    plain: Plain | None = None

    def case(self, request_id: str = "") -> Case:
        """Return the keyword arguments of a carrier error."""
        said = _transcript(self.request, self.response, self.secrets, self.plain)
        return Case(carrier=self.carrier, operation=self.operation, request_id=request_id, transcript=said)

    def read(self, type_: type[T]) -> T:
        """Decode the body; raise `Unexpected` when it has another shape."""
        with self.readable():
            return wire.decode(self.response.content, type_)

    @contextmanager
    def readable(self) -> Iterator[None]:
        """Turn what `kit.wire` cannot read inside the block into `Unexpected`."""
        try:
            yield
        except wire.UnreadableReply as error:
            raise Unexpected(f"The reply cannot be read: {error}", **self.case()) from error


async def call(
    client: httpx.AsyncClient,
    request: httpx.Request,
    *,
    carrier: str,
    operation: str,
    secrets: Iterable[str],
    plain: Plain | None = None,
) -> Reply:
    """Send one request. Raises `Unavailable` (no answer, 5xx), its kind `Paused` (not sent, by our own decision) and
    `RateLimited` (429); other answers come back. `plain` makes the transcript of encrypted bodies readable.
    """
    known = tuple(secrets)
    try:
        with _keeping(Exchange(carrier, operation, clock.now(), request, known, plain=plain)) as exchange:
            response = exchange.response = await http.send(client, request)
    except http.HttpFailure as error:
        raise _no_answer(error, exchange) from error
    reply = Reply(carrier, operation, request, response, known, plain)
    if response.status_code == 429:
        raise RateLimited("The carrier asks for fewer calls.", retry_after=_retry_after(response), **reply.case())
    if response.status_code >= 500:
        message = f"The carrier answers with HTTP {response.status_code}."
        raise Unavailable(message, retry_after=_retry_after(response), **reply.case())
    return reply


def _transcript(
    request: httpx.Request, response: httpx.Response | None, secrets: tuple[str, ...], plain: Plain | None
) -> str:
    if plain is None:
        return transcript.exchange(request, response, secrets=secrets)
    heard = plain.opened(response.content) if response is not None else None
    return transcript.exchange(request, response, secrets=secrets, said=plain.said, heard=heard)


@contextmanager
def _keeping(exchange: Exchange) -> Iterator[Exchange]:
    """Put the exchange on record, if there is one, with how long it took and what went wrong."""
    record = _RECORD.get()
    if record is not None:
        record.append(exchange)
    began = perf_counter()
    try:
        yield exchange
    except http.HttpFailure as error:
        exchange.error, exchange.sent = str(error), not isinstance(error, http.NotSent)
        raise
    finally:
        exchange.seconds = perf_counter() - began


def held_back(held: http.Held, case: Case) -> Paused:
    """Return the error for what we kept back ourselves: nothing was sent."""
    kind = Stopped if held.code == Stopped.code else Paused
    return kind(str(held), retry_after=held.retry_after, doubtful=False, **case)


def _no_answer(error: http.HttpFailure, exchange: Exchange) -> Unavailable:
    case = Case(carrier=exchange.carrier, operation=exchange.operation, transcript=exchange.transcript())
    if isinstance(error, http.Held):
        return held_back(error, case)
    return Unavailable(str(error), doubtful=exchange.sent, **case)


def _retry_after(response: httpx.Response) -> float | None:
    """Read `Retry-After` in seconds; a date there is rare enough to be ignored."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else None
