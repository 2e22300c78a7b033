"""Answers in the shapes that were seen in public integrations, each one a file in `fixtures`."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.yunexpress.emulator import STEPS
from fahuo.carriers.adapters.yunexpress.tracking import NODES, ORDER_STATE_WORDS, ORDER_STATUS
from fahuo.carriers.contract import Carrier, Offer
from fahuo.carriers.emulation.journey import Step
from fahuo.carriers.errors import CarrierError, DuplicateReference, NotReady, Refused, Unexpected
from fahuo.carriers.tests.stage import INQUIRY, account, booking
from fahuo.trade.label import LabelFormat
from fahuo.trade.milestone import Milestone
from fahuo.trade.money import Money
from fahuo.trade.waybill import Waybill

FIXTURES = Path(__file__).parent.parent / "fixtures"
WAYBILL = Waybill("yunexpress", "SO-1001", "YT2600512345678901")
PDF = b"%PDF-1.4\n"


def answering(answer: bytes, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    """A carrier that gives a token and then always says the same."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json={"accessToken": "t", "expiresIn": 7200})
        if request.url.path == "/files/label.pdf":
            assert "token" not in request.headers
            return httpx.Response(200, content=PDF)
        return httpx.Response(status, content=answer)

    return respond


def ask(question: Callable[[Carrier], object], answer: bytes, status: int = 200) -> object:
    async def run() -> object:
        transport = httpx.MockTransport(answering(answer, status))
        async with httpx.AsyncClient(transport=transport) as client:
            return await question(registry.open_carrier(account("yunexpress"), client))  # type: ignore[misc]

    return asyncio.run(run())


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


@pytest.mark.parametrize("name", ["find__object", "find__list_of_one"])
def test_find(name: str) -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture(name)) == WAYBILL


def test_a_booking_whose_number_is_pending_and_one_that_is_there_already() -> None:
    made = ask(lambda carrier: carrier.create(booking("yunexpress", "SO-1001")), fixture("create__pending_number"))
    assert made == WAYBILL
    with pytest.raises(DuplicateReference):
        ask(lambda carrier: carrier.create(booking("yunexpress", "SO-1001")), fixture("create__duplicate"), 400)
    found = ask(lambda carrier: carrier.find("SO-1001"), fixture("find__cancelled"))
    assert found == replace(WAYBILL, tracking_number="LT000000000DE", cancelled=True)


def test_prices_and_products() -> None:
    [rate] = ask(lambda carrier: carrier.quote(INQUIRY), fixture("quote__rows"))  # type: ignore[misc]
    assert rate.total == Money(Decimal("29.52"), "CNY")  # 14.52 + 15
    assert [name for name, _ in rate.fees] == ["运费", "E2"]
    offers = ask(lambda carrier: carrier.services(), fixture("services__detail"))
    assert offers == (Offer("THPHR", "特惠普货"), Offer("BKPHR", ""))


def test_find_says_none_for_an_explicit_no_alone() -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__not_found"), 400) is None
    for silent in (b"null", b"[]"):
        with pytest.raises(Unexpected):
            ask(lambda carrier: carrier.find("SO-1001"), b'{"success":true,"result":%s}' % silent)


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (b'{"success":false,"msg":"\xe7\xb3\xbb\xe7\xbb\x9f\xe5\xbc\x82\xe5\xb8\xb8"}', 400, Refused),
        (b'{"success":true}', 200, Unexpected),
        (b'{"result":null}', 200, Unexpected),
        (b"", 200, Unexpected),
        (b"not found", 404, Unexpected),
        (b'{"success":true,"result":{"waybill_number":""}}', 200, Unexpected),
        (b'{"success":true,"result":{"waybill_number":"YT1","customer_order_number":"OTHER"}}', 200, Unexpected),
        (b'{"success":true,"result":[{"waybill_number":"YT1"},{"waybill_number":"YT2"}]}', 200, Unexpected),
    ],
)
def test_find_never_takes_anything_else_for_a_no(answer: bytes, status: int, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.find("SO-1001"), answer, status)


def test_create_without_a_waybill_is_doubtful() -> None:
    with pytest.raises(Unexpected) as caught:
        ask(lambda carrier: carrier.create(booking("yunexpress")), b'{"success":true,"result":null}')
    assert caught.value.doubtful


def test_a_refused_create_names_the_field_and_the_request() -> None:
    with pytest.raises(Refused) as caught:
        ask(lambda carrier: carrier.create(booking("yunexpress")), fixture("create__refused"), 400)
    assert [problem.field for problem in caught.value.problems] == ["address.street"]
    assert caught.value.request_id == "demo-request-1"


