"""Access tokens of accounts, shared by all processes (`SharedToken`).

Whoever finds no good token claims the right to fetch one by a single statement, with a lease on the database's clock.
Nothing is locked while the carrier is asked; the others look again until the token is there or the lease has ended.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, connection

from fahuo.carriers.contract import Account
from fahuo.carriers.errors import Paused
from fahuo.carriers.models import SharedToken
from fahuo.carriers.services.side_thread import SideThread
from fahuo.carriers.token_store import Token, Turn
from fahuo.kit import secrets

# The database is waited for as long as at a gate.
BUSY_S = 5.0
# A lease is longer than an answer may take, by this: a place in the pace, a connection.
LEASE_MARGIN_S = 20.0

_LOOK = """
SELECT sealed, EXTRACT(EPOCH FROM renew_at)::float8, COALESCE(renewing_until > clock_timestamp(), FALSE)
  FROM carriers_sharedtoken WHERE account_id = %s
"""
# Only while the token is still the one that was found wanting: it may have been replaced since.
_CLAIM = """
INSERT INTO carriers_sharedtoken AS token (account_id, sealed, renew_at, renewing_until, renewing_by)
VALUES (%(account)s, ''::bytea, NULL, clock_timestamp() + %(lease)s * interval '1 second', %(by)s)
ON CONFLICT (account_id) DO UPDATE
   SET renewing_until = EXCLUDED.renewing_until, renewing_by = EXCLUDED.renewing_by
 WHERE token.sealed = %(seen)s AND (token.renewing_until IS NULL OR token.renewing_until <= clock_timestamp())
RETURNING account_id
"""


class SharedTokens:
    """The store of one account's token, for one event loop: see `token_store.TokenStore`."""

    def __init__(self, account: Account, side: SideThread, *, lease_s: float) -> None:
        """Ask nothing yet."""
        self._account = account
        self._side = side
        self._lease_s = lease_s
        self._me = uuid4()

    async def take(self, key: str, *, refused: str, at: float, may_renew: bool) -> Token | Turn:
        """Return the token that is there, or claim the right to renew it."""
        try:
            async with asyncio.timeout(BUSY_S):
                return await self._side.ask(partial(self._take, key, refused, at, may_renew))
        except BaseException as error:
            self.give_up()  # it may be claimed all the same, later, with nobody to use it
            if not isinstance(error, Exception):
                raise
            message = f"The token of the account cannot be read: {str(error) or type(error).__name__}"
            raise Paused(message, retry_after=BUSY_S, doubtful=False, carrier=self._account.carrier) from error

    def put(self, key: str, token: Token) -> None:
        """Write the token down, unless the lease has passed to somebody else."""
        columns = {
            "sealed": secrets.seal({"token": token.text, "key": key}),
            "renew_at": datetime.fromtimestamp(token.renew_at, UTC),
        }
        self._end(columns)

    def give_up(self) -> None:
        """Let another process try."""
        self._end({})

    def _end(self, columns: dict[str, object]) -> None:
        mine = SharedToken.objects.filter(account_id=self._account.id, renewing_by=self._me)
        self._side.tell(partial(mine.update, **columns, renewing_until=None, renewing_by=None))

    def _take(self, key: str, refused: str, at: float, may_renew: bool) -> Token | Turn:
        """On the side thread: at most two short statements."""
        with connection.cursor() as cursor:
            cursor.execute(_LOOK, [self._account.id])
            sealed, renew_at, busy = cursor.fetchone() or (b"", None, False)
        token = _opened(bytes(sealed), renew_at, key)
        if token is not None and token.good(refused=refused, at=at):
            return token
        if busy or not may_renew:
            return Turn.WAIT if busy else Turn.NOBODYS
        return Turn.YOURS if self._claimed(bytes(sealed)) else Turn.WAIT

    def _claimed(self, seen: bytes) -> bool:
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    _CLAIM, {"account": self._account.id, "lease": self._lease_s, "by": self._me, "seen": seen}
                )
                return cursor.fetchone() is not None
        except IntegrityError:
            return True  # no process can see this account (any more), so there is nobody to share with


def sharing(account: Account, side: SideThread) -> Account:
    """Return the account with its token shared by all processes; one outside the database keeps it to itself."""
    if not account.id:
        return account
    return replace(account, tokens=SharedTokens(account, side, lease_s=settings.FAHUO_ANSWER_SECONDS + LEASE_MARGIN_S))


def reseal() -> None:
    """Seal the tokens with the newest key; one that no key opens is dropped, as the carrier gives another."""
    rows = SharedToken.objects.exclude(sealed=b"").order_by("pk").values_list("pk", "sealed")
    for account_id, sealed in rows.iterator():
        same = SharedToken.objects.filter(pk=account_id, sealed=bytes(sealed))
        anew = _resealed(bytes(sealed))
        if anew is not None:
            same.update(sealed=anew)


def _resealed(sealed: bytes) -> bytes | None:
    try:
        return secrets.resealed(sealed)
    except secrets.SecretsUnavailable:
        return b""


def _opened(sealed: bytes, renew_at: float | None, key: str) -> Token | None:
    """Return the stored token; None when there is none, it is that of other credentials, or no key opens it."""
    if not sealed or renew_at is None:
        return None
    try:
        found = secrets.unseal(sealed)
    except secrets.SecretsUnavailable:
        return None
    return Token(found["token"], renew_at) if found["key"] == key else None
