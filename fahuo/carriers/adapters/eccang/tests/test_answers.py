"""Answers in the shapes that documents and public integrations show, each one a file in `fixtures`."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.eccang.client import PATH
from fahuo.carriers.contract import Account, Carrier, Offer
from fahuo.carriers.errors import CarrierError, NotAuthorised, NotReady, Refused, Unavailable, Unexpected, Unsupported
from fahuo.carriers.tests.stage import INQUIRY, Scene, account, booking, play
from fahuo.trade.label import LabelFormat
from fahuo.trade.milestone import Milestone
from fahuo.trade.money import Money
from fahuo.trade.waybill import Waybill

FIXTURES = Path(__file__).parent.parent / "fixtures"
WAYBILL = Waybill("eccang", "SO-1001", "EC20188041602884YQ", "LZ251182095CN")
PDF = b"%PDF-1.4\n"


def wrapped(content: bytes) -> bytes:
    said = escape(content.decode())
    return f"<E><B><ns1:r xmlns:ns1='x'><response>{said}</response></ns1:r></B></E>".encode()


def ask(
    question: Callable[[Carrier], object], answer: bytes, status: int = 200, *, whom: Account | None = None
) -> object:
    """Ask a forwarder that always says the same; label files are there too, and get no keys."""

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/labels/"):
            assert b"demo-app" not in request.content + str(request.headers).encode()
            return httpx.Response(200, content=PDF) if request.url.path.endswith(".pdf") else httpx.Response(404)
        assert request.url.path == PATH
        return httpx.Response(status, content=answer)

    async def run() -> object:
        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            return await question(registry.open_carrier(whom or account("eccang"), client))  # type: ignore[misc]

    return asyncio.run(run())


def fixture(name: str) -> bytes:
    return wrapped((FIXTURES / f"{name}.json").read_bytes())


@pytest.mark.parametrize(("name", "tracking_number"), [("create__well", "LZ251182095CN"), ("create__number_later", "")])
def test_create(name: str, tracking_number: str) -> None:
    made = ask(lambda carrier: carrier.create(booking("eccang", "SO-1001")), fixture(name))
    assert made == Waybill("eccang", "SO-1001", "EC20188041602884YQ", tracking_number)


def test_each_forwarder_is_called_by_its_own_code() -> None:
    whom = account("eccang-fast")
    made = ask(lambda carrier: carrier.create(booking("eccang", "SO-1001")), fixture("create__well"), whom=whom)
    assert made == replace(WAYBILL, carrier="eccang-fast")
    with pytest.raises(Unavailable) as caught:
        ask(lambda carrier: carrier.find("SO-1001"), b"", 502, whom=whom)
    assert caught.value.carrier == "eccang-fast"


def test_create_without_an_order_is_doubtful() -> None:
    for answer in (b'{"ask":"Success","message":"Success"}', b'{"message":"?"}', b"[]", b"", b"null"):
        with pytest.raises(Unexpected) as caught:
            ask(lambda carrier: carrier.create(booking("eccang")), wrapped(answer))
        assert caught.value.doubtful


def test_a_soap_fault_is_doubtful() -> None:
    fault = b"<E><B><Fault><faultstring>Internal</faultstring></Fault></B></E>"
    with pytest.raises(Unexpected, match="Internal"):
        ask(lambda carrier: carrier.create(booking("eccang")), fault)


def test_find() -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__object")) == WAYBILL
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__not_found")) is None


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (wrapped(b'{"ask":"Failure","message":"Failure","Error":[]}'), 200, Refused),
        (wrapped('{"ask":"Failure","message":"系统异常"}'.encode()), 200, Unavailable),
        (wrapped(b'{"ask":"Success"}'), 200, Unexpected),
        (wrapped(b'{"ask":"Success","data":[]}'), 200, Unexpected),
        (wrapped(b'{"ask":"Success","data":""}'), 200, Unexpected),
        (wrapped(b'{"ask":"Success","data":{"reference_no":"OTHER","shipper_hawbcode":"EC1"}}'), 200, Unexpected),
        (b"not found", 404, Unexpected),
        (b"", 200, Unexpected),
        (b"denied", 403, NotAuthorised),
        (wrapped('{"ask":"Failure","message":"appToken不正确"}'.encode()), 200, NotAuthorised),
    ],
)
def test_find_never_takes_anything_else_for_a_no(answer: bytes, status: int, error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.find("SO-1001"), answer, status)


@pytest.mark.parametrize(
    "label",
    [
        {"url": "https://forwarder.example/labels/1.pdf", "type": "pdf"},
        {"base64": base64.b64encode(PDF).decode(), "url": ""},
    ],
    ids=["url", "base64"],
)
def test_label(label: dict[str, str]) -> None:
    found = ask(lambda carrier: carrier.label(WAYBILL), wrapped(json.dumps({"ask": "Success", **label}).encode()))
    assert (found.format, found.content) == (LabelFormat.PDF, PDF)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("label", "error"),
    [
        ({"url": ""}, NotReady),
        ({"url": None, "type": None}, NotReady),
        ({"url": "https://forwarder.example/labels/gone"}, Unexpected),
        ({"url": "/labels/1.pdf"}, Unexpected),
        ({"base64": "!!!"}, Unexpected),
        ({"base64": base64.b64encode(b"\x89PNG").decode()}, Unexpected),
    ],
)
def test_a_label_that_is_none(label: dict[str, str], error: type[CarrierError]) -> None:
    with pytest.raises(error):
        ask(lambda carrier: carrier.label(WAYBILL), wrapped(json.dumps({"ask": "Success", **label}).encode()))


def test_events_of_many_with_times_zones_and_a_number_nobody_knows() -> None:
    numbers = ["LZ251182095CN", "EC2", "EC3"]
    found = ask(lambda carrier: carrier.track_many(numbers), fixture("track__list"))
    assert list(found) == numbers  # type: ignore[call-overload]
    assert [(event.at, event.milestone, event.raw_code, event.raw_time) for event in found["LZ251182095CN"]] == [  # type: ignore[index]
        (datetime(2026, 1, 5, 2, tzinfo=UTC), Milestone.INFO_RECEIVED, "IR", "2026-01-05 10:00:00"),  # 10:00 in China
        (datetime(2026, 1, 6, 1, 26, 30, tzinfo=UTC), Milestone.RECEIVED, "AF", "2026-01-06 09:26:30"),
        (datetime(2026, 1, 6, 8, 26, 30, tzinfo=UTC), Milestone.IN_TRANSIT, "DF", "2026-01-06 09:26:30 +01:00"),
        (datetime(2026, 1, 7, 2, tzinfo=UTC), Milestone.UNMAPPED, "WEIRD", "2026-01-07 10:00:00"),
    ]
    assert (found["EC2"], found["EC3"]) == ((), ())  # type: ignore[index]
    assert ask(lambda carrier: carrier.track("EC2"), fixture("find__not_found")) == ()


def test_prices_in_the_currency_of_the_account_and_never_in_a_guessed_one() -> None:
    rates = ask(lambda carrier: carrier.quote(INQUIRY), fixture("quote__list"))
    assert [(rate.service_code, rate.name, str(rate.total), rate.days) for rate in rates] == [  # type: ignore[attr-defined]
        ("CH001", "专线", "0.90 CNY", ""),
        ("CH002", "slow", "1600.00 CNY", "3-7"),
    ]
    keys = {"app_token": "t", "app_key": "k"}
    with pytest.raises(Unsupported):
        ask(lambda carrier: carrier.quote(INQUIRY), fixture("quote__list"), whom=account("eccang", credentials=keys))


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        ({"code": "A", "cn_name": "专线", "en_name": "line"}, "专线"),
        ({"code": "A", "name_cn": "专线", "name": "line"}, "专线"),
        ({"code": "A", "name": "line"}, "line"),
        ({"code": "A"}, ""),
    ],
)
def test_channels_under_each_name(channel: dict[str, str], name: str) -> None:
    answer = wrapped(json.dumps({"ask": "Success", "data": [channel]}).encode())
    assert ask(lambda carrier: carrier.services("DE"), answer) == (Offer("A", name),)


@pytest.mark.parametrize("ending", ["", "/", "/default/svc/web-service", "/default/svc/wsdl", "/default/svc/wsdl?wsdl"])
def test_the_address_may_be_copied_with_its_ending(ending: str) -> None:
    whom = account("eccang", url=f"https://forwarder.example{ending}")
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__object"), whom=whom) == WAYBILL


def test_what_was_done_before_is_no_error() -> None:
    for said in ("订单已取消,不能重复操作", "订单已作废"):
        ask(lambda carrier: carrier.cancel(WAYBILL), wrapped(f'{{"ask":"Failure","message":"{said}"}}'.encode()))
    ask(lambda carrier: carrier.hold(WAYBILL, ""), wrapped('{"ask":"Failure","message":"订单已拦截"}'.encode()))
    with pytest.raises(Refused):
        ask(lambda carrier: carrier.hold(WAYBILL, ""), wrapped('{"ask":"Failure","message":"已出库"}'.encode()))


def test_a_price_trial_and_channels_against_the_emulator() -> None:
    async def story(scene: Scene) -> None:
        rates = await scene.carrier.quote(INQUIRY)
        assert rates[0].total == Money(Decimal("28.10"), "CNY")  # 0.242 kg × 50 + 16
        assert rates[0].fees == (
            ("FreightFee", Money(Decimal("12.10"), "CNY")),
            ("RegisteredFee", Money(Decimal("16.00"), "CNY")),
        )
        assert Offer("CH001", "欧洲专线挂号") in await scene.carrier.services("DE")

    play("eccang", story)


def test_a_parcel_that_is_found_by_its_tracking_number() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking("eccang"))
        found = await scene.carrier.track_many([waybill.tracking_number, waybill.number, "nobody"])
        assert [len(events) for events in found.values()] == [1, 1, 0]

    play("eccang", story)
