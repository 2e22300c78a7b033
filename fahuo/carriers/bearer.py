"""Access tokens of OAuth 2.0: one per account in this process, shared by the calls that need it at the same time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

RENEW_BEFORE_S = 300


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and when (seconds since 1970) it should no longer be used."""

    text: str
    renew_at: float


@dataclass(frozen=True, slots=True)
class Granted:
    """What a carrier gives for credentials: a token, and for how long it holds."""

    text: str
    lifetime_s: float


# Tokens outlive a client. The credentials are part of the key, so changed ones start anew.
_tokens: dict[tuple[str, ...], Token] = {}


class Tokens:
    """The token of one account. `fetch` asks the carrier for a new one and raises what went wrong.

    `key` tells accounts apart: address and credentials. `clock` gives seconds since 1970.
    """

    def __init__(
        self, key: tuple[str, ...], fetch: Callable[[], Awaitable[Granted]], clock: Callable[[], float] = time.time
    ) -> None:
        self._key = key
        self._fetch = fetch
        self._clock = clock
        self._renewing = asyncio.Lock()

    @property
    def known(self) -> str:
        """The token that is held now, whatever its age; empty when there is none. For scrubbing."""
        token = _tokens.get(self._key)
        return token.text if token else ""

    async def current(self, *, instead_of: str = "") -> str:
        """Return a token that is valid for a while, and not the one that was just refused."""
        async with self._renewing:
            token = _tokens.get(self._key)
            if token is None or token.text == instead_of or token.renew_at <= self._clock():
                token = _tokens[self._key] = await self._new()
            return token.text

    async def _new(self) -> Token:
        asked_at = self._clock()
        granted = await self._fetch()
        usable_s = max(granted.lifetime_s - RENEW_BEFORE_S, granted.lifetime_s / 2)
        return Token(granted.text, asked_at + usable_s)
