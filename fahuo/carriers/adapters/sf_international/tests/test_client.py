"""Tokens, keys, and transcripts of what is encrypted."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.sf_international.carrier import SfIuop
from fahuo.carriers.adapters.sf_international.client import Client
from fahuo.carriers.calling import recorded
from fahuo.carriers.errors import NotAuthorised, RateLimited, Unavailable, Unexpected
from fahuo.carriers.tests.stage import HAMBURG, Clock, Scene, account, booking, play

CODE = "sf_international"
DEMO = registry.manifest(CODE).demo_credentials


class Counted(httpx.ASGITransport):
    """Counts calls by path."""

    def __init__(self, app: Any) -> None:
        super().__init__(app=app)
        self.paths: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(request.url.path)
        return await super().handle_async_request(request)

    @property
    def tokens(self) -> int:
        return self.paths.count("/openapi/api/token")


def test_calls_at_once_share_one_token_as_a_second_would_end_the_first() -> None:
    async def run() -> None:
        transport = Counted(registry.emulator(CODE))
        async with httpx.AsyncClient(transport=transport) as client:
            carrier = registry.open_carrier(account(CODE), client)
            await asyncio.gather(*(carrier.create(booking(CODE, f"7-{number}-1")) for number in range(10)))
        assert (transport.tokens, len(transport.paths)) == (1, 11)

    asyncio.run(run())


def test_a_token_is_renewed_before_it_expires() -> None:
    async def run() -> list[int]:
        clock = Clock()
        transport = Counted(registry.emulator(CODE, clock=clock))
        async with httpx.AsyncClient(transport=transport) as client:
            own = account(CODE)
            carrier = SfIuop(Client(own, client, clock), own)
            counts = []
            for pause in (0, 6_000, 899, 2):  # 7,200 s of life, renewed 300 s before the end
                clock.at += pause
                await carrier.find("7-1-1")
                counts.append(transport.tokens)
            return counts

    assert asyncio.run(run()) == [1, 1, 1, 2]


def test_a_token_that_another_program_ended_is_renewed_once() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.find("7-1-1")
        stolen = await scene.client.get(
            "http://x.invalid/openapi/api/token",
            params={"appKey": DEMO["app_key"], "appSecret": DEMO["app_secret"]},
        )
        assert stolen.json()["apiResultCode"] == 0
        await scene.carrier.create(booking(CODE))
        assert len(scene.held) == 1

    play(CODE, story)


@pytest.mark.parametrize("key", ["", "short", DEMO["encoding_aes_key"] + "x", "!" * 43])
def test_an_aes_key_that_is_none_names_the_field_and_sends_nothing(key: str) -> None:
    own = account(CODE, credentials={**DEMO, "encoding_aes_key": key})

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: pytest.fail("sent"))) as client:
            with pytest.raises(NotAuthorised, match="encoding_aes_key") as caught:
                await SfIuop(Client(own, client), own).find("7-1-1")
            assert key not in caught.value.message or not key

    asyncio.run(run())


def test_another_aes_key_opens_nothing() -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(Unexpected, match="2003"):
            await scene.carrier.find("7-1-1")

    play(CODE, story, credentials={**DEMO, "encoding_aes_key": "B" * 43})


def test_a_customer_that_sf_does_not_know_is_never_read_as_no_such_order() -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(NotAuthorised, match="客户信息不存在"):
            await scene.carrier.find("7-1-1")

    play(CODE, story, credentials={**DEMO, "customer_code": "OTHER"})


def test_what_the_interface_needs_is_named() -> None:
    for interface, lacking in (("IUOP", "customer_code"), ("IECS", "platform_code")):
        own = account(CODE, credentials={**DEMO, "interface": interface, lacking: ""})
        carrier = registry.open_carrier(own, httpx.AsyncClient())
        with pytest.raises(NotAuthorised, match=f"lacks {lacking}, which {interface} needs"):
            asyncio.run(carrier.create(booking(CODE)))
    with pytest.raises(NotAuthorised, match="IUOP, IECS"):
        registry.open_carrier(account(CODE, credentials={**DEMO, "interface": "X"}), httpx.AsyncClient())


def test_transcripts_are_readable_and_nobody_is_in_them() -> None:
    async def story(scene: Scene) -> None:
        with recorded() as exchanges:
            waybill = await scene.carrier.create(booking(CODE))
        said = [exchange.transcript() for exchange in exchanges]
        assert len(said) == 2  # the token and the booking
        assert booking(CODE).reference in said[1]
        assert waybill.number in said[1]  # from the answer's ciphertext
        assert '"regionSecond":"Hamburg"' in said[1]
        secrets = [DEMO["app_secret"], DEMO["encoding_aes_key"], exchanges[1].request.headers["token"]]
        names = ["Groß", "Reeperbahn", "15112345678", HAMBURG.email]
        assert [word for word in (*secrets, *names) if word in "".join(said)] == []

    play(CODE, story)


def test_a_fault_of_the_gateways_own_is_doubtful_and_a_missing_release_is_the_owners() -> None:
    def answering(code: int, said: str) -> httpx.MockTransport:
        def respond(request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/token"):
                token = {"accessToken": "t", "expireIn": 7200}
                return httpx.Response(200, json={"apiResultCode": "0", "apiResultData": token})
            return httpx.Response(200, json={"apiResultCode": code, "apiErrorMsg": said, "apiResultData": None})

        return httpx.MockTransport(respond)

    async def run(transport: httpx.MockTransport) -> None:
        async with httpx.AsyncClient(transport=transport) as client:
            await registry.open_carrier(account(CODE), client).create(booking(CODE))

    with pytest.raises(Unavailable) as caught:
        asyncio.run(run(answering(500, "server error")))
    assert caught.value.doubtful
    for code in (1004, 2001):
        with pytest.raises(NotAuthorised):
            asyncio.run(run(answering(code, "")))


@pytest.mark.parametrize("data", [None, {}, {"accessToken": ""}, {"accessToken": "令牌"}, "t"])
def test_a_token_that_is_none_is_unexpected(data: object) -> None:
    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"apiResultCode": 0, "apiResultData": data})

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            await registry.open_carrier(account(CODE), client).find("7-1-1")

    with pytest.raises(Unexpected):
        asyncio.run(run())


@pytest.mark.parametrize("fault", ["error_after", "garbage_after", "rate_limit"])
def test_without_a_token_nothing_was_booked_and_nothing_is_doubtful(fault: str) -> None:
    async def story(scene: Scene) -> None:
        scene.fail(f"token:{fault}")
        with pytest.raises((Unavailable, Unexpected, RateLimited)) as caught:
            await scene.carrier.create(booking(CODE))
        assert not caught.value.doubtful
        assert scene.held == []

    play(CODE, story)
