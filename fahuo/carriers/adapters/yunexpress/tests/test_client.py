"""Tokens and retries."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.yunexpress.carrier import YunExpress
from fahuo.carriers.adapters.yunexpress.client import Client
from fahuo.carriers.errors import NotAuthorised
from fahuo.carriers.tests.stage import Clock, Scene, account, booking, play

CODE = "yunexpress"


class Counted(httpx.ASGITransport):
    """Counts calls by path."""

    def __init__(self, app: object) -> None:
        super().__init__(app=app)  # type: ignore[arg-type]
        self.paths: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(request.url.path)
        return await super().handle_async_request(request)

    @property
    def tokens(self) -> int:
        return self.paths.count("/openapi/oauth2/token")


def test_calls_at_once_share_one_token() -> None:
    async def run() -> None:
        transport = Counted(registry.emulator(CODE))
        async with httpx.AsyncClient(transport=transport) as client:
            carrier = registry.open_carrier(account(CODE), client)
            await asyncio.gather(*(carrier.create(booking(CODE, f"7-{number}-1")) for number in range(20)))
        assert transport.tokens == 1
        assert len(transport.paths) == 21

    asyncio.run(run())


def test_a_token_outlives_the_client_that_fetched_it() -> None:
    async def run(transport: Counted) -> None:
        async with httpx.AsyncClient(transport=transport) as client:
            await registry.open_carrier(same, client).find("7-1-1")

    same, app = account(CODE), registry.emulator(CODE)
    first, second = Counted(app), Counted(app)
    asyncio.run(run(first))
    asyncio.run(run(second))
    assert (first.tokens, second.tokens) == (1, 0)


def test_a_token_is_renewed_before_it_expires() -> None:
    async def run() -> list[int]:
        clock = Clock()
        transport = Counted(registry.emulator(CODE, clock=clock))
        async with httpx.AsyncClient(transport=transport) as client:
            carrier = YunExpress(Client(account(CODE), client, clock))
            counts = []
            for pause in (0, 6_000, 899, 2):  # 7,200 s of life, renewed 300 s before the end
                clock.at += pause
                await carrier.find("7-1-1")
                counts.append(transport.tokens)
            return counts

    assert asyncio.run(run()) == [1, 1, 1, 2]


def test_after_a_401_a_new_token_is_fetched_once() -> None:
    async def story(scene: Scene) -> None:
        scene.fail("create:expired_token")
        await scene.carrier.create(booking(CODE))
        assert scene.held == [booking(CODE).reference]
        scene.fail("create:expired_token:2")
        with pytest.raises(NotAuthorised):
            await scene.carrier.create(booking(CODE, "7-2-1"))
        assert scene.held == [booking(CODE).reference]

    play(CODE, story)


def test_a_token_that_the_carrier_has_dropped_is_replaced() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.find("7-1-1")
        scene.emulator._tokens.clear()  # type: ignore[attr-defined]
        await scene.carrier.create(booking(CODE))
        assert scene.held == [booking(CODE).reference]

    play(CODE, story)


def test_the_secret_never_leaves_except_for_a_token() -> None:
    async def run() -> None:
        transport = Counted(registry.emulator(CODE))
        sent: list[httpx.Request] = []

        async def keep(request: httpx.Request) -> None:
            sent.append(request)

        async with httpx.AsyncClient(transport=transport, event_hooks={"request": [keep]}) as client:
            carrier = registry.open_carrier(account(CODE), client)
            await carrier.label(await carrier.create(booking(CODE)))
        secret = registry.manifest(CODE).demo_credentials["app_secret"]
        told = [request.url.path for request in sent if secret in f"{request.headers}{request.content.decode()}"]
        assert told == ["/openapi/oauth2/token"]

    asyncio.run(run())
