"""Yanwen's answers, read and doubted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.yanwen.client import TRACKING_URL
from fahuo.carriers.adapters.yanwen.tracking import CHECKPOINTS, ORDER_STATUS
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.errors import CarrierError, NotAuthorised, NotReady, Refused, Unavailable, Unexpected
from fahuo.carriers.tests.stage import Scene, account, booking, play
from fahuo.trade.milestone import Milestone
from fahuo.trade.waybill import Waybill

WAYBILL = Waybill("yanwen", "SO-1001", "UA123456785YP")


def ask(question: Callable[[Carrier], object], answer: str, status: int = 200, *, live: bool = False) -> object:
    """Ask a carrier that always says the same."""

    async def run() -> object:
        def respond(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return httpx.Response(status, text=answer)

        page = registry.manifest("yanwen")
        who = Account("yanwen", page.base_urls["production"], page.demo_credentials) if live else account("yanwen")
        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            return await question(registry.open_carrier(who, client))  # type: ignore[misc]

    asked.clear()
    return asyncio.run(run())


asked: list[httpx.Request] = []


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ("签名错误,可能秘钥已失效,请获取新秘钥对接", 401, NotAuthorised),
        ('{"success":true,"code":"-1","message":"系统异常"}', 200, Unavailable),
        ('{"success":false,"code":-1,"message":"系统异常"}', 200, Unavailable),
        ('{"success":true,"code":"1","message":"参数错误"}', 200, Refused),
        ('{"success":"false","code":"7","message":"余额不足"}', 200, Refused),
        ('{"success":true,"code":"0"}', 200, Unexpected),
        ('{"success":true,"code":"0","data":null}', 200, Unexpected),
        ('{"success":true,"code":"0","data":{"waybillNumber":"UA1YP","orderNumber":"OTHER"}}', 200, Unexpected),
        ("moved", 302, Unexpected),
    ],
)
def test_create_ends_in_the_right_error(answer: str, status: int, error: type[CarrierError]) -> None:
    with pytest.raises(error) as caught:
        ask(lambda carrier: carrier.create(booking("yanwen")), answer, status)
    assert type(caught.value) is error


def test_numbers_may_be_text_and_text_numbers() -> None:
    answer = '{"success":"true","code":0,"data":{"waybillNumber":"UA123456785YP","orderNumber":"SO-1001"}}'
    made = ask(lambda carrier: carrier.create(booking("yanwen", "SO-1001")), answer)
    assert made == WAYBILL


@pytest.mark.parametrize(
    ("orders", "number", "cancelled"),
    [
        ([("UA1YP", 0)], "UA1YP", False),
        ([("UA1YP", "5")], "UA1YP", True),
        ([("UA1YP", 5), ("UA2YP", 3)], "UA2YP", False),
        ([("UA2YP", 3), ("UA1YP", 5)], "UA2YP", False),
    ],
)
def test_find_prefers_the_live_booking(orders: list[tuple[str, object]], number: str, cancelled: bool) -> None:
    listed = [f'{{"waybillNumber":"{n}","orderNumber":"SO-1001","status":{s!r}}}' for n, s in orders]
    answer = f'{{"success":true,"code":"0","data":[{",".join(listed)}]}}'.replace("'", '"')
    found = ask(lambda carrier: carrier.find("SO-1001"), answer)
    assert found == Waybill("yanwen", "SO-1001", number, cancelled=cancelled)


def test_a_reference_that_was_booked_twice_needs_a_person() -> None:
    async def story(scene: Scene) -> None:
        await scene.carrier.create(booking("yanwen"))
        await scene.carrier.create(booking("yanwen"))
        with pytest.raises(Unexpected, match=r"booked more than once: UA.*YP, UA.*YP"):
            await scene.carrier.find(booking("yanwen").reference)

    play("yanwen", story, refuse_duplicates=False)


@pytest.mark.parametrize("answer", ['{"success":true,"code":"0","data":[]}', '{"success":true,"code":"0","data":null}'])
def test_an_empty_list_is_a_no(answer: str) -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), answer) is None


def test_a_list_that_is_missing_is_no_no() -> None:
    with pytest.raises(Unexpected):
        ask(lambda carrier: carrier.find("SO-1001"), '{"success":true,"code":"0"}')


def test_a_cancellation_is_believed_when_the_order_says_so() -> None:
    answer = '{"success":true,"code":"0","data":[{"waybillNumber":"UA123456785YP","status":3}]}'
    with pytest.raises(NotReady):
        ask(lambda carrier: carrier.cancel(WAYBILL), answer)


def test_track_reads_zones() -> None:
    answer = """{"code":0,"message":"success","result":[{"tracking_number":"UA123456785YP","checkpoints":[
        {"time_stamp":"2026-01-09T09:30:00","time_zone":"+01","tracking_status":"LM40","location":"HAMBURG"},
        {"time_stamp":"2026-01-06T10:00:00","time_zone":"+08","tracking_status":"PU10","message":"received"},
        {"time_stamp":"2026-01-05T10:00:00","time_zone":"","tracking_status":"ZZ99"},
        {"time_stamp":null,"tracking_status":"OR10"}]}]}"""
    events = ask(lambda carrier: carrier.track(WAYBILL.number), answer)
    assert [(event.at, event.milestone, event.raw_code) for event in events] == [  # type: ignore[attr-defined]
        (datetime(2026, 1, 5, 2, 0, tzinfo=UTC), Milestone.UNMAPPED, "ZZ99"),
        (datetime(2026, 1, 6, 2, 0, tzinfo=UTC), Milestone.RECEIVED, "PU10"),
        (datetime(2026, 1, 9, 8, 30, tzinfo=UTC), Milestone.DELIVERED, "LM40"),
    ]


def test_the_tracking_interface_has_a_host_of_its_own_and_never_sees_the_token() -> None:
    answer = '{"code":0,"message":"success","result":[{"tracking_status":"NOTFOUND"}]}'
    assert ask(lambda carrier: carrier.track("UA1YP"), answer, live=True) == ()
    [request] = asked
    assert str(request.url) == f"{TRACKING_URL}/api/tracking?nums=UA1YP"
    assert request.headers["authorization"] == "100001"
    assert "demo-api-token" not in f"{request.url}{request.headers}"


def test_every_status_is_mapped() -> None:
    assert Milestone.UNMAPPED not in {*CHECKPOINTS.values(), *ORDER_STATUS.values()}
    assert "14" not in ORDER_STATUS  # never seen
