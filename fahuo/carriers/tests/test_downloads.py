"""Files at addresses that a carrier gave: never in the clear, never anywhere but at a web address."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest

from fahuo.carriers.contract import Account
from fahuo.carriers.downloads import download
from fahuo.carriers.errors import CarrierError, Unexpected, Unsupported

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
