"""Signs and sends calls to 4PX; what fails becomes a typed error.

Source: 4PX open platform, common parameters, signature and answer, read 2026-11.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import msgspec

from fahuo.carriers.adapters.fpx import mapping, refusals, wire
from fahuo.carriers.adapters.fpx.signing import FORMAT, sign
from fahuo.carriers.calling import Plain, Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.downloads import download
from fahuo.carriers.errors import Unexpected
from fahuo.kit.wire import decode, encode, many

PATH = "/router/api/service"
WELL, IN_PART, FAILED = "1", "2", "0"
# The version of each method that integrations use; those of hold, prices and products are not agreed on by all.
VERSIONS = {
    "ds.xms.order.create": "1.1.0",
    "ds.xms.order.get": "1.1.0",
    "ds.xms.order.cancel": "1.0.0",
    "ds.xms.order.hold": "1.0.0",
    "ds.xms.label.get": "1.1.0",
    "ds.xms.estimated_cost.get": "1.0.0",
    "ds.xms.logistics_product.getlist": "1.0.0",
    "tr.order.tracking.get": "1.0.0",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: what stood in `data`, empty when nothing did, and the reply around it."""

    data: msgspec.Raw
    reply: Reply


class Client:
    """Calls of one account. `clock` gives seconds since 1970: the signature holds the time."""

    def __init__(self, account: Account, http: httpx.AsyncClient, clock: Callable[[], float] = time.time) -> None:
        self._http = http
        self._account = account
        self._clock = clock
        self._url = account.base_url.rstrip("/") + PATH
        self._key = account.credentials["app_key"]
        self._secret = account.credentials["app_secret"]

    async def post(self, operation: str, method: str, body: object) -> Answer:
        """Call one of 4PX's methods; exactly these bytes are signed."""
        content, version = encode(body), VERSIONS[method]
        timestamp = str(int(self._clock() * 1000))
        signature = sign(
            self._secret, app_key=self._key, method=method, timestamp=timestamp, version=version, body=content
        )
        query = {
            "app_key": self._key,
            "format": FORMAT,
            "method": method,
            "timestamp": timestamp,
            "v": version,
            "sign": signature,
        }
        headers = {"Content-Type": "application/json"}
        request = self._http.build_request("POST", self._url, params=query, content=content, headers=headers)
        return _open(await self._send(operation, request))

    async def download(self, operation: str, url: str) -> bytes:
        """Fetch a file from an address that the carrier gave, without key or signature."""
        reply = await download(self._http, self._account, url, operation=operation, secrets=(self._secret,))
        return reply.response.content

    async def _send(self, operation: str, request: httpx.Request) -> Reply:
        secrets = (self._secret,)
        plain = Plain(request.content, _as_utf8)
        reply = await call(self._http, request, carrier=mapping.CODE, operation=operation, secrets=secrets, plain=plain)
        if reply.response.status_code != 200:
            raise Unexpected(f"4PX answers with HTTP {reply.response.status_code}.", **reply.case())
        return reply


def _open(reply: Reply) -> Answer:
    """Open the envelope. What was done in part is passed on when it says what was done, and is unreadable otherwise."""
    with reply.readable():
        envelope = decode(_as_utf8(reply.response.content), wire.Envelope)
        data, faults = _inner(envelope.data), _faults(envelope.errors)
    result = str(envelope.result)
    if result == WELL or (result == IN_PART and bytes(data) not in (b"", b"null")):
        return Answer(data, reply)
    if result not in (FAILED, IN_PART):
        raise Unexpected("4PX says neither yes nor no.", **reply.case())
    if result == IN_PART and not faults:
        raise Unexpected("4PX did part of it and does not say which.", **reply.case())
    raise refusals.refusal(reply.operation, faults, envelope.msg or "", reply.case())


def _faults(errors: msgspec.Raw) -> list[wire.Fault]:
    return many(errors, wire.Fault) if bytes(errors).strip() not in (b"", b'""') else []


def _inner(data: msgspec.Raw) -> msgspec.Raw:
    """Return `data` as JSON, also where it is JSON in a string."""
    if not bytes(data).lstrip().startswith(b'"'):
        return data
    return msgspec.Raw(decode(data, str).encode())


def _as_utf8(content: bytes) -> bytes:
    """Return the answer in UTF-8; some come in GBK, whatever their header says. A file stays as it is."""
    if content.startswith(b"%PDF"):
        return content
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace").encode()
    return content
