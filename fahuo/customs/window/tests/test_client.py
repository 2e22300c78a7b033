"""Which answers of a window our client believes, and what it makes of silence."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from fahuo.customs.ceb.receipts import read
from fahuo.customs.ceb.tests.papers import TRANSFER, guid, order
from fahuo.customs.window import client, server
from fahuo.customs.window.client import Access, Doubtful, NotAuthorised, NotReached, Refused
from fahuo.customs.window.tests.desk import desk, plain_firm
from fahuo.kit import http

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def test_over_the_wire_silence_is_doubtful_and_a_closed_door_is_not() -> None:
    """A process of its own, real sockets, our one HTTP client."""
    one = desk()

    async def ask(url: str) -> None:
        one.access = Access(url, "acme", "pass")
        async with http.client(loopback=[url], answer_within_s=1.0) as over:
            envelope = _envelope(one.signed("CEB303", [order()]))
            with pytest.raises(Doubtful):
                await client.post(over, one.access, envelope)
            with pytest.raises(Doubtful):
                await client.post(over, one.access, envelope)
            page = await client.fetch_receipts(over, one.access)
            codes = [node.code for content in page.messages for node in read(content)]
            assert codes == ["2", "3", "120", "-301010"]
            closed = Access("http://127.0.0.1:9", "acme", "pass")
            with pytest.raises(NotReached):
                await client.post(over, closed, envelope)
            with pytest.raises(NotReached):
                await client.fetch_receipts(over, closed)

    faults = ["post:silence_after", "post:reset_after"]
    with server.running(declarants=[plain_firm()], faults=faults) as url:
        asyncio.run(ask(url))


def _envelope(content: bytes) -> Any:
    from fahuo.customs.ceb.envelope import Envelope
    from fahuo.customs.ceb.tests.papers import AT
    from fahuo.customs.window.tests.desk import PORT

    return Envelope(guid(), TRANSFER.dxpId, (PORT,), "CEB303", AT, content)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"", Doubtful),
        (200, b"<html/>", Doubtful),
        (200, b'{"ResponseCode": 0}', Doubtful),
        (200, b'{"ResponseCode": ""}', Doubtful),
        (200, b'{"ResponseCode": "\\u0000"}', Doubtful),
        (500, b'{"ResponseCode": "0000"}', Doubtful),
        (502, b'{"ResponseCode": "3001"}', Doubtful),
        (302, b'{"ResponseCode": "0000"}', Doubtful),
        (400, b'{"ResponseCode": "0001", "ResponseInfo": "format"}', Refused),
        (200, b'{"ResponseCode": "1001"}', Refused),
        (401, b"", NotAuthorised),
        (403, b'{"ResponseCode": "0000"}', NotAuthorised),
        (404, b"", NotReached),
        (405, b'{"ResponseCode": "0000"}', NotReached),
        (413, b"", Refused),
        (429, b"", NotReached),
    ],
)
async def test_answers_are_believed_only_when_they_say_so(status: int, body: bytes, error: type[Exception]) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=body))
    async with httpx.AsyncClient(transport=transport) as over:
        with pytest.raises(error) as caught:
            await client.post(over, Access("http://window", "acme", "pass"), _envelope(b"x"))
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (200, b"[]"),
        (200, b'{"cursor": 3, "messages": []}'),
        (200, b'{"cursor": 7, "messages": [], "more": true}'),
        (200, b'{"cursor": 8, "messages": ["%"]}'),
        (200, b'{"cursor": 9223372036854775807, "messages": []}'),
        (200, b'{"cursor": 18446744073709551615, "messages": []}'),
    ],
)
async def test_receipts_that_cannot_be_read_leave_the_cursor_where_it_was(status: int, body: bytes) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=body))
    async with httpx.AsyncClient(transport=transport) as over:
        with pytest.raises(NotReached):
            await client.fetch_receipts(over, Access("http://window", "acme", "pass"), 7)


@pytest.mark.parametrize(("asked", "waits"), [("7", 7), ("99999999999", 3600), ("9" * 400, 3600), ("-1", None)])
async def test_no_window_sends_us_away_for_ever(asked: str, waits: float | None) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(429, headers={"Retry-After": asked}))
    async with httpx.AsyncClient(transport=transport) as over:
        with pytest.raises(NotReached) as caught:
            await client.post(over, Access("http://window", "acme", "pass"), _envelope(b"x"))
    assert caught.value.retry_after == waits


async def test_what_no_database_keeps_is_left_out_of_reasons() -> None:
    body = b'{"ResponseCode": "0001", "ResponseInfo": "for\\u0000mat"}'
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    async with httpx.AsyncClient(transport=transport) as over:
        with pytest.raises(Refused) as caught:
            await client.post(over, Access("http://window", "acme", "pass"), _envelope(b"x"))
    assert (caught.value.code, caught.value.text) == ("0001", "format")
