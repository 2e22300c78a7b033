"""A firm at the emulated window's counter, over ASGI: sends, fetches, and keeps what it was told."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from starlette.applications import Starlette

from fahuo.customs.ceb import write
from fahuo.customs.ceb.algorithms import ALGORITHMS
from fahuo.customs.ceb.envelope import Envelope
from fahuo.customs.ceb.receipts import ReceiptNode, read
from fahuo.customs.ceb.signature import sign
from fahuo.customs.ceb.tests.keys import signer_for
from fahuo.customs.ceb.tests.papers import AT, FIRM, TRANSFER, export_list, guid, order, waybill
from fahuo.customs.window import client
from fahuo.customs.window.client import Access, Taken
from fahuo.customs.window.emulator import Emulator
from fahuo.customs.window.options import Registered, read_options, registered

PORT = "DXPEDC0000000001"


def plain_firm(account: str = "acme", algorithms: str = "RSA-SHA256", **changed: Any) -> dict[str, Any]:
    certificate = base64.b64encode(signer_for(algorithms).certificate.der).decode()
    firm = {"account": account, "password": "pass", "code": FIRM, "name": "杭州", "dxp_id": TRANSFER.dxpId}
    return {**firm, "certificate": certificate, **changed}


def firm(**changed: Any) -> Registered:
    return registered(plain_firm(**changed))


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = AT.timestamp()

    def __call__(self) -> float:
        self.now += 0.000_001
        return self.now


@dataclass
class Desk:
    """One firm; `seen` is everything that came back, in the sequence in which it came."""

    app: Starlette
    access: Access
    algorithms: str = "RSA-SHA256"
    cursor: int = 0
    seen: list[ReceiptNode] = field(default_factory=list)

    @property
    def emulator(self) -> Emulator:
        found: Emulator = self.app.state.emulator
        return found

    def http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://window")

    def signed(self, kind: str, nodes: Sequence[Mapping[str, Any]], **transfer: str) -> bytes:
        who = write.BaseTransfer(**{"copCode": FIRM, "copName": "杭州", "dxpId": TRANSFER.dxpId, **transfer})
        return sign(write.message(kind, nodes, who, guid()), signer_for(self.algorithms), ALGORITHMS[self.algorithms])

    async def send(self, kind: str, *nodes: Mapping[str, Any], **envelope: Any) -> Taken:
        return await self.send_bytes(kind, self.signed(kind, nodes), **envelope)

    async def send_bytes(self, kind: str, content: bytes, **envelope: Any) -> Taken:
        packed = Envelope(**{
            "message_id": guid(), "sender": TRANSFER.dxpId, "receivers": (PORT,), "kind": kind, "created_at": AT,
            "content": content, **envelope,
        })  # fmt: skip
        async with self.http() as http:
            return await client.post(http, self.access, packed)

    async def fetch(self) -> list[ReceiptNode]:
        """Return what is new."""
        new: list[ReceiptNode] = []
        more = True
        async with self.http() as http:
            while more:
                page = await client.fetch_receipts(http, self.access, self.cursor)
                self.cursor, more = page.cursor, page.more
                new += [node for content in page.messages for node in read(content)]
        self.seen += new
        return new

    async def codes(self, *nodes: Mapping[str, Any], kind: str) -> list[str]:
        """Send and return the codes of what came back."""
        await self.send(kind, *nodes)
        return [node.code for node in await self.fetch()]


def desk(**plain: Any) -> Desk:
    """A new window with one firm."""
    options = replace(read_options({"declarants": [plain_firm()], **plain}), clock=Clock())
    return Desk(Emulator(options).app(), Access("http://window", "acme", "pass"))


async def declared(*numbers: int, **options: Any) -> Desk:
    """A window that has these orders, waybills and lists."""
    one = desk(**options)
    await one.send("CEB303", *(order(number) for number in numbers))
    await one.send("CEB505", *(waybill(number) for number in numbers))
    await one.send("CEB603", *(export_list(number) for number in numbers))
    await one.fetch()
    return one


def numbers_of(one: Desk) -> dict[str, str]:
    return {node.values["copNo"]: node.values["invtNo"] for node in one.seen if node.values.get("invtNo")}