@pytest.mark.parametrize("shape", ["object", "list"])
@pytest.mark.parametrize(
    "label",
    [
        {"label_string": base64.b64encode(PDF).decode(), "url": "", "label_type": "PDF"},
        {"label_string": "JVBERi0x\nLjQK", "label_type": "PDF"},
        {"label_string": None, "url": "http://emulator.invalid/files/label.pdf", "label_type": "PDF"},
    ],
    ids=["base64", "base64 in lines", "url"],
)
def test_label(shape: str, label: dict[str, str | None]) -> None:
    answer = json.dumps({"success": True, "result": label if shape == "object" else [label]}).encode()
    found = ask(lambda carrier: carrier.label(WAYBILL), answer)
    assert (found.format, found.content) == (LabelFormat.PDF, PDF)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("result", "error"),
    [
        (None, NotReady),
        ([], NotReady),
        ({"url": "", "label_string": ""}, NotReady),
        ({"label_string": "!!!"}, Unexpected),
        ({"label_string": base64.b64encode(b"<html>").decode()}, Unexpected),
    ],
)
def test_a_label_that_is_none(result: object, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.label(WAYBILL), json.dumps({"success": True, "result": result}).encode())


def test_a_png_is_passed_on_as_it_came() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(9)
    answer = {"success": True, "result": {"label_string": base64.b64encode(picture).decode(), "label_type": "PDF"}}
    found = ask(lambda carrier: carrier.label(WAYBILL), json.dumps(answer).encode())
    assert (found.format, found.content) == (LabelFormat.PNG, picture)  # type: ignore[attr-defined]


def test_track() -> None:
    events = ask(lambda carrier: carrier.track(WAYBILL.number), fixture("track__list"))
    told = [(event.at, event.raw_time, event.raw_code, event.milestone) for event in events]  # type: ignore[attr-defined]
    assert told == [
        (datetime(2026, 1, 5, 2, 0, tzinfo=UTC), "2026-01-05 10:00:00", "ORDER_CREATION", Milestone.CREATED),
        (datetime(2026, 1, 6, 2, 0, tzinfo=UTC), "2026-01-06 10:00:00", "FIRST_MILE_ARRIVE", Milestone.RECEIVED),
        (datetime(2026, 1, 9, 2, 0, tzinfo=UTC), "2026-01-09T02:00:00Z", "SOMETHING_NEW", Milestone.UNMAPPED),
    ]


def test_every_status_is_mapped_and_a_message_is_no_scan() -> None:
    assert NODES["PRE_ADVICING"] is Milestone.INFO_RECEIVED  # a message, no physical scan
    assert NODES["EDD"] is Milestone.INFO_RECEIVED  # an expected date moves nothing
    assert Milestone.UNMAPPED not in {*NODES.values(), *ORDER_STATUS.values()}
    assert ORDER_STATUS.keys() == ORDER_STATE_WORDS.keys()


@pytest.mark.parametrize(
    ("step", "milestone"),
    [
        (Step.DECLARED, Milestone.CREATED),
        (Step.RECEIVED, Milestone.RECEIVED),
        (Step.EXPORT_CUSTOMS, Milestone.EXPORT_CUSTOMS),
        (Step.EXPORT_RELEASED, Milestone.EXPORT_RELEASED),
        (Step.DEPARTED, Milestone.DEPARTED_ORIGIN),
        (Step.ARRIVED, Milestone.ARRIVED_DESTINATION),
        (Step.IMPORT_CUSTOMS, Milestone.IMPORT_CUSTOMS),
        (Step.CUSTOMS_HELD, Milestone.HELD),
        (Step.CUSTOMS_RELEASED, Milestone.CUSTOMS_RELEASED),
        (Step.LAST_MILE, Milestone.LAST_MILE),
        (Step.ADDRESS_UNCLEAR, Milestone.EXCEPTION),
        (Step.NOT_DELIVERED, Milestone.DELIVERY_FAILED),
        (Step.AT_PICKUP_POINT, Milestone.AVAILABLE_FOR_PICKUP),
        (Step.RETURNED, Milestone.RETURNED),
        (Step.LOST, Milestone.LOST),
    ],
)
def test_the_emulators_codes_mean_what_happens(step: Step, milestone: Milestone) -> None:
    assert NODES[STEPS[step]] is milestone


def test_no_code_says_out_for_delivery() -> None:
    assert Step.OUT_FOR_DELIVERY not in STEPS
    assert NODES["MD/DD"] is Milestone.LAST_MILE
