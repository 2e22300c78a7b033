"""Sends calls to UPS; what fails becomes a typed error. Source: UPS OAuth and REST reference, read 2026-11."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from fahuo.carriers.adapters.ups import mapping, wire_answers
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import NotAuthorised, Unexpected
from fahuo.carriers.tokens import Token, Tokens
from fahuo.kit.wire import encode

VERSION = "v2409"


@dataclass(frozen=True, slots=True)
class Asked:
    """One call before a token is added; `operation` is our word for it."""

    operation: str
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Client:
    """Calls of one account. `clock` gives seconds since 1970."""

    def __init__(self, account: Account, http: httpx.AsyncClient, clock: Callable[[], float] = time.time) -> None:
        self._http = http
        self._clock = clock
        self._base_url = account.base_url.rstrip("/")
        self._id = account.credentials["client_id"]
        self._secret = account.credentials["client_secret"]
        self._account_number = account.credentials["account_number"]
        self._tokens = Tokens(account, self._new_token, clock)

    async def post(self, operation: str, path: str, body: object) -> Reply:
        """Send a body."""
        return await self._call(Asked(operation, "POST", path, body=encode(body)))

    async def delete(self, operation: str, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Take something back."""
        return await self._call(Asked(operation, "DELETE", path, headers=headers or {}))

    async def look(self, operation: str, path: str, headers: Mapping[str, str]) -> Reply:
        """Ask with headers, as pick-ups are asked for."""
        return await self._call(Asked(operation, "GET", path, headers=headers))

    async def get(self, operation: str, path: str, **query: str) -> Reply:
        """Ask."""
        return await self._call(Asked(operation, "GET", path, query=query))

    async def _call(self, asked: Asked) -> Reply:
        """Send; after a 401 once more with a new token."""
        reply = await self._tokens.call(lambda token: self._send(asked.operation, self._request(asked, token)))
        if reply.response.status_code in (401, 403):
            raise NotAuthorised("UPS does not accept the token.", **reply.case())
        return self._opened(reply)

    def _opened(self, reply: Reply) -> Reply:
        """Let a success through; a refusal carries its codes in `response.errors`."""
        if reply.response.status_code in (200, 201):
            return reply
        if reply.response.status_code not in (400, 404, 409, 422):
            raise Unexpected(f"UPS answers with HTTP {reply.response.status_code}.", **reply.case())
        errors = reply.read(wire_answers.Failure).response.errors
        if not errors:
            raise Unexpected("UPS refuses and gives no reason.", **reply.case())
        raise mapping.refusal(reply.operation, errors[0], reply.case(errors[0].code))

    def _request(self, asked: Asked, token: Token) -> httpx.Request:
        headers = {
            "Authorization": f"Bearer {token.text}",
            "transId": uuid4().hex,
            "transactionSrc": "fahuo",
            "Content-Type": "application/json",
            **asked.headers,
        }
        return self._http.build_request(
            asked.method,
            self._base_url + asked.path,
            params=asked.query or None,
            content=asked.body or None,
            headers=headers,
        )

    async def _new_token(self) -> Token:
        request = self._http.build_request(
            "POST",
            f"{self._base_url}/security/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            headers={"x-merchant-id": self._account_number},
        )
        basic = httpx.BasicAuth(self._id, self._secret)
        request = next(basic.auth_flow(request))
        asked_at = self._clock()
        reply = await self._send("token", request)
        answer = reply.read(wire_answers.Token) if reply.response.status_code == 200 else wire_answers.Token()
        if not answer.access_token:
            raise NotAuthorised("UPS gives no token for these credentials.", **reply.case())
        return Token.lasting(answer.access_token, asked_at=asked_at, seconds=answer.expires_in)

    async def _send(self, operation: str, request: httpx.Request) -> Reply:
        secrets = (self._secret, self._tokens.text)
        return await call(self._http, request, carrier=mapping.CODE, operation=operation, secrets=secrets)
