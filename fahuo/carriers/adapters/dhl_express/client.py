"""Sends calls to DHL Express; what fails becomes a typed error. Source: MyDHL API, errors, read 2026-11."""

from __future__ import annotations

from collections.abc import Sequence

import httpx

from fahuo.carriers.adapters.dhl_express import mapping, wire
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import NotAuthorised, Unexpected
from fahuo.kit.wire import encode

Query = Sequence[tuple[str, str]]


class Client:
    """Calls of one account, each with key and secret (HTTP Basic over TLS)."""

    def __init__(self, account: Account, http: httpx.AsyncClient) -> None:
        self._http = http
        self._base_url = account.base_url.rstrip("/")
        self._secret = account.credentials["api_secret"]
        self._basic = httpx.BasicAuth(account.credentials["api_key"], self._secret)

    async def post(self, operation: str, path: str, body: object) -> Reply:
        """Send a body."""
        headers = {"Content-Type": "application/json"}
        request = self._http.build_request("POST", self._base_url + path, content=encode(body), headers=headers)
        return await self._send(operation, request)

    async def get(self, operation: str, path: str, query: Query = ()) -> Reply:
        """Ask; a name may stand in the query several times."""
        request = self._http.build_request("GET", self._base_url + path, params=list(query) or None)
        return await self._send(operation, request)

    async def delete(self, operation: str, path: str, query: Query) -> Reply:
        """Take something back."""
        return await self._send(
            operation, self._http.build_request("DELETE", self._base_url + path, params=list(query))
        )

    async def _send(self, operation: str, request: httpx.Request) -> Reply:
        signed = next(self._basic.auth_flow(request))
        secrets = (self._secret,)
        reply = await call(self._http, signed, carrier=mapping.CODE, operation=operation, secrets=secrets)
        status = reply.response.status_code
        if status in (200, 201):
            return reply
        if status in (401, 403):
            raise NotAuthorised("DHL Express does not accept key and secret.", **reply.case())
        if status not in (400, 404, 409, 422):
            raise Unexpected(f"DHL Express answers with HTTP {status}.", **reply.case())
        failure = reply.read(wire.Failure)
        if not (failure.title or failure.detail or failure.message):
            raise Unexpected("DHL Express refuses and gives no reason.", **reply.case())
        raise mapping.refusal(operation, status, failure, reply.case())
