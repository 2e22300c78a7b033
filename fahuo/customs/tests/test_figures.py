"""Every figure that customs see, held against what it was made of: weights, days, names, ports, numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from fahuo.customs.ceb.write import BaseTransfer
from fahuo.customs.domain import nodes
from fahuo.customs.domain.composing import RECORD, Booked, Composed, compose
from fahuo.customs.domain.nodes import Filing, Item, Parcelled, Party, Told
from fahuo.customs.domain.ports import ports, unreadable
from fahuo.customs.rebate.deadlines import Spans, deadlines
from fahuo.customs.services.declare import unwritable
from fahuo.goods.elements import Known, fill, shipped
from fahuo.trade.goods import GoodsLine
from fahuo.trade.money import Money
from tests.fixtures.parcels import cotton_towel

FIRM = Party("91330100799655058B", "杭州示例贸易有限公司")
FILING = Filing(
    consignor=FIRM, agent=FIRM, owner=FIRM, platform=Party("无", "AliExpress"), district="2904", exit_port="2904",
    trade_mode="9610", statistics_flag="B", transport_mode="5", wrapping="2",
)  # fmt: skip
CARRIER = Party("3301960001", "云途物流")
ITEM = Item(
    sku="TWL-GY", name="纯棉浴巾", code="6302609000", model="0|0|盥洗用|毛巾布|棉100%", barcode="", unit="015",
    quantity=3, price=Decimal("6.80"), first=("015", Decimal(3)), second=("035", Decimal("1.44")),
)  # fmt: skip
PARCEL = Parcelled(
    order_number="81", waybill_number="YT1", cop_no="FH1", carrier=CARRIER, country="304", items=(ITEM,),
    currency="502", weight_g=1500, net_g=1440, freight=Decimal("41.20"), freight_currency="142",
)  # fmt: skip
GUID = "0E0A2A1C-6B1C-4F6E-9C59-3C7E4D2A7B11"
TOLD = Told(datetime(2026, 11, 20, 4, tzinfo=UTC), date(2026, 11, 20))
CODES = {"hs_code": "6302609000", "sale_unit": "015", "second_unit": "035"}
SAID = {"出口享惠情况": "0", "用途": "洗浴用", "织造方法": "机织毛圈", "成分含量": "100%棉", "货号": "1"}


def elements(line: GoodsLine, **changes: Any) -> Any:
    known = {"weight_g": line.unit_weight_g, "brand_type": "0", "first_unit": "015", "elements": SAID, **CODES}
    return fill(shipped().of("6302609000"), Known(line.sku, **known | changes))


def composed(
    *lines: GoodsLine, filing: Filing = FILING, stated: dict[str, Any] | None = None, **changes: Any
) -> Composed:
    booked = Booked(
        order_number="81", waybill_number="YT1", carrier="yunexpress", country="DE", lines=lines,
        weight_g=sum(line.weight_g for line in lines), charged=Money(Decimal("41.20"), "CNY"), paid=None,
        paid_goods=Decimal(0),
    )  # fmt: skip
    known = stated if stated is not None else {line.sku: elements(line) for line in lines}
    return compose(replace(booked, **changes), filing=filing, carrier=CARRIER, elements=known, cop_no="FH1")


def listed(parcel: Parcelled, filing: Filing = FILING) -> dict[str, Any]:
    return nodes.list_node(parcel, filing, TOLD, GUID)


def refused(parcel: Parcelled, kind: str = "CEB603") -> set[tuple[str, str]]:
    """Write a node as it would be sent; return what is refused, by field and code."""
    write = {"CEB303": nodes.order_node, "CEB505": nodes.waybill_node, "CEB603": nodes.list_node}[kind]
    content = {kind: write(parcel, FILING, TOLD, GUID)}
    found = unwritable(kind, [content], BaseTransfer(FIRM.code, FIRM.name, "DXPENT0000000001"))
    return {(problem.field.rpartition(".")[2], problem.code) for problem in found.get(0, ())}


def towel(**changes: Any) -> GoodsLine:
    line = replace(cotton_towel(3), hs_code="6302609000", title_zh="纯棉浴巾", sale_unit="015")
    return replace(line, **changes)


def test_net_weight_is_that_of_the_goods_and_gross_that_of_the_parcel() -> None:
    parcel = composed(towel(), weight_g=1500).parcel
    assert parcel is not None
    node = listed(parcel)
    assert (node["grossWeight"], node["netWeight"]) == ("1.5", "1.44")


@pytest.mark.parametrize(
    ("changes", "kind", "wrong"),
    [
        ({"model": "0|0|" + "长" * 246}, "CEB603", set()),  # 250 fit
        ({"model": "0|0|" + "长" * 247}, "CEB603", {("gmodel", "CEB_FIELD_LENGTH")}),
        ({"name": "名" * 300}, "CEB603", {("itemName", "CEB_FIELD_LENGTH"), ("gname", "CEB_FIELD_LENGTH")}),
        ({"name": "名" * 300}, "CEB303", {("itemName", "CEB_FIELD_LENGTH")}),
        ({"name": "名" * 300}, "CEB505", set()),  # the waybill names the main goods in short
        ({"name": "浴巾 🛁 𠮷 龘"}, "CEB603", set()),  # letters beyond the first plane are letters
    ],
)
def test_what_does_not_fit_is_refused_and_never_cut(changes: Any, kind: str, wrong: set[Any]) -> None:
    assert refused(replace(PARCEL, items=(replace(ITEM, **changes),)), kind) == wrong


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["浴巾"], "浴巾"),
        (["浴巾", "灯"], "浴巾、灯"),
        (["名" * 98, "字" * 100, "灯"], "名" * 98 + "、" + "字" * 100 + "等"),
        (["名" * 98, "字" * 101], "名" * 98 + "、" + "字" * 101),
        (["名" * 150, "字" * 80, "灯"], "名" * 150 + "等"),
        (["名" * 300], "名" * 199 + "等"),
    ],
)
def test_goods_in_short_are_whole_names(names: list[str], short: str) -> None:
    assert nodes.goods_in_short(names) == short
    assert len(short) <= 200


def test_a_port_of_destination_is_stated_where_one_is_set() -> None:
    filing = replace(FILING, ports=ports("US 3190, DE 2110"))
    there = composed(towel(), filing=filing).parcel
    elsewhere = composed(towel(), filing=filing, country="FR").parcel
    assert there is not None
    assert elsewhere is not None
    assert [(listed(one)["country"], listed(one)["POD"]) for one in (there, elsewhere)] == [
        ("304", "2110"),
        ("305", "305"),
    ]


@pytest.mark.parametrize(
    ("text", "read", "wrong"),
    [
        ("", {}, ()),
        ("us 3190，de=211；", {"US": "3190", "DE": "211"}, ()),
        ("US 31900, Germany 2110", {}, ("US 31900", "GERMANY 2110")),
        ("US 3190, US 3191", {"US": "3191"}, ("US 3191",)),
    ],
)
def test_ports_are_read_or_named(text: str, read: dict[str, str], wrong: tuple[str, ...]) -> None:
    assert (ports(text), unreadable(text)) == (read, wrong)


@pytest.mark.parametrize(("country", "known"), [("TW", "143"), ("HK", "110"), ("MO", "121"), ("XK", ""), ("ZZ", "")])
def test_a_destination_without_a_code_is_a_problem(country: str, known: str) -> None:
    done = composed(towel(), country=country)
    if known:
        assert done.parcel is not None
        assert done.parcel.country == known
    else:
        assert done.parcel is None
        assert ("DECLARATION_CODE_UNKNOWN", country) in {(one.code, one.detail) for one in done.problems}


def test_two_skus_that_become_one_number_are_a_problem() -> None:
    long = towel(sku="S" * 21)
    twin = towel(sku=nodes.item_number("S" * 21))
    done = composed(long, twin)
    assert done.parcel is None
    assert [one.code for one in done.problems] == ["CEB_LINE_NUMBERS"]
    same = composed(long, long).parcel  # one SKU in two lines is one thing
    assert same is not None
    assert {len(line["itemNo"]) for line in listed(same)["lines"]} == {20}
    assert [line["gnum"] for line in listed(same)["lines"]] == ["1", "2"]


def test_a_unit_that_customs_do_not_know_is_a_problem() -> None:
    line = towel()
    done = composed(line, stated={line.sku: replace(elements(line), sale_unit="999")})
    assert done.parcel is None
    assert ("DECLARATION_CODE_UNKNOWN", "999") in {(one.code, one.detail) for one in done.problems}


def test_a_second_unit_that_nobody_stated_is_asked() -> None:
    line = towel()
    done = composed(line, stated={line.sku: elements(line, second_unit="030")})
    assert done.parcel is None
    assert [(one.code, one.detail) for one in done.problems] == [("ELEMENTS_UNIT", f"{line.sku}: second_quantity")]


def test_a_number_in_an_account_book_is_stated_and_never_made_up() -> None:
    zone = replace(FILING, trade_mode="1210", warehouse=Party("3301660001", "某某仓储"), account_book="T2904W000001")
    assert [one.code for one in composed(towel(), filing=zone).problems] == ["DECLARATION_RECORD_NUMBER"]
    told = composed(towel(elements={RECORD: "00017"}), filing=zone).parcel
    assert told is not None
    node = listed(told, zone)
    assert (node["emsNo"], node["lines"][0]["itemRecordNo"]) == ("T2904W000001", "00017")
    plain = composed(towel(elements={RECORD: "00017"})).parcel
    assert plain is not None
    assert "itemRecordNo" not in listed(plain)["lines"][0]


@pytest.mark.parametrize(
    ("paid", "goods", "freight", "notes"),
    [
        (Money(Decimal("31.50"), "USD"), Decimal("27.00"), "4.5", []),
        (Money(Decimal("20.00"), "USD"), Decimal("27.00"), "0", []),  # a discount is no freight
        (Money(Decimal("31.50"), "EUR"), Decimal("27.00"), "0", ["DECLARATION_FREIGHT_PAID_APART"]),
        (Money(Decimal("4500"), "JPY"), Decimal(4000), "0", ["DECLARATION_FREIGHT_PAID_APART"]),
        (Money(Decimal("31.50"), "USD"), None, "0", ["DECLARATION_FREIGHT_PAID_APART"]),  # a line has no price in it
        (None, None, "0", []),
    ],
)
def test_what_the_buyer_paid_for_shipping(paid: Money | None, goods: Any, freight: str, notes: list[str]) -> None:
    done = composed(towel(), paid=paid, paid_goods=goods)
    assert done.parcel is not None
    assert nodes.order_node(done.parcel, FILING, TOLD, GUID)["freight"] == freight
    assert [one.code for one in done.problems] == notes


@pytest.mark.parametrize(
    ("price", "quantity", "stated", "total"),
    [
        (Decimal(1) / 3, 3, "0.33333", "1"),
        (Decimal("0.335"), 3, "0.335", "1.005"),  # dinars have three decimals
        (Decimal(1200), 3, "1200", "3600"),  # yen have none
        (Decimal("6.80"), 1, "6.8", "6.8"),
    ],
)
def test_prices_keep_five_decimals(price: Decimal, quantity: int, stated: str, total: str) -> None:
    node = listed(replace(PARCEL, items=(replace(ITEM, price=price, quantity=quantity),)))
    (line,) = node["lines"]
    assert (line["price"], line["totalPrice"]) == (stated, total)
    assert abs(Decimal(line["price"]) * quantity - Decimal(line["totalPrice"])) <= Decimal("0.01")


@pytest.mark.parametrize(("count", "wrong"), [(100, set()), (101, {("lines", "CEB_LINE_COUNT")})])
def test_a_hundred_lines_fit_and_no_more(count: int, wrong: set[Any]) -> None:
    many = replace(PARCEL, items=tuple(replace(ITEM, sku=f"S{place}") for place in range(count)))
    assert refused(many) == refused(many, "CEB303") == wrong


def test_a_separator_in_a_value_does_not_move_the_elements() -> None:
    said = {**SAID, "用途": "洗|浴\n用"}
    assert elements(towel(), elements=said).gmodel.split("|")[2] == "洗/浴 用"
    assert len(elements(towel(), elements=said).gmodel.split("|")) == len(elements(towel()).gmodel.split("|"))


def test_told_anew_a_list_states_the_new_day() -> None:
    later = Told(datetime(2026, 12, 31, 16, 0, 1, tzinfo=UTC), date(2027, 1, 1))
    again = nodes.told_anew(listed(PARCEL), later, GUID)
    assert (again["appTime"], again["ieDate"]) == ("20270101000001", "20270101")
    assert "ieDate" not in nodes.told_anew(nodes.order_node(PARCEL, FILING, TOLD, GUID), later, GUID)
    assert json.dumps(again)


SPANS = Spans(record_days=15, file_until=(4, 30), domestic_after_months=36, kept_years=10)


@pytest.mark.parametrize(
    ("exported", "filed", "file_by", "record_by", "domestic", "keep"),
    [
        ("2026-12-31", "2027-01-15", "2027-04-30", "2027-01-30", "2029-12-31", "2037-01-15"),
        ("2027-01-01", "2027-02-15", "2028-04-30", "2027-03-02", "2030-01-01", "2037-02-15"),
        ("2028-02-29", "2028-02-29", "2029-04-30", "2028-03-15", "2031-02-28", "2038-02-28"),
        ("2026-11-30", "2026-12-20", "2027-04-30", "2027-01-04", "2029-11-30", "2036-12-20"),
        ("2026-11-30", "", "2027-04-30", "", "2029-11-30", ""),
    ],
)
def test_deadlines(exported: str, filed: str, file_by: str, record_by: str, domestic: str, keep: str) -> None:
    filed_on = date.fromisoformat(filed) if filed else None
    found = deadlines(exported_on=date.fromisoformat(exported), filed_on=filed_on, spans=SPANS)
    days = (found.file_by, found.record_by, found.domestic_from, found.keep_until)
    assert tuple(day.isoformat() if day else "" for day in days) == (file_by, record_by, domestic, keep)
