"""Answers as they come, sealed; some are files in `fixtures`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.sf_international import offers, tracking, wire
from fahuo.carriers.adapters.sf_international.signing import key_of, seal
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
from fahuo.carriers.tests.stage import INQUIRY, account, booking
from fahuo.trade.milestone import Milestone
from fahuo.trade.money import Money
from fahuo.trade.waybill import Waybill

CODE = "sf_international"
FIXTURES = Path(__file__).parent.parent / "fixtures"
DEMO = registry.manifest(CODE).demo_credentials
WAYBILL = Waybill(CODE, "SO-1001", "SF1234567890123")


def sealed(content: bytes) -> str:
    return seal(content, key=key_of(DEMO["encoding_aes_key"]), app_key=DEMO["app_key"], start=b"0" * 16)


def ask(question: Callable[[Carrier], Awaitable[Any]], answer: object) -> Any:
    """Ask a carrier that gives a token and then always the same `apiResultData`."""

    def respond(request: httpx.Request) -> httpx.Response:
        token = request.url.path.endswith("/token")
        inner = {"accessToken": "t", "expireIn": 7200} if token else answer
        return httpx.Response(200, json={"apiResultCode": 0, "apiErrorMsg": "", "apiResultData": inner})

    async def run() -> Any:
        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            return await question(registry.open_carrier(account(CODE), client))

    return asyncio.run(run())


def fixture(name: str) -> str:
    return sealed((FIXTURES / f"{name}.json").read_bytes())


def no(message: str, code: str = "127999") -> str:
    return sealed(json.dumps({"success": False, "code": code, "msg": message}).encode())


def test_find_takes_sfs_own_number_and_not_the_agents() -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__found")) == WAYBILL


def test_find_says_none_for_an_explicit_no_alone() -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__not_found")) is None
    with pytest.raises(NotAuthorised):  # 客户信息不存在: the customer, not the order
        ask(lambda carrier: carrier.find("SO-1001"), fixture("find__customer_unknown"))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (None, Unexpected),
        ("", Unexpected),
        ("AAAA", Unexpected),
        ({"success": True}, Unexpected),
        (sealed(b"no JSON"), Unexpected),
        (sealed(b'{"data":{}}'), Unexpected),
        (sealed(b'{"success":true}'), Unexpected),
        (sealed(b'{"success":true,"data":null}'), Unexpected),
        (sealed(b'{"success":true,"data":{"sfWaybillNo":"SF1","customerOrderNo":"OTHER"}}'), Unexpected),
        ('{"success":false,"code":"-1","msg":"x"}', Unavailable),  # bare JSON, as some failures come
        (no("系统异常", "-1"), Unavailable),
        (no("产品不存在"), Refused),
    ],
)
def test_find_never_takes_anything_else_for_a_no(answer: object, error: type[CarrierError]) -> None:
    with pytest.raises(error) as caught:
        ask(lambda carrier: carrier.find("SO-1001"), answer)
    assert type(caught.value) is error


@pytest.mark.parametrize("message", ["订单已取消", "The order has been cancelled", "order already canceled"])
def test_a_cancelled_order_may_have_no_number_and_cancelling_it_is_no_error(message: str) -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), no(message)) == Waybill(CODE, "SO-1001", "", cancelled=True)
    assert ask(lambda carrier: carrier.cancel(WAYBILL), no(message)) is None


@pytest.mark.parametrize(
    ("answer", "error", "doubtful"),
    [
        (fixture("create__system_fault"), Unavailable, True),
        (fixture("create__refused"), Refused, False),
        (no("不能与历史订单号重复"), DuplicateReference, False),
        (no("interProductCode 产品编码不存在"), Refused, False),
        (no("商品名称重复"), Refused, False),  # a word alone is no duplicate order
        (no("税金结算账号不合法", "127009"), NotAuthorised, False),
    ],
)
def test_create(answer: str, error: type[CarrierError], doubtful: bool) -> None:
    with pytest.raises(error) as caught:
        ask(lambda carrier: carrier.create(booking(CODE)), answer)
    assert (type(caught.value), caught.value.doubtful) == (error, doubtful)


def test_a_refused_create_names_every_field() -> None:
    with pytest.raises(Refused) as caught:
        ask(lambda carrier: carrier.create(booking(CODE)), fixture("create__refused"))
    assert [problem.field for problem in caught.value.problems] == ["address.email", "lines[1].hs_code"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (sealed(b'{"success":true,"data":null}'), NotReady),
        (sealed(b'{"success":true,"data":{"url":""}}'), NotReady),
        (sealed(b'{"success":true,"data":{"url":"https://[x/1"}}'), Unexpected),
        (no("面单生成中"), NotReady),
        (no("运单号不存在"), NotFound),
        (sealed(b'{"success":true,"data":{"url":"http://emulator.invalid/x"}}'), Unexpected),
    ],
)
def test_a_label_that_is_none(answer: str, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.label(WAYBILL), answer)


def test_track_reads_local_times() -> None:
    events = ask(lambda carrier: carrier.track(WAYBILL.number), fixture("track__two_zones"))
    assert [(event.at, event.raw_code, event.milestone) for event in events] == [
        (datetime(2026, 1, 5, 2, 0, tzinfo=UTC), "50", Milestone.PICKED_UP),  # 10:00 in China
        (datetime(2026, 1, 6, 2, 0, tzinfo=UTC), "606", Milestone.EXPORT_RELEASED),  # in China
        (datetime(2026, 1, 8, 12, 0, tzinfo=UTC), "4711", Milestone.UNMAPPED),  # 17:30 in India
        (datetime(2026, 1, 8, 14, 30, tzinfo=UTC), "606", Milestone.CUSTOMS_RELEASED),  # 9:30 in New York
        (datetime(2026, 1, 9, 17, 0, tzinfo=UTC), "80", Milestone.DELIVERED),
    ]
    assert (events[-1].raw_time, events[-1].place, events[-1].country) == (
        "2026-01-09 12:00:00 GMT-05:00",
        "New York, NY",
        "US",
    )


@pytest.mark.parametrize("data", [b"null", b"[]", b'[{"sfWaybillNo":"SF1234567890123","trackDetailItems":null}]'])
def test_a_number_without_events(data: bytes) -> None:
    answer = sealed(b'{"success":true,"data":' + data + b"}")
    assert ask(lambda carrier: carrier.track(WAYBILL.number), answer) == ()


def test_every_code_is_mapped() -> None:
    assert Milestone.UNMAPPED not in tracking.OP_CODES.values()


@pytest.mark.parametrize(
    ("fees", "shown"),
    [
        ([wire.Fee("运费", Decimal(50), Decimal(40)), wire.Fee("燃油", Decimal(5), Decimal(4))], 2),  # 44 is to be paid
        ([wire.Fee("运费", Decimal(44), Decimal(40))], 1),  # 44 before discounts
        ([wire.Fee("运费", Decimal(1), Decimal(1))], 0),  # adds up to something else
        ([wire.Fee("运费", None, None)], 0),
        ([], 0),
    ],
)
def test_fees_are_shown_only_where_they_add_up(fees: list[wire.Fee], shown: int) -> None:
    rate = offers.to_rate(wire.Estimate(Decimal(44), "RMB", "INT0014", fees), "INT0014")
    assert rate is not None
    assert (rate.total, len(rate.fees)) == (Money(Decimal(44), "CNY"), shown)


def test_a_product_without_a_price_is_left_out() -> None:
    assert offers.to_rate(wire.Estimate(Decimal(0), "CNY", "INT0014", []), "INT0014") is None
    empty = sealed(b'{"success":true,"data":{"currency":null,"totalFee":null,"feeInfoList":[]}}')
    assert ask(lambda carrier: carrier.quote(INQUIRY), empty) == ()
    with pytest.raises(Refused):
        ask(lambda carrier: carrier.quote(INQUIRY), no("产品不支持该流向"))
