"""Where requests may lead: names are judged by the addresses they stand for, and each client for itself."""

from __future__ import annotations

import asyncio

import pytest

from fahuo.kit import http
from fahuo.kit.tests.test_http import OK, read_request, server


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["10.0.0.7"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["::1"], ["192.168.0.9", "fd00::9"]],
)
def test_a_name_that_leads_into_our_own_network_is_refused(answers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the name is: the addresses it stands for are what counts, at the moment of connecting."""

    async def run() -> None:
        loop = asyncio.get_running_loop()

        async def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
            assert host == "api.carrier.example"
            return [(0, 0, 0, "", (address, port)) for address in answers]

        monkeypatch.setattr(loop, "getaddrinfo", resolve)
        monkeypatch.setattr(asyncio, "open_connection", unreachable)
        async with http.client(loopback=["http://127.0.0.1:9"]) as client:
            await http.send(client, client.build_request("POST", "https://api.carrier.example/order", content=b"x"))

    async def unreachable(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    with pytest.raises(http.NotSent, match="no public address"):
        asyncio.run(run())


def test_of_a_names_addresses_only_the_public_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    async def run() -> None:
        async def resolve(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
            return [(0, 0, 0, "", (address, port)) for address in ("10.0.0.7", "1.1.1.1")]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
        monkeypatch.setattr(asyncio, "open_connection", connect)
        async with http.client() as client:
            await http.send(client, client.build_request("GET", "https://api.carrier.example/"))

    async def connect(address: str, *_: object, **__: object) -> None:
        tried.append(address)
        raise OSError("no route")

    with pytest.raises(http.NotSent):
        asyncio.run(run())
    assert tried == ["1.1.1.1"]


def test_what_one_client_may_reach_is_closed_to_another() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(OK)

    async def run() -> str:
        async with server(answer) as url, http.client(loopback=[url]) as emulated, http.client() as live:
            text = (await http.send(emulated, emulated.build_request("GET", url))).text
            with pytest.raises(http.NotSent, match="no public address"):
                await http.send(live, live.build_request("GET", url))
            return text

    assert asyncio.run(run()) == "OK"
