"""Answers as they come: JSON in a string, some of them files in `fixtures`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.calling import recorded
from fahuo.carriers.contract import Carrier
from fahuo.carriers.errors import CarrierError, NotReady, Refused, Unexpected
from fahuo.carriers.tests.stage import account, booking
from fahuo.trade.milestone import Milestone
from fahuo.trade.waybill import Waybill

CODE = "sf_fengqiao"
FIXTURES = Path(__file__).parent.parent / "fixtures"
WAYBILL = Waybill(CODE, "SO-1001", "SF1234567890123")
FILE = "http://emulator.invalid/files/label.pdf"


def answering(answer: bytes, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    """A carrier that always says the same; its labels want their token."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/files/"):
            good = request.headers.get("x-auth-token") == "t-1"
            return httpx.Response(200 if good else 403, content=b"%PDF-1.4\n")
        return httpx.Response(status, content=answer)

    return respond


def ask(question: Callable[[Carrier], Awaitable[Any]], answer: bytes, status: int = 200) -> Any:
    async def run() -> Any:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answering(answer, status))) as client:
            return await question(registry.open_carrier(account(CODE), client))

    return asyncio.run(run())


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def inner(business: object) -> bytes:
    """An answer of the platform with this inside, written twice."""
    return json.dumps({"apiResultCode": "A1000", "apiResultData": json.dumps(business)}).encode()


def test_find_takes_the_parcels_own_number_and_no_return_slip() -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__found")) == WAYBILL


def test_nobody_is_left_in_the_json_inside_the_answer() -> None:
    with recorded() as exchanges:
        ask(lambda carrier: carrier.find("SO-1001"), fixture("find__found"))
    said = exchanges[0].transcript()
    assert "Amy Chen" not in said
    assert all(word in said for word in ("SO-1001", "SF1234567890123", "EXP_RECE_SEARCH_ORDER_RESP"))


def test_find_says_none_for_an_explicit_no() -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__not_found")) is None


def test_a_cancelled_order_may_have_no_number() -> None:
    answer = inner({"success": False, "errorCode": "8037", "errorMsg": "订单已消单"})
    assert ask(lambda carrier: carrier.find("SO-1001"), answer) == Waybill(CODE, "SO-1001", "", cancelled=True)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", Unexpected),
        (b'{"apiResultCode":"A1000"}', Unexpected),
        (b'{"apiResultCode":"A1000","apiResultData":null}', Unexpected),
        (b'{"apiResultCode":"A1000","apiResultData":"no JSON"}', Unexpected),
        (inner({"success": True, "msgData": None}), Unexpected),
        (inner({"success": True, "msgData": {"orderId": "SO-1001", "filterResult": 2}}), Unexpected),
        (inner({"success": True, "msgData": {"orderId": "OTHER"}}), Unexpected),
        (inner({"success": False, "errorCode": "8024", "errorMsg": "未下单"}), Refused),
        (inner({"success": False, "errorCode": None, "errorMsg": None}), Refused),
    ],
)
def test_find_never_takes_anything_else_for_a_no(answer: bytes, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.find("SO-1001"), answer)


def test_a_bare_object_instead_of_a_string_is_read_as_well() -> None:
    answer = {"apiResultCode": "A1000", "apiResultData": {"success": "true", "msgData": {"waybillNoInfoList": []}}}
    with pytest.raises(Unexpected, match="names no waybill"):
        ask(lambda carrier: carrier.find("SO-1001"), json.dumps(answer).encode())


@pytest.mark.parametrize(
    ("name", "error"),
    [("create__manual", NotReady), ("create__not_deliverable", Refused), ("create__refused", Refused)],
)
def test_a_booking_that_is_none_yet(name: str, error: type[CarrierError]) -> None:
    with pytest.raises(error) as caught:
        ask(lambda carrier: carrier.create(booking(CODE)), fixture(name))
    assert type(caught.value) is error


def test_a_refusal_keeps_the_number_of_the_answer() -> None:
    with pytest.raises(Refused) as caught:
        ask(lambda carrier: carrier.create(booking(CODE)), fixture("create__refused"))
    assert caught.value.request_id == "demo-response-3"
    assert [problem.field for problem in caught.value.problems] == ["lines[0].origin"]


def test_while_a_person_decides_the_look_up_waits_and_a_no_counts_as_cancelled() -> None:
    reference = booking(CODE).reference
    with pytest.raises(NotReady):
        ask(lambda carrier: carrier.find(reference), fixture("create__manual"))
    found = ask(lambda carrier: carrier.find(reference), fixture("create__not_deliverable"))
    assert (found.cancelled, found.number) == (True, "")


def test_label() -> None:
    answer = inner({"success": True, "obj": {"files": [{"url": FILE, "token": "t-1"}]}})
    found = ask(lambda carrier: carrier.label(WAYBILL), answer)
    assert (found.content[:5], found.width_mm, found.height_mm) == (b"%PDF-", 76, 130)


@pytest.mark.parametrize(
    ("files", "error"),
    [
        (None, NotReady),
        ([], NotReady),
        ([{"url": "", "token": ""}], NotReady),
        ([{"url": FILE, "token": "wrong"}], Unexpected),
        ([{"url": FILE, "token": "令牌"}], Unexpected),
        ([{"url": "https://[x/1", "token": "t-1"}], Unexpected),
    ],
)
def test_a_label_that_is_none(files: object, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.label(WAYBILL), inner({"success": True, "obj": {"files": files}}))


@pytest.mark.parametrize(("status", "error"), [(1, Refused), (None, Unexpected), (7, Unexpected)])
def test_a_cancellation_that_is_none(status: int | None, error: type[CarrierError]) -> None:
    answer = inner({"success": True, "msgData": {"orderId": "SO-1001", "resStatus": status}})
    with pytest.raises(error):
        ask(lambda carrier: carrier.cancel(WAYBILL), answer)


def test_a_code_that_may_mean_two_things_is_looked_up() -> None:
    answer = inner({"success": False, "errorCode": "8019", "errorMsg": "订单已确认或已消单"})
    with pytest.raises(Refused):  # the look-up says the same and settles nothing
        ask(lambda carrier: carrier.cancel(WAYBILL), answer)


def test_track() -> None:
    events = ask(lambda carrier: carrier.track(WAYBILL.number), fixture("track__routes"))
    assert [(event.at, event.raw_code, event.milestone, event.raw_time) for event in events] == [
        (datetime(2026, 1, 5, 2, 0, tzinfo=UTC), "50", Milestone.PICKED_UP, "2026-01-05 10:00:00"),  # Chinese time
        (datetime(2026, 1, 6, 1, 0, tzinfo=UTC), "4711", Milestone.OUT_FOR_DELIVERY, "2026-01-06 09:00:00"),
        (datetime(2026, 1, 6, 2, 0, tzinfo=UTC), "4712", Milestone.UNMAPPED, "2026-01-06 10:00:00"),
        (datetime(2026, 1, 7, 10, 0, tzinfo=UTC), "80", Milestone.DELIVERED, "2026-01-07 18:00:00"),
    ]


@pytest.mark.parametrize(
    "answer", [{"success": True, "msgData": {"routeResps": []}}, {"success": True, "msgData": None}]
)
def test_a_number_without_routes_has_no_events(answer: object) -> None:
    assert ask(lambda carrier: carrier.track(WAYBILL.number), inner(answer)) == ()
