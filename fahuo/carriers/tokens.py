"""Access tokens that carriers lend for a while: renewed before they end, or when a carrier refuses one.

Some carriers end the old token with each new one, so everybody who calls through an account must use the same. This
process keeps it in memory; `Account.tokens`, where there is one, shares it with other processes and is asked only when
the token known here is missing, refused or near its end.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable

from fahuo.carriers.calling import Reply
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import Paused, Unavailable, Unexpected
from fahuo.carriers.token_store import Alone, Token, TokenStore, Turn
from fahuo.kit.http_failure import time_left

__all__ = ["Token", "Tokens", "unauthorised"]

POLL_S = 0.15  # while another process fetches a token
MOST_REPEATS = 3
_kept: dict[str, Token] = {}


def unauthorised(reply: Reply) -> bool:
    """Tell whether the carrier refuses the token in the usual way: HTTP 401."""
    return reply.response.status_code == 401


class Tokens:
    """The token of one account. It outlives its client, and calls that need a new one at the same time share it.

    `fetch` asks the carrier for a new one. The credentials are part of the key, so a changed secret starts anew.
    """

    def __init__(self, account: Account, fetch: Callable[[], Awaitable[Token]], clock: Callable[[], float]) -> None:
        self._key = _key_of(account)
        self._carrier = account.carrier
        self._store: TokenStore = account.tokens or Alone()
        self._fetch = fetch
        self._clock = clock
        self._turn = asyncio.Lock()
        self._used: Token | None = None
        self._fetched: Token | None = None

    @property
    def text(self) -> str:
        """The token that was given out last, for scrubbing; empty when there is none."""
        return self._used.text if self._used else ""

    async def call(
        self, send: Callable[[Token], Awaitable[Reply]], *, refused: Callable[[Reply], bool] = unauthorised
    ) -> Reply:
        """Send with a good token; when the carrier refuses it, again with another, as such a call has done nothing.

        A token that this desk fetched for the repetition means a wrong key when it is refused as well, unless somebody
        else has replaced it meanwhile. The answer is that of the last call, so it may still be a refusal.
        """
        token = await self._good()
        if token is None:
            raise AssertionError("without a limit there is always a token")
        reply = await send(token)
        for repeat in range(MOST_REPEATS):
            if not refused(reply):
                break
            fresh = repeat > 0 and token is self._fetched
            token = await self._good(refused=token, may_renew=not fresh)
            if token is None:
                break
            reply = await send(token)
        return reply

    async def _good(self, *, refused: Token | None = None, may_renew: bool = True) -> Token | None:
        """Return a token that is valid for a while, another than the refused one; None when that needs a renewal."""
        text = refused.text if refused else ""
        async with self._turn:
            token = _kept.get(self._key)
            if token is None or not token.good(refused=text, at=self._clock()):
                token = await self._shared(text, may_renew)
                if token is not None:
                    _kept[self._key] = token
            self._used = token or self._used
            return token

    async def _shared(self, refused: str, may_renew: bool) -> Token | None:
        """Return the token that all processes use, fetched by this one if it is its turn."""
        while True:
            found = await self._store.take(self._key, refused=refused, at=self._clock(), may_renew=may_renew)
            if isinstance(found, Token):
                return found
            if found is Turn.YOURS:
                return await self._renewed()
            if found is Turn.NOBODYS:
                return None
            if (left := time_left()) is not None and left < POLL_S:
                message = "Another process is fetching a token for this account."
                raise Paused(message, doubtful=False, carrier=self._carrier, operation="token")
            await asyncio.sleep(POLL_S)

    async def _renewed(self) -> Token:
        """Fetch a token and let the others have it. Whatever fails here, the call that needs it was not made."""
        try:
            token = await self._fetch()
        except BaseException as error:
            self._store.give_up()
            if isinstance(error, (Unavailable, Unexpected)):
                error.doubtful = False
            raise
        self._fetched = token
        self._store.put(self._key, token)
        return token


def _key_of(account: Account) -> str:
    """Return what a token depends on, in a form that tells nothing to whoever sees it in memory."""
    entries = [account.carrier, account.base_url, sorted(account.credentials.items())]
    return hashlib.sha256(json.dumps(entries).encode()).hexdigest()
