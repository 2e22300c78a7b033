"""Sends calls to USPS; what fails becomes a typed error. Source: USPS OAuth v3 and Tracking v3r2, read 2026-11."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from fahuo.carriers.adapters.usps import wire
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import NotAuthorised, Refused, Unexpected
from fahuo.carriers.tokens import Token, Tokens
from fahuo.kit.wire import encode, many

CODE = "usps"
# No `scope` is asked for: the token then has what the application may do.
GRANT = "client_credentials"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about the numbers; `unknown` when USPS knows none of them."""

    found: Sequence[wire.Tracked]
    reply: Reply
    unknown: bool = False


class Client:
    """Calls of one account. `clock` gives seconds since 1970."""

    def __init__(self, account: Account, http: httpx.AsyncClient, clock: Callable[[], float] = time.time) -> None:
        self._http = http
        self._clock = clock
        self._base_url = account.base_url.rstrip("/")
        self._id = account.credentials["client_id"]
        self._secret = account.credentials["client_secret"]
        self._tokens = Tokens(account, self._new_token, clock)

    async def track(self, numbers: Sequence[str]) -> Answer:
        """Ask for at most 35 numbers; after a 401 once more with a new token."""
        body = encode([wire.ToTrack(number) for number in numbers])
        return _opened(await self._tokens.call(lambda token: self._send("track", self._question(body, token))))

    def _question(self, body: bytes, token: Token) -> httpx.Request:
        headers = {"Authorization": f"Bearer {token.text}", "Content-Type": "application/json"}
        return self._http.build_request(
            "POST", f"{self._base_url}/tracking/v3r2/tracking", content=body, headers=headers
        )

    async def _new_token(self) -> Token:
        body = encode({"grant_type": GRANT, "client_id": self._id, "client_secret": self._secret})
        url, headers = f"{self._base_url}/oauth2/v3/token", {"Content-Type": "application/json"}
        asked_at = self._clock()
        reply = await self._send("token", self._http.build_request("POST", url, content=body, headers=headers))
        answer = reply.read(wire.Token) if reply.response.status_code == 200 else wire.Token()
        if not answer.access_token:
            raise NotAuthorised("USPS gives no token for this key and secret.", **reply.case())
        return Token.lasting(answer.access_token, asked_at=asked_at, seconds=answer.expires_in)

    async def _send(self, operation: str, request: httpx.Request) -> Reply:
        secrets = (self._secret, self._tokens.text)
        return await call(self._http, request, carrier=CODE, operation=operation, secrets=secrets)


def _opened(reply: Reply) -> Answer:
    """Read an answer; 207 says that some numbers are well and others are not, 404 that none is known."""
    status = reply.response.status_code
    if status == 401:
        raise NotAuthorised("USPS does not accept the token.", **reply.case())
    if status == 403:
        raise NotAuthorised("USPS does not let this application track these parcels.", **reply.case())
    if status in (200, 207):
        with reply.readable():
            return Answer(many(reply.response.content, wire.Tracked), reply)
    if status not in (400, 404):
        raise Unexpected(f"USPS answers with HTTP {status}.", **reply.case())
    fault = reply.read(wire.Failure).error
    if status == 404:
        return Answer((), reply, unknown=True)
    raise Refused(f"USPS refuses: {fault.message or 'no reason'}", **reply.case())
