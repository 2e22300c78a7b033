"""One call to a carrier: what every adapter's client does the same way.

Network failures, 429 and 5xx become carrier errors here; what the carrier says in its own words is for the adapter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx

from fahuo.carriers.errors import Case, RateLimited, Unavailable, Unexpected
from fahuo.kit import http, transcript, wire

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that came, with what it takes to report it. The transcript is made only when somebody needs it."""

    carrier: str
    operation: str
    request: httpx.Request
    response: httpx.Response
    secrets: tuple[str, ...]

    def case(self, request_id: str = "") -> Case:
        """Return the keyword arguments of a carrier error."""
        said = transcript.exchange(self.request, self.response, secrets=self.secrets)
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
    client: httpx.AsyncClient, request: httpx.Request, *, carrier: str, operation: str, secrets: Iterable[str]
) -> Reply:
    """Send one request. Raises `Unavailable` (no answer, 5xx) and `RateLimited` (429); other answers come back."""
    known = tuple(secrets)
    try:
        response = await http.send(client, request)
    except http.HttpFailure as error:
        said = transcript.exchange(request, None, secrets=known)
        case = Case(carrier=carrier, operation=operation, transcript=said)
        raise Unavailable(str(error), doubtful=not isinstance(error, http.NotSent), **case) from error
    reply = Reply(carrier, operation, request, response, known)
    if response.status_code == 429:
        raise RateLimited("The carrier asks for fewer calls.", retry_after=_retry_after(response), **reply.case())
    if response.status_code >= 500:
        message = f"The carrier answers with HTTP {response.status_code}."
        raise Unavailable(message, retry_after=_retry_after(response), **reply.case())
    return reply


def _retry_after(response: httpx.Response) -> float | None:
    """Read `Retry-After` in seconds; a date there is rare enough to be ignored."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else None
