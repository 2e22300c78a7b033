"""Sends calls to a forwarder's Eccang TOMS; what fails becomes a typed error.

Source: Eccang TOMS interface, common envelope, read 2026-11. Every call goes to one address and names its service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import httpx
import msgspec

from fahuo.carriers.adapters.eccang import mapping, soap, wire
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.downloads import download
from fahuo.carriers.errors import NotAuthorised, Unexpected
from fahuo.kit.wire import decode, many, one

T = TypeVar("T")
PATH = "/default/svc/web-service"
# What people copy from a forwarder's page as "the address".
ENDINGS = (PATH, "/default/svc/wsdl?wsdl", "/default/svc/wsdl")
HEADERS = {"Content-Type": "text/xml; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: the JSON inside the envelope, and the reply around it."""

    content: bytes
    envelope: wire.Envelope
    reply: Reply

    def read(self, type_: type[T]) -> T:
        """Read the whole answer, as some services put their fields beside `ask`."""
        with self.reply.readable():
            return decode(self.content, type_)

    def entries(self, type_: type[T]) -> list[T]:
        """Read the list in `data`, which some services spell `Data`; an answer with neither is unreadable."""
        with self.reply.readable():
            return many(self._found(), type_)

    def entry(self, type_: type[T]) -> T | None:
        """Read the one object in `data`."""
        with self.reply.readable():
            return one(self._found(), type_)

    def _found(self) -> msgspec.Raw:
        return self.envelope.data if bytes(self.envelope.data) else self.envelope.Data


class Client:
    """Calls of one account at one forwarder."""

    def __init__(self, account: Account, http: httpx.AsyncClient) -> None:
        self._http = http
        self._account = account
        self._carrier = account.carrier
        self._url = _root(account.base_url) + PATH
        self._app_token = account.credentials["app_token"]
        self._app_key = account.credentials["app_key"]

    async def ask(self, operation: str, service: str, params: object) -> Answer:
        """Call one service."""
        content = soap.wrap(service, params, app_token=self._app_token, app_key=self._app_key)
        request = self._http.build_request("POST", self._url, content=content, headers=HEADERS)
        reply = await self._send(operation, request)
        if reply.response.status_code in (401, 403):
            raise NotAuthorised("The forwarder does not accept the key.", **reply.case())
        if reply.response.status_code != 200:
            raise Unexpected(f"The forwarder answers with HTTP {reply.response.status_code}.", **reply.case())
        return self._open(reply)

    async def download(self, operation: str, url: str) -> Reply:
        """Fetch a file from an address that the forwarder gave, without keys."""
        secrets = (self._app_token, self._app_key)
        return await download(self._http, self._account, url, operation=operation, secrets=secrets)

    def _open(self, reply: Reply) -> Answer:
        try:
            with reply.readable():
                content = soap.unwrap(reply.response.content).encode()
                envelope = decode(content, wire.Envelope)
        except soap.SoapFault as error:
            raise Unexpected(f"The forwarder's software failed: {error}", **reply.case()) from error
        if envelope.ask.lower() == "success":
            return Answer(content, envelope, reply)
        raise mapping.refusal(reply.operation, mapping.words(envelope), reply.case())

    async def _send(self, operation: str, request: httpx.Request) -> Reply:
        secrets = (self._app_token, self._app_key)
        return await call(self._http, request, carrier=self._carrier, operation=operation, secrets=secrets)


def _root(base_url: str) -> str:
    """Return the address without the path that is the same everywhere."""
    root = base_url.rstrip("/")
    for ending in ENDINGS:
        root = root.removesuffix(ending)
    return root
