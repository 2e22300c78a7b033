"""Answers in the shapes that were seen in public integrations, each one a file in `fixtures`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.contract import Carrier
from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    Refused,
    Unexpected,
    Unsupported,
)
from fahuo.carriers.tests.stage import INQUIRY, account, booking
from fahuo.trade.label import LabelFormat
from fahuo.trade.milestone import Milestone
from fahuo.trade.waybill import Waybill

CODE = "yunexpress_oms"
FIXTURES = Path(__file__).parent.parent / "fixtures"
WAYBILL = Waybill(CODE, "SO-1001", "YT2600512345678901")
WELL = '"Code":"0000","Message":"提交成功"'
Answers = dict[str, str]


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.json").read_text("utf-8")


def ask(
    question: Callable[[Carrier], object], answers: Answers | str, status: int = 200, *, emulated: bool = True
) -> object:
    """Ask a carrier that has one answer for each address (the end of its path), or one for all."""
    table = {"": answers} if isinstance(answers, str) else answers

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.path.startswith("/PDF/"):
            return httpx.Response(200, content=b"%PDF-1.4\n")
        found = next(text for path, text in table.items() if request.url.path.endswith(path))
        return httpx.Response(status, text=found)

    who = replace(account(CODE, url="https://oms.invalid"), emulated=emulated)

    async def run() -> object:
        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            return await question(registry.open_carrier(who, client))  # type: ignore[misc]

    asked.clear()
    return asyncio.run(run())


asked: list[httpx.Request] = []


def test_a_booking_is_a_list_of_one_with_the_key_in_its_head() -> None:
    made = ask(lambda carrier: carrier.create(booking(CODE, "SO-1001")), fixture("create__accepted"))
    assert made == WAYBILL
    [request] = asked
    assert request.url.path == "/api/WayBill/CreateOrder"
    assert request.headers["authorization"] == "Basic QzAwMDAxJmRlbW8tYXBpLXNlY3JldA=="
    assert [order["CustomerOrderNumber"] for order in json.loads(request.content)] == ["SO-1001"]


def test_our_element_of_a_batch_counts() -> None:
    assert ask(lambda carrier: carrier.create(booking(CODE, "SO-1001")), fixture("create__partial")) == WAYBILL
    with pytest.raises(Refused) as caught:
        ask(lambda carrier: carrier.create(booking(CODE, "SO-1000")), fixture("create__partial"))
    assert [problem.field for problem in caught.value.problems] == ["service_code"]


def test_a_refusal_comes_with_http_200_and_names_field_and_request() -> None:
    with pytest.raises(Refused) as caught:
        ask(lambda carrier: carrier.create(booking(CODE, "SO-1001")), fixture("create__refused"))
    assert [problem.field for problem in caught.value.problems] == ["address.street"]
    assert caught.value.request_id == "demo-request-2"
    with pytest.raises(DuplicateReference):
        ask(lambda carrier: carrier.create(booking(CODE, "SO-1001")), fixture("create__duplicate"))


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ('{"Item":null,"Code":"1004","Message":"请求参数错误"}', 200, Refused),
        ('{"Code":"1001","Message":"提交失败!"}', 200, Refused),
        ('{"Code":"401","Message":"token"}', 401, NotAuthorised),
        ('{"Code":"1002","Message":"ApiSecret"}', 200, NotAuthorised),
        (f'{{"Item":null,{WELL}}}', 200, Unexpected),
        (f'{{"Item":[],{WELL}}}', 200, Unexpected),
        (f"{{{WELL}}}", 200, Unexpected),
        (f'{{"Item":[{{"CustomerOrderNumber":"OTHER","Success":1,"WayBillNumber":"YT1"}}],{WELL}}}', 200, Unexpected),
        (f'{{"Item":[{{"CustomerOrderNumber":"SO-1001","Success":1}}],{WELL}}}', 200, Unexpected),
        (f'{{"Item":[{{"CustomerOrderNumber":"SO-1001","WayBillNumber":"YT1"}}],{WELL}}}', 200, Unexpected),
        ("{}", 200, Unexpected),
        ("moved", 302, Unexpected),
        ("[]", 200, Unexpected),
    ],
)
def test_create_ends_in_the_right_error(answer: str, status: int, error: type[CarrierError]) -> None:
    with pytest.raises(error) as caught:
        ask(lambda carrier: carrier.create(booking(CODE, "SO-1001")), answer, status)
    assert type(caught.value) is error
    assert caught.value.doubtful is (error is Unexpected)


def test_a_label_does_not_cross_the_net_in_the_clear() -> None:
    address = fixture("label__address")
    assert "http://" in address
    with pytest.raises(Unsupported):
        ask(lambda carrier: carrier.label(WAYBILL), address, emulated=False)
    assert len(asked) == 1, "the address was asked for, the file was not"


def test_find() -> None:
    found = ask(lambda carrier: carrier.find("SO-1001"), fixture("find__order"))
    assert found == Waybill(CODE, "SO-1001", "YT2600512345678901", "D1234567")
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__not_found")) is None


@pytest.mark.parametrize(
    "answer",
    [
        '{"Item":null,"Code":"1001","Message":"系统异常"}',
        f"{{{WELL}}}",
        f'{{"Item":null,{WELL}}}',
        f'{{"Item":[],{WELL}}}',
        f'{{"Item":{{"WayBillNumber":"YT1","OrderNumber":"OTHER","TrackingNumber":"T"}},{WELL}}}',
        f'{{"Item":[{{"WayBillNumber":"YT1"}},{{"WayBillNumber":"YT2"}}],{WELL}}}',
        "",
    ],
)
def test_find_never_takes_anything_else_for_a_no(answer: str) -> None:
    with pytest.raises((Refused, Unexpected)) as caught:
        ask(lambda carrier: carrier.find("SO-1001"), answer)
    assert not isinstance(caught.value, NotFound)


@pytest.mark.parametrize(
    ("status", "number", "expected"), [(1, "LT1", "LT1"), (2, None, ""), (3, None, ""), (4, "LT1", "")]
)
def test_a_late_number_is_asked_for_by_itself(status: int, number: str | None, expected: str) -> None:
    order = fixture("find__order").replace('"D1234567"', "null")
    late = {"CustomerOrderNumber": "SO-1001", "TrackingNumber": number, "Status": status}
    answers = {"GetOrder": order, "GetTrackingNumber": json.dumps({"Items": [late], "Code": "0000"})}
    assert ask(lambda carrier: carrier.find("SO-1001"), answers) == Waybill(CODE, "SO-1001", WAYBILL.number, expected)


@pytest.mark.parametrize(
    ("track", "cancelled"),
    [
        (f'{{"Item":{{"PackageState":5,"TrackingStatus":100}},{WELL}}}', True),
        (f'{{"Item":{{"PackageState":"5"}},{WELL}}}', True),
        (f'{{"Item":{{"PackageState":2,"TrackingStatus":20}},{WELL}}}', False),
        ('{"Item":null,"Code":"1006","Message":"没有数据"}', True),
    ],
)
def test_a_number_that_was_seen_after_a_deletion_is_not_believed_alone(track: str, cancelled: bool) -> None:
    answers = {"GetOrder": fixture("find__order").replace('"Status": 3', '"Status": 6'), "": track}
    found = ask(lambda carrier: carrier.find("SO-1001"), answers)
    assert found == Waybill(CODE, "SO-1001", WAYBILL.number, "D1234567", cancelled=cancelled)


def test_a_label_is_fetched_where_it_lies_without_our_key() -> None:
    label = ask(lambda carrier: carrier.label(WAYBILL), fixture("label__address"))
    assert label.format is LabelFormat.PDF  # type: ignore[attr-defined]
    assert str(asked[1].url) == "http://files.invalid:81/PDF/label.pdf"
    assert "authorization" not in asked[1].headers
    assert json.loads(asked[0].content) == [WAYBILL.number]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (fixture("label__no_template"), Unsupported),
        (fixture("label__address").replace("http://files.invalid:81/PDF/label.pdf", ""), NotReady),
        (f'{{"Item":[],{WELL}}}', NotReady),
        (fixture("label__no_template").replace("不存在打印模板", "标签生成中").replace("200", "0"), NotReady),
        (fixture("label__no_template").replace("不存在打印模板", "订单不存在").replace("200", "0"), NotFound),
        (fixture("label__no_template").replace("不存在打印模板", "欠费").replace("200", "0"), Refused),
        (fixture("label__address").replace("YT2600512345678901", "YT2600512345678902"), NotReady),
    ],
    ids=["no template", "no address", "nothing", "not yet", "unknown", "refused", "another's"],
)
def test_a_label_that_is_none(answer: str, error: type[CarrierError]) -> None:
    with pytest.raises(error) as caught:
        ask(lambda carrier: carrier.label(WAYBILL), answer)
    assert type(caught.value) is error


def test_track_reads_local_times() -> None:
    events = ask(lambda carrier: carrier.track(WAYBILL.number), fixture("track__whole"))
    told = [(event.at, event.raw_time, event.raw_code, event.milestone) for event in events]  # type: ignore[attr-defined]
    assert told == [
        (datetime(2026, 1, 6, 2, tzinfo=UTC), "2026-01-06T10:00:00", "FIRST_MILE_ARRIVE", Milestone.RECEIVED),
        (datetime(2026, 1, 8, 7, tzinfo=UTC), "2026-01-08T09:00:00 UTC+02:00", "NEW_THING", Milestone.UNMAPPED),
        (datetime(2026, 1, 9, 7, tzinfo=UTC), "2026-01-09T08:00:00", "IN_TRANSIT_CARRIER", Milestone.LAST_MILE),
        (datetime(2026, 1, 9, 9, 15, tzinfo=UTC), "2026-01-09T10:15:00", "DELIVERED", Milestone.DELIVERED),
    ]


def test_an_old_track_has_numbers_instead_of_nodes() -> None:
    [event] = ask(lambda carrier: carrier.track(WAYBILL.number), fixture("track__old"))  # type: ignore[misc]
    assert (event.milestone, event.raw_code) == (Milestone.INFO_RECEIVED, "10")
    assert event.at == datetime(2026, 1, 5, 15, 38, 38, tzinfo=UTC)  # 23:38:38 in China


def test_where_there_is_no_whole_journey_the_subscribed_part_is_asked_for() -> None:
    answers = {
        "GetTrackAllInfo": '{"Item":null,"Code":"1001","Message":"不支持"}',
        "GetTrackInfo": fixture("track__old"),
    }
    assert len(ask(lambda carrier: carrier.track(WAYBILL.number), answers)) == 1  # type: ignore[arg-type]


def test_items_null_is_no_price_and_no_product() -> None:
    assert ask(lambda carrier: carrier.quote(INQUIRY), f'{{"Items":null,{WELL}}}') == ()
    assert ask(lambda carrier: carrier.services(), f'{{"Items":null,{WELL}}}') == ()
    with pytest.raises(Unexpected):
        ask(lambda carrier: carrier.quote(INQUIRY), f"{{{WELL}}}")
