"""4PX's answers, read and doubted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.fpx.client import VERSIONS
from fahuo.carriers.adapters.fpx.tracking import CHECKPOINTS, FAMILIES, ORDER_STATUS, milestone
from fahuo.carriers.contract import Carrier
from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    Refused,
    Unavailable,
    Unexpected,
)
from fahuo.carriers.tests.stage import INQUIRY, Clock, Scene, account, booking, play
from fahuo.trade.milestone import Milestone
from fahuo.trade.waybill import Waybill

FIXTURES = Path(__file__).parents[1] / "fixtures"
WAYBILL = Waybill("fpx", "SO-1001", "4PX3000000000001CN")
GET = "ds.xms.order.get"


def ask(question: Callable[[Carrier], object], *answers: bytes | str, status: int = 200) -> object:
    """Ask a carrier that says these things one after the other, and then the last of them for ever."""

    async def run() -> object:
        said = [answer if isinstance(answer, bytes) else answer.encode() for answer in answers]

        def respond(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return httpx.Response(status, content=said.pop(0) if len(said) > 1 else said[0])

        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            return await question(registry.open_carrier(account("fpx"), client))  # type: ignore[misc]

    asked.clear()
    return asyncio.run(run())


asked: list[httpx.Request] = []


def recorded(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ('{"result":"1","data":null}', 200, Unexpected),
        ('{"result":"1"}', 200, Unexpected),
        ('{"result":"1","data":""}', 200, Unexpected),
        ('{"result":"1","data":{"4px_tracking_no":""}}', 200, Unexpected),
        ('{"result":"1","data":{"4px_tracking_no":"4PX1CN","ref_no":"OTHER"}}', 200, Unexpected),
        ('{"result":"2","msg":"partly"}', 200, Unexpected),
        ('{"result":"","msg":"ok"}', 200, Unexpected),
        ('{"result":"7","msg":"ok"}', 200, Unexpected),
        ('{"result":"2","errors":[{"error_code":"DS000004","error_msg":"weight"}]}', 200, Refused),
        ('{"result":"0","msg":"failed","errors":[{"error_code":"DS000004","error_msg":"weight"}]}', 200, Refused),
        ('{"result":0,"msg":"failed","errors":{"error_code":4,"error_msg":"weight"}}', 200, Refused),
        ('{"result":"0","msg":"余额不足","errors":null}', 200, Refused),
        ('{"result":"0","msg":"余额不足","errors":""}', 200, Refused),
        ('{"result":"0","msg":"余额不足"}', 200, Refused),
        ("Internal Server Error", 500, Unavailable),
        ("moved", 302, Unexpected),
        ("", 200, Unexpected),
        ("[]", 200, Unexpected),
    ],
)
def test_create_ends_in_the_right_error(answer: str, status: int, error: type[CarrierError]) -> None:
    with pytest.raises(error) as caught:
        ask(lambda carrier: carrier.create(booking("fpx")), answer, status=status)
    assert type(caught.value) is error


@pytest.mark.parametrize("result", ['"1"', "1", '"2"'])
@pytest.mark.parametrize("quoted", [False, True], ids=["object", "string"])
def test_what_is_booked_may_stand_in_a_string(result: str, quoted: bool) -> None:
    data = '{"4px_tracking_no":"4PX3000000000001CN","ref_no":"SO-1001","logistics_channel_no":""}'
    inside = '"' + data.replace('"', '\\"') + '"' if quoted else data
    answer = f'{{"result":{result},"msg":"ok","errors":[],"data":{inside}}}'
    assert ask(lambda carrier: carrier.create(booking("fpx", "SO-1001")), answer) == WAYBILL


def test_the_call_names_method_and_version_and_signs_what_it_sends() -> None:
    ask(lambda carrier: carrier.find("SO-1001"), recorded("find__list_in_a_string"))
    [request] = asked
    assert (request.url.params["method"], request.url.params["v"]) == (GET, VERSIONS[GET])
    assert request.content == b'{"request_no":"SO-1001"}'
    assert "demo-app-secret-4px" not in f"{request.url}{request.headers}"


def test_a_found_order() -> None:
    found = ask(lambda carrier: carrier.find("SO-1001"), recorded("find__list_in_a_string"))
    assert found == Waybill("fpx", "SO-1001", "4PX3000000000001CN", tracking_number="LM1")


@pytest.mark.parametrize(
    "answer",
    [
        '{"result":"1","data":[]}',
        '{"result":"1","data":"[]"}',
        '{"result":"0","errors":[{"error_code":"DS000017"}]}',
        '{"result":"0","errors":[{"error_code":"0","error_msg":"Can not find this order"}]}',
    ],
)
def test_a_no_is_a_no(answer: str) -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), answer) is None


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ('{"result":"1"}', Unexpected),
        ('{"result":"1","data":null}', Unexpected),
        ('{"result":"1","data":""}', Unexpected),
        ('{"result":"1","data":[{}]}', Unexpected),
        ('{"result":"1","data":[{"consignment_info":{"4px_tracking_no":"4PX1CN","ref_no":"OTHER"}}]}', Unexpected),
        ('{"result":"0","errors":[{"error_code":"DS000007","error_msg":"in processing"}]}', Unavailable),
        ('{"result":"0","errors":[{"error_code":"DS000004"}]}', Refused),
    ],
)
def test_anything_else_is_no_no(answer: str, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.find("SO-1001"), answer)


def test_the_live_booking_is_preferred_and_two_need_a_person() -> None:
    entry = '{{"consignment_info":{{"4px_tracking_no":"{}","ref_no":"SO-1001","consignment_status":"{}"}}}}'
    first, second = entry.format("4PX1CN", "X"), entry.format("4PX2CN", "P")
    found = ask(lambda carrier: carrier.find("SO-1001"), f'{{"result":"1","data":[{second},{first}]}}')
    assert found == Waybill("fpx", "SO-1001", "4PX2CN")
    third = entry.format("4PX3CN", "H")
    with pytest.raises(Unexpected, match="booked more than once: 4PX2CN, 4PX3CN"):
        ask(lambda carrier: carrier.find("SO-1001"), f'{{"result":"1","data":[{second},{third}]}}')


def test_some_answers_come_in_gbk() -> None:
    answer = '{"result":"0","errors":[{"error_code":"DS000014","error_msg":"委托单不可取消"}]}'.encode("gbk")
    live = '{"result":"1","data":[{"consignment_info":{"4px_tracking_no":"4PX1CN","consignment_status":"H"}}]}'
    with pytest.raises(Refused, match="委托单不可取消") as caught:
        ask(lambda carrier: carrier.cancel(WAYBILL), answer, live)
    assert "委托单不可取消" in caught.value.transcript


def test_a_booking_that_is_under_way_is_asked_for_and_adopted() -> None:
    async def story(scene: Scene) -> None:
        first = asyncio.create_task(scene.carrier.create(booking("fpx")))
        while not scene.held:
            await asyncio.sleep(0)
        with pytest.raises(Unavailable, match="still working") as caught:
            await scene.carrier.create(booking("fpx"))
        assert caught.value.doubtful
        assert await scene.carrier.find(booking("fpx").reference) == await first
        clock.at += 1
        with pytest.raises(DuplicateReference):
            await scene.carrier.create(booking("fpx"))
        assert scene.held == [booking("fpx").reference]

    clock = Clock()
    play("fpx", story, answer_after_ms=50, clock=clock, strict_time=False)


def test_a_label_is_fetched_from_its_address_without_the_key() -> None:
    url = "https://label.example/1.pdf"
    answer = f'{{"result":"1","data":{{"label_url_info":{{"logistics_label":"{url}"}}}}}}'
    label = ask(lambda carrier: carrier.label(WAYBILL), answer, b"%PDF-1.4 x")
    assert label.content == b"%PDF-1.4 x"  # type: ignore[attr-defined]
    first, second = asked
    assert b'"label_size":"label_100x150"' in first.content
    assert (second.method, str(second.url)) == ("GET", url)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (['{"result":"1","data":null}'], NotReady),
        (['{"result":"1","data":{"label_url_info":{"logistics_label":""}}}'], NotReady),
        (['{"result":"1","data":{"label_url_info":{"logistics_label":"https://l.example/1"}}}', "<html>"], Unexpected),
        (['{"result":"1","data":{"label_url_info":{"logistics_label":"https://[l.example/1"}}}'], Unexpected),
        (['{"result":"0","errors":[{"error_code":"DS000017"}]}'], NotFound),
    ],
)
def test_no_label_yet(answers: list[str], error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.label(WAYBILL), *answers)


def test_times_are_on_the_chinese_clock_wherever_the_parcel_is() -> None:
    events = ask(lambda carrier: carrier.track(WAYBILL.number), recorded("track__two_zones"))
    assert [(event.at, event.milestone, event.raw_time) for event in events] == [  # type: ignore[attr-defined]
        (datetime(2026, 1, 6, 2, 0, tzinfo=UTC), Milestone.PICKED_UP, "2026-01-06 10:00:00 UTC+08:00"),
        (datetime(2026, 1, 14, 9, 30, tzinfo=UTC), Milestone.DELIVERED, "2026-01-14 17:30:00 UTC+01:00"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        '{"result":"1","data":null}',
        '{"result":"1","data":{"trackingList":null}}',
        '{"result":"0","errors":[{"error_code":"DS000017"}]}',
    ],
)
def test_a_number_without_events(answer: str) -> None:
    assert ask(lambda carrier: carrier.track("4PX1CN"), answer) == ()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("FPX_D_FD", Milestone.DELIVERY_FAILED),
        ("FPX_D_FDRA", Milestone.DELIVERY_FAILED),
        ("FPX_I_HCXX", Milestone.HELD),
        ("FPX_M_TDPH", Milestone.DELAYED),
        ("FPX_S_OK", Milestone.DELIVERED),
        ("FPX_S_OKXX", Milestone.UNMAPPED),
        ("D_SD", Milestone.UNMAPPED),
        ("", Milestone.UNMAPPED),
    ],
)
def test_codes_and_their_families(code: str, found: Milestone) -> None:
    assert milestone(code) is found


@pytest.mark.parametrize(
    ("code", "words", "found"),
    [
        ("FPX_O_RTR", "", Milestone.EXCEPTION),
        ("FPX_O_RTR", "Parcel is being returned to the sender", Milestone.RETURNING),
        ("FPX_O_PRUC", "包裹无人认领，退回中", Milestone.RETURNING),
        ("FPX_O_PRIA", "Incorrect return address of sender", Milestone.EXCEPTION),
        ("FPX_O_RR", "Returned to sender", Milestone.IN_TRANSIT),  # only an exception may be a return
        ("FPX_S_OK", "Returned to sender", Milestone.DELIVERED),
    ],
)
def test_whether_it_goes_back_is_for_the_words(code: str, words: str, found: Milestone) -> None:
    assert milestone(code, words) is found


def test_every_status_is_mapped() -> None:
    assert Milestone.UNMAPPED not in {*CHECKPOINTS.values(), *ORDER_STATUS.values(), *FAMILIES.values()}
    assert len(CHECKPOINTS) == 70


def test_prices_are_in_yuan_and_the_cheapest_comes_first() -> None:
    rates = ask(lambda carrier: carrier.quote(INQUIRY), recorded("quote__text_and_numbers"))
    assert [(rate.service_code, rate.name, rate.days) for rate in rates] == [  # type: ignore[attr-defined]
        ("PX", "递四方联邮通挂号", "10 - 20"),
        ("ZZ", "", ""),
    ]
    assert [str(rate.total) for rate in rates] == ["28.90 CNY", "31.00 CNY"]  # type: ignore[attr-defined]


def test_a_wrong_key_and_a_wrong_secret_both_name_the_owner() -> None:
    async def story(scene: Scene) -> None:
        with pytest.raises(NotAuthorised):
            await scene.carrier.find("SO-1001")

    demo = registry.manifest("fpx").demo_credentials
    for key in ("app_key", "app_secret"):
        play("fpx", story, credentials={**demo, key: "wrong"})


def test_a_parcel_that_was_handed_over_cannot_be_cancelled() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking("fpx"))
        scene.emulator.advanced_s += 86_400
        with pytest.raises(Refused, match="不可取消"):
            await scene.carrier.cancel(waybill)
        assert [entry.cancelled for entry in scene.emulator.book.entries] == [False]

    play("fpx", story)


def test_an_unknown_method_is_a_fault_of_the_carrier() -> None:
    async def story(scene: Scene) -> None:
        answer = await scene.client.post("http://emulator.invalid/router/api/service?method=ds.xms.nothing")
        assert (answer.status_code, answer.text) == (500, "Internal Server Error")

    play("fpx", story)
