"""Access tokens that carriers lend for a while: one per account in this process, renewed before it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fahuo.carriers.contract import Account

# A token is no longer used this long before its end, or at half its life if that is later.
RENEW_BEFORE_S = 300
_kept: dict[tuple[str, ...], Token] = {}


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and when (seconds since 1970) it should no longer be used."""

    text: str
    renew_at: float

    @classmethod
    def lasting(cls, text: str, *, asked_at: float, seconds: float) -> Token:
        """Return a token that the carrier lent for so many seconds at that moment."""
        return cls(text, asked_at + max(seconds - RENEW_BEFORE_S, seconds / 2))


class Tokens:
    """The token of one account. It outlives its client, and calls that need a new one at the same time share it.

    `fetch` asks the carrier for a new one. The credentials are part of the key, so a changed secret starts anew.
    """

    def __init__(self, account: Account, fetch: Callable[[], Awaitable[Token]], clock: Callable[[], float]) -> None:
        entries = (f"{key}={value}" for key, value in sorted(account.credentials.items()))
        self._key = (account.carrier, account.base_url, *entries)
        self._fetch = fetch
        self._clock = clock
        self._renewing = asyncio.Lock()

    @property
    def text(self) -> str:
        """The token that is known now, for scrubbing; empty when there is none."""
        token = _kept.get(self._key)
        return token.text if token else ""

    async def current(self, *, instead_of: Token | None = None) -> Token:
        """Return a token that is valid for a while, and another one than `instead_of`."""
        async with self._renewing:
            token = _kept.get(self._key)
            if token is None or token is instead_of or token.renew_at <= self._clock():
                token = _kept[self._key] = await self._fetch()
            return token
