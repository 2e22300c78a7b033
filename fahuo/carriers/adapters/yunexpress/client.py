"""Signs and sends calls to YunExpress OpenAPI; what fails becomes a typed error.

Source: YunExpress OpenAPI, authentication, signature and common answer, read 2026-11.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from fahuo.carriers.adapters.yunexpress import mapping, wire
from fahuo.carriers.adapters.yunexpress.signing import sign
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.downloads import download
from fahuo.carriers.errors import NotAuthorised, Unexpected
from fahuo.carriers.tokens import Token, Tokens
from fahuo.kit.wire import encode

CODE = "yunexpress"


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: the opened envelope and the reply around it."""

    envelope: wire.Envelope
    reply: Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """One call before it is signed; `operation` is our word for it."""

    operation: str
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Client:
    """Calls of one account. `clock` gives seconds since 1970: the signature holds the time."""

    def __init__(self, account: Account, http: httpx.AsyncClient, clock: Callable[[], float] = time.time) -> None:
        self._http = http
        self._clock = clock
        self._base_url = account.base_url.rstrip("/")
        self._credentials = dict(account.credentials)
        self._account = account
        self._tokens = Tokens(account, self._new_token, clock)

    async def get(self, operation: str, path: str, **query: str) -> Answer:
        """Ask; the query is not part of the signature."""
        return await self._call(Asked(operation, "GET", path, query=query))

    async def post(self, operation: str, path: str, body: object) -> Answer:
        """Send a body; exactly these bytes are signed."""
        return await self._call(Asked(operation, "POST", path, body=encode(body)))

    async def download(self, operation: str, url: str) -> bytes:
        """Fetch a file from an address that the carrier gave, without token or signature."""
        reply = await download(self._http, self._account, url, operation=operation, secrets=self._secrets())
        return reply.response.content

    async def _call(self, asked: Asked) -> Answer:
        """Send; after a 401 once more with a new token."""
        reply = await self._tokens.call(lambda token: self._send(asked.operation, self._signed(asked, token)))
        if reply.response.status_code in (401, 403):
            raise NotAuthorised("YunExpress does not accept the token or the signature.", **reply.case())
        return self._open(reply)

    def _open(self, reply: Reply) -> Answer:
        status = reply.response.status_code
        if status not in (200, 400):
            raise Unexpected(f"YunExpress answers with HTTP {status}.", **reply.case())
        envelope = reply.read(wire.Envelope)
        if envelope.success:
            return Answer(envelope, reply)
        message = envelope.msg or f"code {envelope.code}"
        raise mapping.refusal(reply.operation, message, reply.case(envelope.request_id or envelope.requestId or ""))

    def _signed(self, asked: Asked, token: Token) -> httpx.Request:
        date = str(int(self._clock() * 1000))
        secret = self._credentials["app_secret"]
        headers = {
            "token": token.text,
            "date": date,
            "sign": sign(secret, date=date, method=asked.method, path=asked.path, body=asked.body),
            "Content-Type": "application/json;charset=utf-8",
            "Accept-Language": "zh-CN",
        }
        return self._http.build_request(
            asked.method,
            self._base_url + asked.path,
            params=asked.query or None,
            content=asked.body or None,
            headers=headers,
        )

    async def _new_token(self) -> Token:
        body = {
            "grantType": "client_credentials",
            "appId": self._credentials["app_id"],
            "appSecret": self._credentials["app_secret"],
            "sourceKey": self._credentials["source_key"],
        }
        headers = {"Content-Type": "application/json;charset=utf-8"}
        url = self._base_url + "/openapi/oauth2/token"
        asked_at = self._clock()
        reply = await self._send("token", self._http.build_request("POST", url, content=encode(body), headers=headers))
        answer = reply.read(wire.Token) if reply.response.status_code == 200 else wire.Token()
        if not answer.accessToken:
            raise NotAuthorised("YunExpress gives no token for these credentials.", **reply.case())
        return Token.lasting(answer.accessToken, asked_at=asked_at, seconds=answer.expiresIn)

    async def _send(self, operation: str, request: httpx.Request) -> Reply:
        return await call(self._http, request, carrier=CODE, operation=operation, secrets=self._secrets())

    def _secrets(self) -> tuple[str, ...]:
        return (*self._credentials.values(), self._tokens.text)
