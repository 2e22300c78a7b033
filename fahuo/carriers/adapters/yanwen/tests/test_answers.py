"""Yanwen's answers, read and doubted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.yanwen.client import TRACKING_URL
from fahuo.carriers.adapters.yanwen.emulator import STEPS
from fahuo.carriers.adapters.yanwen.tracking import CHECKPOINTS, ORDER_STATUS, ORDER_STATUS_WORDS, milestone_of
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


def fixture(name: str) -> str:
    """An answer in the shape that was published or seen."""
    return (Path(__file__).parent.parent / "fixtures" / f"{name}.json").read_text("utf-8")


def test_answers_as_they_were_published() -> None:
    assert ask(lambda carrier: carrier.create(booking("yanwen", "SO-1001")), fixture("create__created")) == WAYBILL
    found = ask(lambda carrier: carrier.find("SO-1001"), fixture("find__list"))
    assert found == replace(WAYBILL, tracking_number="9400100000000000000000")
    assert ask(lambda carrier: carrier.find("SO-1001"), fixture("find__none")) is None
    label = ask(lambda carrier: carrier.label(WAYBILL), fixture("label__ready"))
    assert label.content == b"%PDF-1.4\n"  # type: ignore[attr-defined]
    many = ask(lambda carrier: carrier.track_many([WAYBILL.number, "UA000000005YP"]), fixture("track__two"))
    assert [event.raw_code for event in many[WAYBILL.number]] == ["OR10", "PU10"]  # type: ignore[index]
    assert many["UA000000005YP"] == ()  # type: ignore[index]


def test_refusals_as_they_were_published() -> None:
    with pytest.raises(Refused) as caught:
        ask(lambda carrier: carrier.create(booking("yanwen", "SO-1001")), fixture("create__name_refused"))
    assert [problem.field for problem in caught.value.problems] == ["address.name"]
    with pytest.raises(NotReady):
        ask(lambda carrier: carrier.label(WAYBILL), fixture("label__not_ready"))


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


def test_an_empty_list_is_a_no() -> None:
    assert ask(lambda carrier: carrier.find("SO-1001"), '{"success":true,"code":"0","data":[]}') is None


@pytest.mark.parametrize("answer", ['{"success":true,"code":"0","data":null}', '{"success":true,"code":"0"}'])
def test_a_list_that_is_missing_is_no_no(answer: str) -> None:
    with pytest.raises(Unexpected):
        ask(lambda carrier: carrier.find("SO-1001"), answer)


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


def test_the_time_is_kept_as_it_was_written() -> None:
    answer = """{"code":0,"result":[{"checkpoints":[
        {"time_stamp":"2026-01-09T09:30:00","time_zone":"+01","tracking_status":"LM40"},
        {"time_stamp":"2026-01-05T10:00:00","tracking_status":"OR10"}]}]}"""
    events = ask(lambda carrier: carrier.track(WAYBILL.number), answer)
    assert [event.raw_time for event in events] == ["2026-01-05T10:00:00", "2026-01-09T09:30:00+01"]  # type: ignore[attr-defined]


def test_many_are_told_apart_by_any_of_their_numbers() -> None:
    answer = """{"code":"0","message":"success","result":[
        {"tracking_number":"UA1YP","waybill_number":"UA1YP",
         "checkpoints":[{"time_stamp":"2026-01-05T10:00:00","tracking_status":"OR10"}]},
        {"tracking_number":"94001","waybill_number":"UA2YP","exchange_number":"94001",
         "checkpoints":[{"time_stamp":"2026-01-06T10:00:00","tracking_status":"PU10"}]},
        {"tracking_number":"UA3YP","tracking_status":"NOTFOUND"},
        {"tracking_number":"UA9YP","checkpoints":[{"time_stamp":"2026-01-06T10:00:00","tracking_status":"LM40"}]}]}"""
    many = ask(lambda carrier: carrier.track_many(["UA1YP", "94001", "UA3YP", "UA4YP"]), answer)
    told = {number: [event.raw_code for event in events] for number, events in many.items()}  # type: ignore[attr-defined]
    assert told == {"UA1YP": ["OR10"], "94001": ["PU10"], "UA3YP": [], "UA4YP": []}
    assert asked[0].url.params["nums"] == "UA1YP,94001,UA3YP,UA4YP"


@pytest.mark.parametrize("answer", ['{"code":1,"message":"too many"}', '{"code":"1","result":[]}', "[]", ""])
def test_a_failure_of_the_tracking_interface_is_no_empty_list(answer: str) -> None:
    with pytest.raises(Unexpected):
        ask(lambda carrier: carrier.track_many(["UA1YP"]), answer)


@pytest.mark.parametrize(
    ("code", "milestone"),
    [
        ("PU30", Milestone.EXCEPTION),
        ("EC30", Milestone.EXCEPTION),
        ("S303", Milestone.IMPORT_CUSTOMS),
        ("LM54", Milestone.RETURNING),
        ("OR20", Milestone.INFO_RECEIVED),  # a family that knows no failure decides
        ("SC30", Milestone.IN_TRANSIT),
        ("LH40", Milestone.IN_TRANSIT),
        ("PU40", Milestone.UNMAPPED),  # one that knows some does not
        ("EC10", Milestone.UNMAPPED),
        ("IC80", Milestone.UNMAPPED),
        ("LM60", Milestone.UNMAPPED),
        ("SC3", Milestone.UNMAPPED),  # not of the form
        ("SCAN", Milestone.UNMAPPED),
        ("", Milestone.UNMAPPED),
    ],
)
def test_a_new_code_is_decided_by_its_family_only_where_that_is_safe(code: str, milestone: Milestone) -> None:
    assert milestone_of(code) is milestone


def test_a_refused_cancellation_names_the_state_of_the_order() -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking("yanwen"))
        scene.emulator.advanced_s += 9 * 3600
        with pytest.raises(Refused, match="order 2: 已收货") as caught:
            await scene.carrier.cancel(waybill)
        assert [problem.code for problem in caught.value.problems] == ["CARRIER_REFUSED"]
        assert [entry.cancelled for entry in scene.emulator.book.entries] == [False]

    play("yanwen", story)


def test_the_emulator_bears_30_numbers_and_knows_one_warehouse() -> None:
    async def story(scene: Scene) -> None:
        assert len(await scene.carrier.track_many([f"UA{place}YP" for place in range(30)])) == 30
        with pytest.raises(Unexpected, match="30"):
            await scene.carrier.track_many([f"UA{place}YP" for place in range(31)])
        with pytest.raises(Refused, match="companyCode"):
            await scene.carrier.create(booking("yanwen"))
        assert scene.held == []

    demo = registry.manifest("yanwen").demo_credentials
    play("yanwen", story, credentials={**demo, "warehouse_code": "NOWHERE"})


def test_every_status_is_mapped() -> None:
    assert ORDER_STATUS.keys() == ORDER_STATUS_WORDS.keys()
    assert ORDER_STATUS_WORDS["15"] == "追踪结束"
    assert set(STEPS.values()) <= CHECKPOINTS.keys()
    assert Milestone.UNMAPPED not in {*CHECKPOINTS.values(), *ORDER_STATUS.values()}
    assert "14" not in ORDER_STATUS  # never seen
