"""Files at addresses that a carrier gave: never in the clear, never anywhere but at a web address."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace

import httpx
import pytest

from fahuo.carriers.contract import Account
from fahuo.carriers.downloads import download
from fahuo.carriers.errors import CarrierError, Unexpected, Unsupported
from fahuo.carriers.reading import label_file
from fahuo.kit import http
from fahuo.trade.label import LabelFormat

LIVE = Account("x", "https://api.example", {})
EMULATED = replace(LIVE, emulated=True)


def fetched(account: Account, url: str, status: int = 200) -> tuple[bytes, list[httpx.Request]]:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, content=b"%PDF")

    async def run() -> bytes:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            reply = await download(
                client, account, url, operation="label", secrets=("token",), headers={"X-T": "token"}
            )
            return reply.response.content

    try:
        return asyncio.run(run()), asked
    except CarrierError as error:
        raise error from RuntimeError(len(asked))


@pytest.mark.parametrize(
    ("account", "url"),
    [
        (LIVE, "https://files.example/1.pdf"),
        (EMULATED, "https://files.example/1.pdf"),
        (EMULATED, "http://127.0.0.1/1"),
    ],
)
def test_what_is_fetched(account: Account, url: str) -> None:
    content, [request] = fetched(account, url)
    assert (content, str(request.url), request.headers["x-t"]) == (b"%PDF", url, "token")


@pytest.mark.parametrize(
    ("account", "url", "error"),
    [
        (LIVE, "http://labels.example:81/1.pdf", Unsupported),  # a person's address in the clear
        (EMULATED, "ftp://labels.example/1.pdf", Unexpected),
        (LIVE, "javascript:1", Unexpected),
        (LIVE, "/1.pdf", Unexpected),
        (LIVE, "//labels.example/1.pdf", Unexpected),
        (LIVE, "https://", Unexpected),
        (LIVE, "https://\x00", Unexpected),
        (LIVE, "", Unexpected),
    ],
)
def test_what_is_not_even_asked_for(account: Account, url: str, error: type[CarrierError]) -> None:
    with pytest.raises(error) as caught:
        fetched(account, url)
    assert type(caught.value) is error
    assert caught.value.operation == "label"
    assert str(caught.value.__cause__) == "0"


@pytest.mark.parametrize("status", [204, 302, 404])
def test_any_other_answer_is_no_file(status: int) -> None:
    with pytest.raises(Unexpected):
        fetched(LIVE, "https://files.example/1.pdf", status)


@pytest.mark.parametrize("announced", [True, False])
def test_fifty_megabytes_are_broken_off(announced: bool) -> None:
    """A length that is announced is believed at once; one that is not is counted while it comes."""
    sent = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        # What the system takes in advance is then little, on any machine.
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
        length = b"content-length: 50000000" if announced else b"connection: close"
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\n" + length + b"\r\n\r\n")
        try:
            for _ in range(500):
                writer.write(bytes(100_000))
                await writer.drain()
                sent += 100_000
        except OSError:
            pass

    async def run() -> None:
        listening = await asyncio.start_server(answer, "127.0.0.1")
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        try:
            async with http.client(loopback=[url]) as client:
                with pytest.raises(Unexpected, match="larger than any label"):
                    await download(client, EMULATED, f"{url}/label.pdf", operation="label")
        finally:
            listening.close()
            await asyncio.sleep(0.05)

    asyncio.run(run())
    assert sent < (10_000_000 if announced else 30_000_000)


@pytest.mark.parametrize("kind", ["image/png", "text/html", "application/octet-stream", ""])
def test_the_declared_type_does_not_count(kind: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"%PDF-1.4", headers={"content-type": kind})

    async def run() -> bytes:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            reply = await download(client, LIVE, "https://files.example/1.png", operation="label")
            return reply.response.content

    assert label_file(asyncio.run(run())).format is LabelFormat.PDF
