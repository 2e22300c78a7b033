"""Sends calls to 17TRACK; what fails becomes a typed error. Source: 17TRACK API v2.2, requests, read 2026-11."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from fahuo.carriers.adapters.track17 import mapping, wire
from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import NotAuthorised, Unexpected
from fahuo.kit.wire import UnreadableReply, decode, encode

PATH = "/track/v2.2"


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer by number, and the reply around it."""

    accepted: Sequence[wire.Accepted]
    rejected: Sequence[wire.Rejected]
    reply: Reply


class Client:
    """Calls of one account."""

    def __init__(self, account: Account, http: httpx.AsyncClient) -> None:
        self._http = http
        self._base_url = account.base_url.rstrip("/") + PATH
        self._api_key = account.credentials["api_key"]

    async def post(self, operation: str, method: str, entries: Sequence[object]) -> Answer:
        """Send at most 40 numbers to one method. Raises what the call as a whole failed with."""
        headers = {"17token": self._api_key, "Content-Type": "application/json;charset=utf-8"}
        url = f"{self._base_url}/{method}"
        request = self._http.build_request("POST", url, content=encode(entries), headers=headers)
        secrets = (self._api_key,)
        reply = await call(self._http, request, carrier=mapping.CODE, operation=operation, secrets=secrets)
        return self._open(reply)

    def _open(self, reply: Reply) -> Answer:
        status = reply.response.status_code
        if status in (401, 403):
            raise _refused_key(reply)
        if status != 200:
            raise Unexpected(f"17TRACK answers with HTTP {status}.", **reply.case())
        envelope = reply.read(wire.Envelope)
        faults = _faults(envelope)
        if faults:
            raise mapping.failure(faults[0], reply.case())
        content = envelope.data or wire.Content()
        return Answer(content.accepted or (), content.rejected or (), reply)


def _refused_key(reply: Reply) -> NotAuthorised:
    """Read why; whatever stands in a 401, it is the key."""
    try:
        faults = _faults(decode(reply.response.content, wire.Envelope))
    except UnreadableReply:
        faults = []
    told = mapping.failure(faults[0], reply.case()) if faults else None
    return told if isinstance(told, NotAuthorised) else NotAuthorised("17TRACK refuses this key.", **reply.case())


def _faults(envelope: wire.Envelope) -> list[wire.Fault]:
    """Errors of the whole call stand in `data`; a code other than 0 is one by itself."""
    told = (envelope.data.errors if envelope.data else None) or []
    return told or ([wire.Fault(envelope.code, envelope.message)] if envelope.code else [])
