"""Cainiao's answers, read and doubted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.cainiao.signing import digest
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    Refused,
    Unavailable,
    Unexpected,
    Unsupported,
)
from fahuo.carriers.tests.stage import HAMBURG, Scene, Story, account, booking, play
from fahuo.trade.waybill import Waybill

FIXTURES = Path(__file__).parents[1] / "fixtures"
DEMO = registry.manifest("cainiao").demo_credentials
GBK = {**DEMO, "encoding": "GBK"}
WAYBILL = Waybill("cainiao", "SO-1001", "LP00000000000001")


def ask(
    question: Callable[[Carrier], object], answer: bytes | str, status: int = 200, who: Account | None = None
) -> object:
    """Ask a carrier that always says the same."""

    async def run() -> object:
        def respond(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return httpx.Response(status, content=answer if isinstance(answer, bytes) else answer.encode())

        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            return await question(registry.open_carrier(who or account("cainiao"), client))  # type: ignore[misc]

    asked.clear()
    return asyncio.run(run())


asked: list[httpx.Request] = []


def play_with(encoding: str, story: Story, credentials: Mapping[str, str]) -> None:
    """Run a story against an emulator whose account is in this encoding."""

    async def run() -> None:
        app = registry.emulator("cainiao", credentials={**DEMO, "encoding": encoding})
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
            carrier = registry.open_carrier(account("cainiao", credentials=credentials), client)
            await story(Scene(carrier, app.state.emulator, client))  # type: ignore[attr-defined]

    asyncio.run(run())


def recorded(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ('{"success":"true","data":null}', 200, Unexpected),
        ('{"success":"true"}', 200, Unexpected),
        ('{"success":true,"data":{"orderCode":""}}', 200, Unexpected),
        ('{"success":"false","errorCode":"S02","errorMsg":"digist sign check not pass"}', 200, NotAuthorised),
        ('{"success":false,"errorCode":"X","errorMsg":"余额不足"}', 200, Refused),
        ('{"success":"false"}', 200, Refused),
        ('{"success":"false","errorCode":null,"errorMsg":"系统异常，请重试"}', 200, Unavailable),
        ('{"errorMsg":"?"}', 200, Unexpected),
        ('{"success":"maybe"}', 200, Unexpected),
        ("<response><success>true</success></response>", 200, Unexpected),
        ("moved", 302, Unexpected),
        ("bad gateway", 502, Unavailable),
    ],
)
def test_create_ends_in_the_right_error(answer: str, status: int, error: type[CarrierError]) -> None:
    with pytest.raises(error) as caught:
        ask(lambda carrier: carrier.create(booking("cainiao")), answer, status)
    assert type(caught.value) is error


@pytest.mark.parametrize("success", ['"true"', "true", "1", '"1"'])
def test_success_may_be_a_text(success: str) -> None:
    answer = recorded("create__text_true").replace(b'"true"', success.encode())
    made = ask(lambda carrier: carrier.create(booking("cainiao", "SO-1001")), answer)
    assert made == replace(WAYBILL, tracking_number="LV473124829CN")


def test_a_call_is_a_form_with_a_digest_over_what_it_holds() -> None:
    ask(lambda carrier: carrier.create(booking("cainiao")), recorded("create__text_true"))
    [request] = asked
    assert request.url.path == "/gateway/link.do"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded;charset=UTF-8"
    form = {key: value for key, [value] in parse_qs(request.content.decode()).items()}
    assert (form["msg_type"], form["to_code"]) == ("cnge.order.create", "CNGCP-OPEN")
    assert form["logistic_provider_id"] == DEMO["cp_code"]
    assert form["data_digest"] == digest(form["logistics_interface"], DEMO["secret_key"])
    assert DEMO["secret_key"] not in request.content.decode()


@pytest.mark.parametrize("name", ["production", "sandbox"])
def test_the_gateways_have_addresses_of_their_own(name: str) -> None:
    url = registry.manifest("cainiao").base_urls[name]
    ask(lambda carrier: carrier.track("LP1"), '{"success":"true","data":{}}', who=Account("cainiao", url, DEMO))
    assert str(asked[0].url) == url


def test_there_is_no_look_up_and_that_is_said() -> None:
    with pytest.raises(Unsupported, match="offers no find"):
        ask(lambda carrier: carrier.find("SO-1001"), "{}")
    assert asked == []


@pytest.mark.parametrize("doubt", ["create:error_after", "create:garbage_after"])
def test_a_doubtful_booking_cannot_be_asked_for_so_it_needs_a_person(doubt: str) -> None:
    async def story(scene: Scene) -> None:
        scene.fail(doubt)
        with pytest.raises(CarrierError) as caught:
            await scene.carrier.create(booking("cainiao"))
        assert caught.value.doubtful
        assert scene.held == [booking("cainiao").reference]
        with pytest.raises(Unsupported):
            await scene.carrier.find(booking("cainiao").reference)

    play("cainiao", story)


def test_a_second_order_is_refused_or_the_first_is_given_back() -> None:
    """Nobody knows which. An adapter cannot tell a new order from an old one that is given back."""

    async def refused(scene: Scene) -> None:
        await scene.carrier.create(booking("cainiao"))
        with pytest.raises(DuplicateReference):
            await scene.carrier.create(booking("cainiao"))
        assert len(scene.held) == 1

    async def given_back(scene: Scene) -> None:
        first = await scene.carrier.create(booking("cainiao"))
        assert await scene.carrier.create(booking("cainiao")) == first
        assert len(scene.held) == 1

    play("cainiao", refused)
    play("cainiao", given_back, refuse_duplicates=False)


def test_an_importer_of_the_contract_is_known_and_another_cannot_be_told() -> None:
    who = replace(account("cainiao"), eori="NL000000001")
    told = replace(booking("cainiao").customs, eori="NL000000001")
    assert ask(lambda c: c.create(booking("cainiao", customs=told)), recorded("create__text_true"), who=who)
    with pytest.raises(Unsupported):
        ask(lambda c: c.create(booking("cainiao", customs=replace(told, eori="DE1"))), "{}", who=who)
    assert asked == []


def test_an_ioss_number_counts_in_the_eu_only() -> None:
    who = replace(account("cainiao"), credentials={**DEMO, "ioss": "REFUSE"})
    ioss = replace(booking("cainiao").customs, ioss="IM2760000000")
    american = replace(HAMBURG, country="US")
    made = booking("cainiao", customs=ioss, recipient=american)
    assert ask(lambda carrier: carrier.create(made), recorded("create__text_true"), who=who)
    with pytest.raises(Unsupported):
        ask(lambda carrier: carrier.create(booking("cainiao", customs=ioss)), "{}", who=who)


def test_an_account_in_gbk_is_spoken_to_in_gbk() -> None:
    chinese = replace(HAMBURG, name="李雷", country="SG", street="中山路 1", street2="")

    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking("cainiao", recipient=chinese))
        assert [entry.recipient for entry in scene.emulator.book.entries] == ["李雷"]
        with pytest.raises(NotFound, match="物流订单不存在"):
            await scene.carrier.label(Waybill("cainiao", "x", "LP1"))
        assert (await scene.carrier.label(waybill)).content.startswith(b"%PDF-")
        with pytest.raises(Refused, match="cannot write 'ß'") as caught:
            await scene.carrier.create(booking("cainiao", "7-2-1"))
        assert [problem.field for problem in caught.value.problems] == ["address"]
        scene.fail("create:error_before")
        with pytest.raises(Unavailable) as doubted:
            await scene.carrier.create(booking("cainiao", "7-3-1", recipient=chinese))
        assert "手机壳" in doubted.value.transcript
        assert "李雷" not in doubted.value.transcript
        assert scene.held == [booking("cainiao").reference]

    play_with("GBK", story, GBK)


def test_an_emulator_of_the_other_encoding_refuses_the_digest() -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(NotAuthorised):
            await scene.carrier.create(booking("cainiao"))

    play_with("GBK", story, DEMO)


def test_a_transcript_can_be_read_and_names_nobody() -> None:
    with pytest.raises(Unavailable) as caught:
        ask(lambda carrier: carrier.create(booking("cainiao")), "bad gateway", 502)
    said = caught.value.transcript
    assert '"outOrderId":"7-8190000000000001-1"' in said
    assert '"detailAddress":"[personal]"' in said
    assert "data_digest=[secret]" in said
    assert "Reeperbahn" not in said


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ('{"success":"true","data":null}', NotReady),
        ('{"success":"true","data":{"waybillPdfData":""}}', NotReady),
        ('{"success":"true","data":{"waybillPdfData":"!"}}', Unexpected),
        ('{"success":"true","data":{"waybillPdfData":"aGVsbG8="}}', Unexpected),
        ('{"success":"true"}', Unexpected),
    ],
)
def test_no_label(answer: str, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.label(WAYBILL), answer)


def test_a_gateway_without_parameters_says_so() -> None:
    async def story(scene: Scene) -> None:
        answer = await scene.client.post("http://emulator.invalid/gateway/link.do", data={"msg_type": "x"})
        assert "request param api can not be null" in answer.text

    play("cainiao", story)


def test_a_pickup_that_was_asked_for_is_known_to_the_carrier() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.create(booking("cainiao"))
        assert [entry.extra["door_pickup"] for entry in scene.emulator.book.entries] == [True]

    play("cainiao", story, credentials={**DEMO, "handover": "DOOR_PICKUP"})


def test_the_label_shows_the_tracking_number_and_a_wrong_one_does_not() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking("cainiao"))
        assert waybill.tracking_number.encode() in (await scene.carrier.label(waybill)).content
        scene.fail("label:wrong_label")
        assert waybill.tracking_number.encode() not in (await scene.carrier.label(waybill)).content

    play("cainiao", story)
