"""How a request can end without an answer, and the moment after which none may leave. Use it through `kit.http`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

import httpx

from fahuo.kit import clock

_LATEST: ContextVar[datetime | None] = ContextVar("latest", default=None)


class HttpFailure(Exception):
    """A request ended without an answer."""


class NotSent(HttpFailure):
    """No connection came about: the other side has seen nothing of this request."""


class Held(NotSent):
    """We kept the request back ourselves. `retry_after` in seconds when it is known, `code` when a problem has one."""

    def __init__(self, message: str, *, retry_after: float | None = None, code: str = "") -> None:
        """Keep when to come back, and why."""
        super().__init__(message)
        self.retry_after = retry_after
        self.code = code


class NoAnswer(HttpFailure):
    """The request left and no whole answer came back: the other side may have acted on it."""


class TooLarge(NoAnswer):
    """The answer is larger than any that we read; it was broken off."""


@contextmanager
def not_after(moment: datetime) -> Iterator[None]:
    """Let nothing leave after this moment while the block runs (in this task): `send` raises `Held` instead.

    A worker that was paused must not act on rights that ran out meanwhile, so this is looked at once more when all
    waiting is over: at a gate, for a free connection, for the connection to open.
    """
    token = _LATEST.set(moment)
    try:
        yield
    finally:
        _LATEST.reset(token)


def time_left() -> float | None:
    """Return the seconds until nothing may leave any more; None without such a moment."""
    latest = _LATEST.get()
    return None if latest is None else (latest - clock.now()).total_seconds()


def check_in_time(request: httpx.Request) -> None:
    """Raise `Held` when the moment has passed."""
    left = time_left()
    if left is not None and left < 0:
        raise Held(f"{request.url.host}: too late to send, the time for this call ran out")
