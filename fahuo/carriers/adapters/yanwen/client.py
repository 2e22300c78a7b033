"""Signs and sends calls to Yanwen; what fails becomes a typed error.

Source: Yanwen open platform, common parameters, signature and answer, read 2026-11.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec

from fahuo.carriers.adapters.yanwen import mapping, wire
from fahuo.carriers.adapters.yanwen.signing import FORMAT, VERSION, sign
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import NotAuthorised, Unavailable, Unexpected
from fahuo.kit.wire import encode

TRACKING_URL = read_manifest(Path(__file__).parent).base_urls["tracking"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: what stood in `data`, and the reply around it."""

    data: msgspec.Raw
    reply: Reply


class Client:
    """Calls of one account. `clock` gives seconds since 1970: the signature holds the time, good for five minutes."""

    def __init__(self, account: Account, http: httpx.AsyncClient, clock: Callable[[], float] = time.time) -> None:
        self._http = http
        self._clock = clock
        self._base_url = account.base_url.rstrip("/")
        self._tracking_url = self._base_url if account.emulated else TRACKING_URL
        self._user_id = account.credentials["user_id"]
        self._token = account.credentials["api_token"]

    async def post(self, operation: str, method: str, body: object) -> Answer:
        """Call one of Yanwen's methods; exactly these bytes are signed."""
        content = encode(body)
        timestamp = str(int(self._clock() * 1000))
        query = {
            "user_id": self._user_id,
            "method": method,
            "format": FORMAT,
            "timestamp": timestamp,
            "version": VERSION,
            "sign": sign(self._token, user_id=self._user_id, method=method, timestamp=timestamp, body=content),
        }
        headers = {"Content-Type": "application/json;charset=utf-8"}
        url = f"{self._base_url}/api/order"
        reply = await self._send(
            operation, self._http.build_request("POST", url, params=query, content=content, headers=headers)
        )
        return self._open(reply)

    async def tracking(self, operation: str, numbers: Sequence[str]) -> list[wire.Tracked]:
        """Ask the tracking interface for up to 30 numbers; it knows accounts by their merchant number alone."""
        request = self._http.build_request(
            "GET",
            f"{self._tracking_url}/api/tracking",
            params={"nums": ",".join(numbers)},
            headers={"Authorization": self._user_id},
        )
        reply = await self._send(operation, request)
        found = reply.read(wire.Tracking)
        if str(found.code) != "0":
            raise Unexpected(f"Yanwen's tracking answers: {found.message}", **reply.case())
        return found.result or []

    def _open(self, reply: Reply) -> Answer:
        envelope = reply.read(wire.Envelope)
        code = str(envelope.code)
        if envelope.success and code == "0":
            return Answer(envelope.data, reply)
        message = envelope.message or f"code {code}"
        if envelope.success and not code.lstrip("-").isdecimal():
            raise Unexpected(f"Yanwen says neither yes nor no: {message}", **reply.case())
        if code.startswith("-"):
            raise Unavailable(f"Yanwen has a fault of its own: {message}", **reply.case())
        raise mapping.refusal(reply.operation, message, reply.case())

    async def _send(self, operation: str, request: httpx.Request) -> Reply:
        secrets = (self._token,)
        reply = await call(self._http, request, carrier=mapping.CODE, operation=operation, secrets=secrets)
        status = reply.response.status_code
        if status in (401, 403):  # plain text: 签名错误,可能秘钥已失效,请获取新秘钥对接
            raise NotAuthorised("Yanwen does not accept the signature.", **reply.case())
        if status != 200:
            raise Unexpected(f"Yanwen answers with HTTP {status}.", **reply.case())
        return reply
