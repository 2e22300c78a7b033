"""Sends calls to FedEx; what fails becomes a typed error. Source: FedEx authorization and Track API, read 2026-11."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus
from uuid import uuid4

import httpx

from fahuo.carriers.adapters.fedex import wire
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import NotAuthorised, Refused, Unavailable, Unexpected
from fahuo.carriers.tokens import Token, Tokens
from fahuo.kit.wire import encode

CODE = "fedex"
# Beginnings of the codes by which FedEx speaks of faults of its own.
OWN_FAULTS = ("SYSTEM.", "INTERNAL.", "SERVICE.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about the numbers, and the reply around it."""

    results: Sequence[wire.Result]
    reply: Reply


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
        """Ask for at most 30 numbers; after a 401 once more with a new token."""
        body = encode(wire.Question([wire.Wanted(wire.Number(number)) for number in numbers]))
        return _opened(await self._tokens.call(lambda token: self._send("track", self._question(body, token))))

    def _question(self, body: bytes, token: Token) -> httpx.Request:
        headers = {
            "Authorization": f"Bearer {token.text}",
            "Content-Type": "application/json",
            "X-locale": "en_US",
            "x-customer-transaction-id": uuid4().hex,
        }
        return self._http.build_request(
            "POST", f"{self._base_url}/track/v1/trackingnumbers", content=body, headers=headers
        )

    async def _new_token(self) -> Token:
        form = {"grant_type": "client_credentials", "client_id": self._id, "client_secret": self._secret}
        asked_at = self._clock()
        reply = await self._send("token", self._http.build_request("POST", f"{self._base_url}/oauth/token", data=form))
        answer = reply.read(wire.Token) if reply.response.status_code == 200 else wire.Token()
        if not answer.access_token:
            raise NotAuthorised("FedEx gives no token for this key and secret.", **reply.case())
        return Token.lasting(answer.access_token, asked_at=asked_at, seconds=answer.expires_in)

    async def _send(self, operation: str, request: httpx.Request) -> Reply:
        # In a form the secret may be written otherwise.
        secrets = (self._secret, quote_plus(self._secret), self._tokens.text)
        return await call(self._http, request, carrier=CODE, operation=operation, secrets=secrets)


def _opened(reply: Reply) -> Answer:
    status = reply.response.status_code
    if status == 401:
        raise NotAuthorised("FedEx does not accept the token.", **reply.case())
    if status == 403:
        raise NotAuthorised("FedEx does not let this project track parcels.", **reply.case())
    if status not in (200, 400, 404, 422):
        raise Unexpected(f"FedEx answers with HTTP {status}.", **reply.case())
    if status != 200:
        failure = reply.read(wire.Failure)
        raise _refusal(failure.errors, reply, failure.transaction_id)
    answer = reply.read(wire.Answer)
    if answer.errors:
        raise _refusal(answer.errors, reply, answer.transaction_id)
    return Answer((answer.output.complete_track_results if answer.output else None) or (), reply)


def _refusal(faults: Sequence[wire.Fault], reply: Reply, request_id: str | None) -> Refused | Unavailable | Unexpected:
    case = reply.case(request_id or "")
    if not faults:
        return Unexpected("FedEx refuses and gives no reason.", **case)
    said = f"{faults[0].message or 'no reason'} ({faults[0].code})"
    if faults[0].code.startswith(OWN_FAULTS):
        return Unavailable(f"FedEx has a fault of its own: {said}", **case)
    return Refused(f"FedEx refuses: {said}", **case)
