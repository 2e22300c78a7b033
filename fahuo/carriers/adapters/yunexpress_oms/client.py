"""Sends calls to YunExpress OMS; what fails becomes a typed error.

Source: YunExpress OMS, authentication and common answer, read 2026-11. Business failures come with HTTP 200.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import msgspec

from fahuo.carriers.adapters.yunexpress_oms import refusals, wire
from fahuo.carriers.adapters.yunexpress_oms.mapping import CODE
from fahuo.carriers.adapters.yunexpress_oms.signing import token
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.downloads import download
from fahuo.carriers.errors import CarrierError, NotAuthorised, Unexpected
from fahuo.kit.wire import encode


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the common envelope: whether it is well, what stood in it, and the reply around it."""

    envelope: wire.Envelope
    reply: Reply

    @property
    def well(self) -> bool:
        """Whether the carrier did what it was asked, as a whole."""
        return str(self.envelope.code) == refusals.WELL

    @property
    def content(self) -> msgspec.Raw:
        """What stood under `Item` or `Items`."""
        return self.envelope.content

    def refusal(self, message: str = "") -> CarrierError:
        """Return the error that this answer is; `message` stands in for the envelope's own."""
        code, case = str(self.envelope.code), self.reply.case(self.envelope.request_id or "")
        return refusals.refusal(self.reply.operation, code, message or self.envelope.message or f"code {code}", case)


class Client:
    """Calls of one account."""

    def __init__(self, account: Account, http: httpx.AsyncClient) -> None:
        self._http = http
        self._account = account
        self._base_url = account.base_url.rstrip("/")
        self._secret = account.credentials["api_secret"]
        self._token = token(account.credentials["customer_code"], self._secret)

    async def get(self, operation: str, path: str, **query: str) -> Answer:
        """Ask; raise the error when the answer is not well."""
        return _well(await self._call(operation, "GET", path, query=query))

    async def post(self, operation: str, path: str, body: object) -> Answer:
        """Send a body; raise the error when the answer is not well."""
        return _well(await self._call(operation, "POST", path, body=encode(body)))

    async def post_list(self, operation: str, path: str, body: list[object]) -> Answer:
        """Send a list of which a part may fail: the answer comes back whether it is well or not."""
        return await self._call(operation, "POST", path, body=encode(body))

    async def download(self, operation: str, url: str) -> tuple[bytes, Reply]:
        """Fetch a file from an address that the carrier gave, without our key."""
        secrets = (self._secret, self._token)
        reply = await download(self._http, self._account, url, operation=operation, secrets=secrets)
        return reply.response.content, reply

    async def _call(
        self, operation: str, method: str, path: str, *, query: dict[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        headers = {
            "Authorization": f"Basic {self._token}",
            "Accept": "application/json",
            "Accept-Language": "zh-CN",
            "Content-Type": "application/json",
        }
        url = f"{self._base_url}/api/{path}"
        request = self._http.build_request(method, url, params=query or None, content=body or None, headers=headers)
        reply = await self._send(operation, request)
        status = reply.response.status_code
        if status in (401, 403):
            raise NotAuthorised("YunExpress does not accept the customer code and secret.", **reply.case())
        if status != 200:
            raise Unexpected(f"YunExpress answers with HTTP {status}.", **reply.case())
        envelope = reply.read(wire.Envelope)
        if str(envelope.code) == "":
            raise Unexpected("The reply has no code.", **reply.case())
        return Answer(envelope, reply)

    async def _send(self, operation: str, request: httpx.Request) -> Reply:
        return await call(self._http, request, carrier=CODE, operation=operation, secrets=(self._secret, self._token))


def _well(answer: Answer) -> Answer:
    if not answer.well:
        raise answer.refusal()
    return answer
