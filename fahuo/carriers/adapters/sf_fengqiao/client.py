"""Signs and sends calls to SF Fengqiao; what fails becomes a typed error.

Source: Fengqiao API overview, common parameters, digest and platform codes, read 2026-11.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import msgspec

from fahuo.carriers.adapters.sf_fengqiao import mapping, wire
from fahuo.carriers.adapters.sf_fengqiao.signing import digest
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.downloads import download
from fahuo.carriers.errors import (
    CarrierError,
    Case,
    NotAuthorised,
    RateLimited,
    Refused,
    Unavailable,
    Unexpected,
)
from fahuo.kit.wire import decode, encode

PATH = "/std/service"
DONE = "A1000"
# Platform codes. A1010: the interface is still in its test state and not released for this account.
KEYS_WRONG = frozenset({"A1002", "A1003", "A1004", "A1006", "A1008", "A1010", "A1011"})
TOO_MANY = "A1005"
# A1007: this very request was seen before, so the first one may have been done. A1009, A1099: SF's own side failed.
DOUBTFUL = frozenset({"A1007", "A1009", "A1099"})
INCOMPLETE = "A1001"


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: what stood inside, and the reply around it."""

    business: wire.Business
    reply: Reply


class Client:
    """Calls of one account. `clock` gives seconds since 1970: the digest holds the time."""

    def __init__(self, account: Account, http: httpx.AsyncClient, clock: Callable[[], float] = time.time) -> None:
        self._http = http
        self._account = account
        self._clock = clock
        self._url = account.base_url.rstrip("/") + PATH
        self._partner_id = account.credentials["partner_id"]
        self._checkword = account.credentials["checkword"]

    async def post(self, operation: str, service_code: str, body: object) -> Answer:
        """Call one of SF's services; exactly this text is signed, and no request number is used twice."""
        msg_data = encode(body).decode()
        timestamp = str(int(self._clock() * 1000))
        form = {
            "partnerID": self._partner_id,
            "requestID": str(uuid.uuid4()),
            "serviceCode": service_code,
            "timestamp": timestamp,
            "msgDigest": digest(msg_data, timestamp=timestamp, checkword=self._checkword),
            "msgData": msg_data,
        }
        reply = await self._send(operation, self._http.build_request("POST", self._url, data=form))
        if reply.response.status_code != 200:
            raise Unexpected(f"SF answers with HTTP {reply.response.status_code}.", **reply.case())
        return self._open(reply)

    async def download(self, operation: str, url: str, token: str) -> bytes:
        """Fetch a file from an address that SF gave; its token is good for a day and for this file alone."""
        headers, secrets = {"X-Auth-token": token}, (self._checkword, token)
        reply = await download(self._http, self._account, url, operation=operation, secrets=secrets, headers=headers)
        return reply.response.content

    def _open(self, reply: Reply) -> Answer:
        envelope = reply.read(wire.Envelope)
        request_id = envelope.api_response_id or ""
        if envelope.api_result_code != DONE:
            raise platform_error(envelope.api_result_code, envelope.api_error_msg or "", reply.case(request_id))
        with reply.readable():
            business = _business(envelope.api_result_data)
        if business.success:
            return Answer(business, reply)
        code = str(business.error_code or "")
        message = business.error_msg or business.error_message or f"code {code}"
        raise mapping.refusal(reply.operation, code, message, reply.case(request_id))

    async def _send(self, operation: str, request: httpx.Request, *secrets: str) -> Reply:
        known = (self._checkword, *secrets)
        return await call(self._http, request, carrier=mapping.CODE, operation=operation, secrets=known)


def platform_error(code: str, said: str, case: Case) -> CarrierError:
    """Turn what the platform itself says, before any business was looked at, into the error that fits."""
    message = f"SF answers {code}: {said}"
    if code == TOO_MANY:
        return RateLimited(message, **case)
    if code in KEYS_WRONG:
        return NotAuthorised(message, **case)
    if code in DOUBTFUL:
        return Unavailable(message, **case)
    return Refused(message, **case) if code == INCOMPLETE else Unexpected(message, **case)


def _business(inner: msgspec.Raw) -> wire.Business:
    """Read twice: the answer is JSON in a string. A bare object would be read as well."""
    raw = bytes(inner)
    return decode(decode(raw, str).encode() if raw.startswith(b'"') else raw, wire.Business)
