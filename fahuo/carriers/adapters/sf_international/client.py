"""Seals, signs and sends calls to sf.global; what fails becomes a typed error.

Source: sf.global open API, token, common headers, encryption and gateway codes, read 2026-11.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import msgspec

from fahuo.carriers.adapters.sf_international import mapping, wire
from fahuo.carriers.adapters.sf_international.signing import key_of, seal, sign, unseal
from fahuo.carriers.calling import Plain, Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.downloads import download
from fahuo.carriers.errors import CarrierError, NotAuthorised, Unavailable, Unexpected
from fahuo.carriers.tokens import Token, Tokens
from fahuo.kit.wire import UnreadableReply, decode, encode

TOKEN_PATH = "/openapi/api/token"  # noqa: S105
PATH = "/openapi/api/dispatch"
DONE = "0"
# Gateway codes: 1004 this interface is not released for the app, 2001 the signature is wrong.
KEYS_WRONG = frozenset({"1004", "2001"})
FAILED = "500"  # also says "token invalid"


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: what stood in `data`, and the reply around it."""

    data: msgspec.Raw
    reply: Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """One call before it is sealed; `operation` is our word for it, `msg_type` theirs."""

    operation: str
    msg_type: str
    body: bytes


class Client:
    """Calls of one account. `clock` gives seconds since 1970: the signature holds the time."""

    def __init__(self, account: Account, http: httpx.AsyncClient, clock: Callable[[], float] = time.time) -> None:
        self._http = http
        self._account = account
        self._clock = clock
        self._base_url = account.base_url.rstrip("/")
        self._app_key = account.credentials["app_key"]
        self._app_secret = account.credentials["app_secret"]
        self._encoding_aes_key = account.credentials["encoding_aes_key"]
        self._tokens = Tokens(account, self._new_token, clock)

    async def post(self, operation: str, msg_type: str, body: object) -> Answer:
        """Call one interface; after "token invalid" once more with a new token."""
        key = self._key()
        asked = Asked(operation, msg_type, encode(body))
        reply = await self._tokens.call(lambda token: self._send(asked, key, token), refused=_token_refused)
        if _token_refused(reply):
            raise NotAuthorised("SF does not accept the token.", **reply.case())
        return self._open(reply, key)

    async def download(self, operation: str, url: str) -> bytes:
        """Fetch a file from an address that SF gave, without token or signature."""
        reply = await download(self._http, self._account, url, operation=operation, secrets=self._secrets())
        return reply.response.content

    def _key(self) -> bytes:
        try:
            return key_of(self._encoding_aes_key)
        except ValueError as error:
            message = f"The account's encoding_aes_key cannot be one: {error}."
            raise NotAuthorised(message, carrier=mapping.CODE) from error

    async def _send(self, asked: Asked, key: bytes, token: Token) -> Reply:
        sealed = seal(asked.body, key=key, app_key=self._app_key, start=os.urandom(16))
        timestamp, nonce = str(int(self._clock() * 1000)), secrets.token_hex(8)
        headers = {
            "msgType": asked.msg_type,
            "appKey": self._app_key,
            "token": token.text,
            "timestamp": timestamp,
            "nonce": nonce,
            "signature": sign(token=token.text, timestamp=timestamp, nonce=nonce, sealed=sealed),
            "lang": "zh-CN",
            "Content-Type": "application/json",
        }
        request = self._http.build_request("POST", self._base_url + PATH, content=sealed.encode(), headers=headers)
        return await call(
            self._http,
            request,
            carrier=mapping.CODE,
            operation=asked.operation,
            secrets=(*self._secrets(), token.text),
            plain=Plain(asked.body, lambda answer: self._readable(answer, key)),
        )

    def _open(self, reply: Reply, key: bytes) -> Answer:
        if reply.response.status_code != 200:
            raise Unexpected(f"SF answers with HTTP {reply.response.status_code}.", **reply.case())
        envelope = reply.read(wire.Envelope)
        code = str(envelope.api_result_code)
        if code != DONE:
            raise _gateway_error(code, envelope.api_error_msg or "", reply)
        with reply.readable():
            business = decode(self._opened(envelope.api_result_data, key), wire.Business)
        if business.success:
            return Answer(business.data, reply)
        raise mapping.refusal(reply.operation, str(business.code or ""), business.msg or "no reason given", reply)

    def _opened(self, content: msgspec.Raw, key: bytes) -> bytes:
        """Open the ciphertext. Some failures of SF's own come as bare JSON."""
        text = decode(content, str)
        if text.lstrip().startswith("{"):
            return text.encode()
        try:
            return unseal(text, key=key, app_key=self._app_key)
        except ValueError as error:
            raise UnreadableReply(f"the ciphertext cannot be opened: {error}", "$.apiResultData") from error

    def _readable(self, answer: bytes, key: bytes) -> bytes:
        """Return an answer with what its ciphertext says, for the transcript."""
        try:
            envelope = decode(answer, dict[str, object])
            text = str(envelope.get("apiResultData") or "")
            return encode({**envelope, "apiResultData": unseal(text, key=key, app_key=self._app_key).decode()})
        except ValueError:
            return answer

    async def _new_token(self) -> Token:
        asked_at = self._clock()
        query = {"appKey": self._app_key, "appSecret": self._app_secret}
        request = self._http.build_request("GET", self._base_url + TOKEN_PATH, params=query)
        reply = await call(self._http, request, carrier=mapping.CODE, operation="token", secrets=self._secrets())
        envelope = reply.read(wire.Envelope)
        if str(envelope.api_result_code) != DONE:
            message = f"SF gives no token: {envelope.api_error_msg} ({envelope.api_result_code})"
            raise NotAuthorised(message, **reply.case())
        with reply.readable():
            token = decode(envelope.api_result_data, wire.Token)
        if not (token.access_token and token.access_token.isascii()):
            raise Unexpected("SF gives a token that is none.", **reply.case())
        return Token.lasting(token.access_token, asked_at=asked_at, seconds=token.expire_in)

    def _secrets(self) -> tuple[str, ...]:
        return (self._app_secret, self._encoding_aes_key, self._tokens.text)


def _token_refused(reply: Reply) -> bool:
    """Tell whether the token is what SF does not like: HTTP 401, or code 500 with "token" in its text."""
    if reply.response.status_code in (401, 403):
        return True
    try:
        envelope = decode(reply.response.content, wire.Envelope)
    except UnreadableReply:
        return False
    return str(envelope.api_result_code) == FAILED and "token" in (envelope.api_error_msg or "").lower()


def _gateway_error(code: str, said: str, reply: Reply) -> CarrierError:
    message = f"SF answers {code}: {said}"
    if code in KEYS_WRONG:
        return NotAuthorised(message, **reply.case())
    return Unavailable(message, **reply.case()) if code == FAILED else Unexpected(message, **reply.case())
