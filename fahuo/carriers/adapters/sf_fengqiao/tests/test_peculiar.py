"""What is SF's own: request numbers, labels behind a token, a small label, pick-ups, ten numbers a call."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from urllib.parse import parse_qs

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.calling import recorded
from fahuo.carriers.emulation.journey import Plot
from fahuo.carriers.errors import NotAuthorised, Refused
from fahuo.carriers.tests.stage import HAMBURG, Scene, account, booking, play
from fahuo.trade.milestone import Milestone

CODE = "sf_fengqiao"


def test_no_request_number_is_used_twice() -> None:
    seen: list[dict[str, list[str]]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(parse_qs(request.content.decode()))
        return httpx.Response(200, content=b'{"apiResultCode":"A1005"}')

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            carrier = registry.open_carrier(account(CODE), client)
            await asyncio.gather(*(carrier.find(f"7-{place}-1") for place in range(3)), return_exceptions=True)

    asyncio.run(run())
    assert len({form["requestID"][0] for form in seen}) == 3
    assert all(len(form["requestID"][0]) <= 40 for form in seen)


def test_the_label_is_small_and_opens_with_its_own_token_alone() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE))
        assert re.fullmatch(r"SF\d{13}", waybill.number)
        with recorded() as exchanges:
            label = await scene.carrier.label(waybill)
        assert (label.width_mm, label.height_mm) == (76, 130)
        made, fetched = exchanges
        token = fetched.request.headers["x-auth-token"]
        assert "partnerID" not in str(fetched.request.url)
        assert all(token not in exchange.transcript() for exchange in (made, fetched))
        assert (await scene.client.get(fetched.request.url)).status_code == 403

    play(CODE, story)


def test_a_courier_is_asked_for_where_the_account_says_so() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.create(booking(CODE))
        assert [entry.extra["pickup"] for entry in scene.emulator.book.entries] == [1]

    play(CODE, story, credentials={**registry.manifest(CODE).demo_credentials, "pickup": "yes"})


def test_a_wrong_monthly_account_is_the_owners_business() -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(NotAuthorised, match="monthly account"):
            await scene.carrier.create(booking(CODE))
        assert scene.held == []

    play(CODE, story, credentials={**registry.manifest(CODE).demo_credentials, "monthly_card": "7550000000"})


def test_a_cancelled_reference_is_not_free_again() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.cancel(await scene.carrier.create(booking(CODE)))
        with pytest.raises(Refused):
            await scene.carrier.create(booking(CODE))
        assert len(scene.held) == 1

    play(CODE, story)


def test_more_than_ten_numbers_are_too_many() -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(Refused, match="8003"):
            await scene.carrier.track_many([f"SF{place:013d}" for place in range(11)])

    play(CODE, story)


def test_the_end_of_the_order_comes_after_the_delivery_and_says_nothing() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(CODE, recipient=replace(HAMBURG, country="HK", postcode="")))
        scene.emulator.advanced_s += 30 * 86_400
        with recorded() as exchanges:
            events = await scene.carrier.track(waybill.number)
        assert events[-1].milestone is Milestone.DELIVERED
        assert b"8000" in (exchanges[0].response or httpx.Response(200)).content

    play(CODE, story, journeys={Plot.HAPPY: 1.0})
