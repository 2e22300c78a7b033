"""Documents at the emulated window, from the first receipt to the last."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from fahuo.customs.ceb import check
from fahuo.customs.ceb.tests.papers import (
    CARRIER,
    FIRM,
    cancellation,
    export_list,
    guid,
    list_line,
    opening,
    order,
    waybill,
    waybill_list,
)
from fahuo.customs.window.tests.desk import declared, desk, numbers_of

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_order_waybill_and_list_are_taken_compared_and_released() -> None:
    one = await declared(1)
    by_kind = {kind: [node.code for node in one.seen if node.kind == kind] for kind in ("CEB304", "CEB506", "CEB604")}
    assert by_kind["CEB304"] == by_kind["CEB506"] == ["2", "3", "120"]
    assert by_kind["CEB604"] == ["2", "3", "120", "800", "899"]
    lists = [node for node in one.seen if node.kind == "CEB604"]
    assert all(first.at < second.at for first, second in pairwise(lists))
    assert [bool(node.values["invtNo"]) for node in lists] == [False, False, True, True, True]
    last = lists[-1].values
    assert last["invtNo"].startswith("29212026E")
    assert last["preNo"].startswith("B20260302")
    assert len(last["preNo"]) == 18
    assert (last["orderNo"], last["copNo"], lists[-1].state) == ("O1", "C1", "CLOSED")


async def test_receipts_fit_the_schemas() -> None:
    one = await declared(1, 2)
    messages, _, _ = one.emulator.office.outbox("acme").page(0, 100, one.emulator.office.now())
    assert messages
    for content in messages:
        assert check.schema_problems(content) == []


async def test_a_list_that_lacks_its_order_or_waybill_comes_back_and_is_declared_again() -> None:
    one = desk()
    assert await one.codes(export_list(1), kind="CEB603") == ["2", "3", "100"]
    assert "订单未入库" in one.seen[-1].text
    await one.send("CEB303", order(1))
    assert (await one.codes(export_list(1, appType="2"), kind="CEB603"))[-1] == "100"
    assert "运单未入库" in one.seen[-1].text
    await one.send("CEB505", waybill(1))
    assert (await one.codes(export_list(1, appType="2"), kind="CEB603"))[-2:] == ["800", "899"]
    times = [node.at for node in one.seen if node.kind == "CEB604"]
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"lines": [list_line(itemNo="S2")]}, "商品不一致"),
        ({"lines": [list_line(price="11", totalPrice="22")]}, "金额不一致"),
        ({"ebcCode": CARRIER}, "电商企业不一致"),
    ],
)
async def test_papers_that_disagree_come_back(changed: dict[str, Any], word: str) -> None:
    one = desk()
    await one.send("CEB303", order(1))
    await one.send("CEB505", waybill(1))
    assert (await one.codes(export_list(1, **changed), kind="CEB603"))[-1] == "100"
    assert word in one.seen[-1].text


async def test_nothing_is_taken_twice() -> None:
    one = await declared(1)
    assert await one.codes(order(1), kind="CEB303") == ["-301010"]
    assert await one.codes(waybill(1), kind="CEB505") == ["-504012"]
    assert await one.codes(export_list(1), kind="CEB603") == ["-621004"]
    assert await one.codes(export_list(1, copNo="C99"), kind="CEB603") == ["-621004"]
    assert Counter(document.kind for document in one.emulator.office.book.documents.values()) == {
        "CEB303": 1,
        "CEB505": 1,
        "CEB603": 1,
    }


async def test_what_is_in_a_list_is_changed_no_more() -> None:
    one = await declared(1)
    assert await one.codes(order(1, appType="2"), kind="CEB303") == ["-301011"]
    assert await one.codes(waybill(1, appType="2"), kind="CEB505") == ["-504016"]
    assert await one.codes(export_list(1, appType="2"), kind="CEB603") == ["-621012"]
    assert await one.codes(order(2, appType="2"), kind="CEB303") == ["-301009"]
    assert await one.codes(order(2, appType="3"), kind="CEB303") == ["-301009"]


async def test_an_order_is_changed_and_deleted_before() -> None:
    one = desk()
    await one.send("CEB303", order(1))
    assert (await one.codes(order(1, appType="2"), kind="CEB303"))[-1] == "120"
    assert (await one.codes(order(1, appType="3"), kind="CEB303"))[-1] == "120"
    assert await one.codes(order(1, appType="2"), kind="CEB303") == ["-301009"]
    assert (await one.codes(order(1), kind="CEB303"))[-1] == "120"


@pytest.mark.parametrize(
    ("kind", "node", "code", "word"),
    [
        ("CEB303", order(goodsValue="20"), "-301008", "goodsValue"),
        ("CEB303", order(appTime="20260302129999"), "-301008", "appTime"),
        ("CEB303", order(lines=[order()["lines"][0]] * 2), "-301002", "重复"),
        ("CEB505", waybill(packNo=0), "-504011", "packNo"),
        ("CEB603", export_list(ieFlag="I"), "-621001", "ieFlag"),
        ("CEB603", export_list(country="142"), "-621001", "country"),
        ("CEB603", export_list(statisticsFlag="A"), "-621001", "gcode"),
        ("CEB603", export_list(lines=[list_line(gmodel="x")]), "-621001", "gmodel"),
        ("CEB603", export_list(netWeight="0.3"), "-621001", "netWeight"),
        ("CEB603", export_list(lines=[list_line(unit2="035")]), "-621001", "unit2"),
        ("CEB605", cancellation("29212026E000000009"), "-623003", "不存在"),
    ],
)
async def test_what_the_window_finds_wrong_on_its_face(kind: str, node: dict[str, Any], code: str, word: str) -> None:
    one = desk()
    assert await one.codes(node, kind=kind) == [code]
    assert word in one.seen[-1].text
    assert one.seen[-1].state == "ERROR"
    assert one.emulator.office.book.documents == {}


async def test_a_held_list_is_cancelled_and_its_order_declared_anew() -> None:
    one = await declared(1, hold_at="120")
    number = numbers_of(one)["C1"]
    assert one.seen[-1].code == "120"
    assert await one.codes(cancellation(number), kind="CEB605") == ["2", "3", "399"]
    assert one.seen[-1].state == "CONCLUDED"
    assert one.emulator.office.release() == 0
    assert await one.codes(cancellation(number, 2), kind="CEB605") == ["-623005"]
    assert (await one.codes(export_list(1, copNo="C1B"), kind="CEB603"))[-1] == "120"


async def test_a_closed_list_cannot_be_cancelled() -> None:
    one = await declared(1)
    assert await one.codes(cancellation(numbers_of(one)["C1"]), kind="CEB605") == ["-623005"]


async def test_a_held_list_goes_on_when_it_is_released() -> None:
    one = await declared(1, 2, hold_at="500", inspect=1.0)
    assert {node.code for node in one.seen if node.kind == "CEB604"} == {"2", "3", "120", "500"}
    assert one.emulator.office.release("C2") == 1
    assert [(node.values["copNo"], node.code) for node in await one.fetch()] == [("C2", "800"), ("C2", "899")]
    assert one.emulator.office.release() == 1
    assert [node.values["copNo"] for node in await one.fetch()] == ["C1", "C1"]


async def test_a_list_is_sent_back_once_and_passes_the_second_time() -> None:
    one = await declared(1, 2, reject_orders=["O2"])
    last = {node.values["copNo"]: node.code for node in one.seen if node.kind == "CEB604"}
    assert last == {"C1": "899", "C2": "100"}
    assert (await one.codes(export_list(2, appType="2"), kind="CEB603"))[-1] == "899"


async def test_waybill_lists_go_over_released_lists_only() -> None:
    one = await declared(1, 2)
    assert (await one.codes(waybill_list([1, 2]), kind="CEB607"))[-1] == "399"
    assert (await one.codes({**waybill_list([1, 9]), "copNo": "L2"}, kind="CEB607"))[-1] == "100"
    held = await declared(1, hold_at="120")
    assert (await held.codes(waybill_list([1]), kind="CEB607"))[-1] == "100"


async def test_a_departure_names_waybills_that_are_there() -> None:
    one = await declared(1)
    node = {
        **opening(), "customsCode": "2921", "copNo": "D1", "logisticsCode": CARRIER, "logisticsName": "某某",
        "trafMode": "5", "leaveTime": "20260303000000", "msgCount": 1, "msgSeqNo": 1,
        "lines": [{"gnum": 1, "logisticsNo": "W1"}],
    }  # fmt: skip
    assert (await one.codes(node, kind="CEB509"))[-1] == "399"
    other = {**node, "guid": guid(), "copNo": "D2", "lines": [{"gnum": 1, "logisticsNo": "W9"}]}
    assert await one.codes(other, kind="CEB509") == ["-504009"]


async def test_a_receipt_of_payment_is_taken_for_an_order_that_is_there() -> None:
    one = desk()
    node = {
        **opening(), "ebpCode": "无", "ebpName": "AE", "ebcCode": FIRM, "ebcName": "杭州", "orderNo": "O1",
        "payName": "某某支付", "charge": "21", "currency": "142", "accountingDate": "20260302000000",
    }  # fmt: skip
    assert await one.codes(node, kind="CEB403") == ["-401009"]
    await one.send("CEB303", order(1))
    assert (await one.codes({**node, "guid": guid()}, kind="CEB403"))[-1] == "120"


async def test_what_is_only_staged_goes_no_further() -> None:
    one = desk()
    assert await one.codes(order(1, appStatus="1"), kind="CEB303") == ["1"]
    assert one.seen[-1].state == "STAGED"
    assert one.emulator.office.book.documents == {}


async def test_whims_leave_the_last_receipt_and_times_tell_the_sequence() -> None:
    many = range(40)
    one = await declared(*many, skip=0.5, shuffle=0.7, repeat=0.3, seed=4)
    again = await declared(*many, skip=0.5, shuffle=0.7, repeat=0.3, seed=4)
    lists = [node for node in one.seen if node.kind == "CEB604"]
    for number in many:
        mine = [node for node in lists if node.values["copNo"] == f"C{number}"]
        assert max(mine, key=lambda node: node.at).code == "899"
    told = Counter(node.code for node in lists)
    assert told["2"] < 40
    assert len({node.sha256 for node in lists}) < len(lists)
    order_of = [[n.code for n in lists if n.values["copNo"] == f"C{number}"] for number in many]
    assert any(codes != sorted(codes, key=int) for codes in order_of)
    assert [node.code for node in again.seen] == [node.code for node in one.seen]


async def test_receipts_take_their_time() -> None:
    one = desk(step_s=60)
    assert await one.codes(order(1), kind="CEB303") == ["2"]
    one.emulator.office.advanced_s = 61
    assert [node.code for node in await one.fetch()] == ["3"]
    one.emulator.office.advanced_s = 3600
    assert [node.code for node in await one.fetch()] == ["120"]
    assert await one.fetch() == []


async def test_a_list_under_way_is_cancelled_in_its_middle() -> None:
    one = desk(step_s=60)
    for kind, node in (("CEB303", order(1)), ("CEB505", waybill(1)), ("CEB603", export_list(1))):
        await one.send(kind, node)
    one.emulator.office.advanced_s = 130
    await one.fetch()
    assert (await one.codes(cancellation(numbers_of(one)["C1"]), kind="CEB605")) == ["2"]
    one.emulator.office.advanced_s = 3600
    told = [(node.kind, node.code) for node in await one.fetch()]
    assert told == [("CEB606", "3"), ("CEB606", "399")]
