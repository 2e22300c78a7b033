"""A gate that every request of a client passes before it leaves, for limits of calls and carriers that are down."""

from __future__ import annotations

from typing import Protocol

import httpx

from fahuo.kit.http_failure import time_left


class Gate(Protocol):
    """Decides when a request may leave, and is told what came of it."""

    async def enter(self, within_s: float | None) -> None:
        """Return when the request may leave; raise `Held` when that would be later than `within_s` from now."""

    def ended(self, status: int | None) -> None:
        """Take note of the status of an answer; None: no answer came."""


class GatedTransport(httpx.AsyncBaseTransport):
    """Lets requests pass to the transport behind it through a gate."""

    def __init__(self, inner: httpx.AsyncBaseTransport, gate: Gate) -> None:
        """Keep both."""
        self._inner = inner
        self._gate = gate

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Wait at the gate, send, and tell the gate."""
        await self._gate.enter(time_left())
        status = None
        try:
            response = await self._inner.handle_async_request(request)
            status = response.status_code
        finally:
            self._gate.ended(status)
        return response

    async def aclose(self) -> None:
        """Close the transport behind."""
        await self._inner.aclose()
