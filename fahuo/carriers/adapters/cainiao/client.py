"""Signs and sends calls to Cainiao LINK; what fails becomes a typed error.

Source: Cainiao LINK, gateway, form fields and digest, read 2026-11.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
import msgspec

from fahuo.carriers.adapters.cainiao import mapping, refusals, wire
from fahuo.carriers.adapters.cainiao.signing import digest
from fahuo.carriers.calling import Plain, Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import Refused, Unexpected
from fahuo.kit.wire import decode, encode
from fahuo.trade.problem import Problem

GATEWAY, PATH = "/gateway/", "/gateway/link.do"
# Who receives a call, by its name.
RECEIVERS = {
    "cnge.order.create": "CNGCP-OPEN",
    "cnge.order.cancel": "CNGCP-OPEN",
    "cnge.waybill.get": "CGOP",
    "cnge.track.get": "TRACK",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: what stood in `data`, empty when nothing did, and the reply around it."""

    data: msgspec.Raw
    reply: Reply


class Client:
    """Calls of one account. The test gateway has another path than the real one, so an address may bring its own."""

    def __init__(self, account: Account, http: httpx.AsyncClient) -> None:
        self._http = http
        base = account.base_url.rstrip("/")
        self._url = base if GATEWAY in base else base + PATH
        self._caller = account.credentials["cp_code"]
        self._secret = account.credentials["secret_key"]
        self._encoding = account.credentials["encoding"]

    async def post(self, operation: str, name: str, payload: object) -> Answer:
        """Call one of Cainiao's services; the digest is over exactly the text that the form holds."""
        content = encode(payload).decode()
        fields = {
            "msg_type": name,
            "logistic_provider_id": self._caller,
            "to_code": RECEIVERS[name],
            "logistics_interface": content,
            "data_digest": self._digest(content, operation),
        }
        request = self._http.build_request(
            "POST",
            self._url,
            content=urlencode(fields, encoding=self._encoding).encode("ascii"),
            headers={"Content-Type": f"application/x-www-form-urlencoded;charset={self._encoding}"},
        )
        plain = Plain(urlencode(fields).encode("ascii"), as_utf8)
        return _open(await self._send(operation, request, plain))

    def _digest(self, content: str, operation: str) -> str:
        try:
            return digest(content, self._secret, self._encoding)
        except UnicodeEncodeError as error:
            letters = content[error.start : error.end]
            message = f"The account's encoding {self._encoding} cannot write {letters!r}."
            problem = Problem("CARRIER_REFUSED", "address", message)
            raise Refused(message, problems=(problem,), carrier=mapping.CODE, operation=operation) from error

    async def _send(self, operation: str, request: httpx.Request, plain: Plain) -> Reply:
        secrets = (self._secret,)
        reply = await call(self._http, request, carrier=mapping.CODE, operation=operation, secrets=secrets, plain=plain)
        if reply.response.status_code != 200:
            raise Unexpected(f"Cainiao answers with HTTP {reply.response.status_code}.", **reply.case())
        return reply


def as_utf8(content: bytes) -> bytes:
    """Return an answer in UTF-8; accounts in GBK get theirs in GBK."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace").encode()
    return content


def _open(reply: Reply) -> Answer:
    with reply.readable():
        envelope = decode(as_utf8(reply.response.content), wire.Envelope)
    if envelope.success:
        return Answer(envelope.data, reply)
    code, said = envelope.error_code or "", envelope.error_msg or ""
    raise refusals.refusal(reply.operation, code, said, reply.case())
