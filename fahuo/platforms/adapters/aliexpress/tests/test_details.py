"""Order details as JSON: every shape that the platform and connectors give them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fahuo.kit.files import FileRefused
from fahuo.kit.files.arrival import open_file
from fahuo.platforms.adapters.aliexpress.tests.orders import as_json, child, detail, wrapped
from fahuo.platforms.contract import PlatformOrder
from fahuo.platforms.registry import platform


def read(folder: Path, content: bytes) -> list[PlatformOrder]:
    path = folder / "orders.json"
    path.write_bytes(content)
    return list(platform("aliexpress").read_orders(open_file(path, limit_mb=20), 20))


def text(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def test_one_order_field_by_field(tmp_path: Path) -> None:
    [order] = read(tmp_path, as_json(detail()))
    assert (order.entry, order.number, order.status) == (1, "8190000000000001", "WAIT_SELLER_SEND_GOODS")
    assert order.placed_at == datetime(2026, 11, 15, 9, 33, 20, tzinfo=UTC)  # Pacific winter time is UTC − 8
    assert (order.amount, order.currency) == (Decimal("23.90"), "USD")
    assert order.recipient.street == "Jungfernstieg 1"
    [line] = order.lines
    assert (line.number, line.sku, line.quantity, line.unit_price) == ("8190000000010001", "HUB", 2, Decimal("11.95"))
    assert line.attributes == "Color: Dark"
    assert line.to_ship


PLAIN = detail()
OBJECTS = {"extend_map": {}, "product_attributes": {"sku": [{"pName": "Color", "selfDefineValue": "Dark"}]}}
SHAPES = {
    "list": text([PLAIN]),
    "one object": text(PLAIN),
    "target": text({"target": PLAIN, "time_stamp": "x"}),
    "wrapped": text(wrapped(PLAIN)),
    "list of wrapped": text([wrapped(PLAIN)]),
    "result of the sibling call": text({"result": {"data": PLAIN}}),
    "wrapped sibling": text({"aliexpress_solution_order_info_get_response": {"result": {"data": PLAIN}}}),
    "UTF-16": json.dumps([PLAIN], ensure_ascii=False).encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + text([PLAIN]),
    "maps as objects": text([{**PLAIN, "child_order_list": [child(**OBJECTS)]}]),
    "numbers in quotes": text([{**PLAIN, "id": "8190000000000001", "child_order_list": [child(product_count="2")]}]),
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_shapes(tmp_path: Path, content: bytes) -> None:
    [expected] = read(tmp_path, as_json(PLAIN))
    assert read(tmp_path, content) == [expected]


@pytest.mark.parametrize(
    ("escaped", "name"),
    [
        (r"Ana \ud83d\ude00", "Ana 😀"),
        (r"Ana \ud83d", "Ana \ufffd"),
        (r"Ana \uDE00!", "Ana \ufffd!"),
        (r"\ud83d\ud83d\ude00", "\ufffd😀"),
        (r"back\\ud83d", r"back\ud83d"),
        (r"A\u0000B", "A B"),
    ],
)
def test_half_an_emoji_spoils_no_file(tmp_path: Path, escaped: str, name: str) -> None:
    content = text([detail(address={"contact_person": "WHO"}, unknown="WHO")]).replace(b"WHO", escaped.encode())
    [order] = read(tmp_path, content)
    assert order.recipient.name == name


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026/11/5 1:33", datetime(2026, 11, 5, 9, 33, tzinfo=UTC)),
        ("２０２６-11-15 01:33:20", datetime(2026, 11, 15, 9, 33, 20, tzinfo=UTC)),
        ("2026-11-15T01:33:20.000+0800", datetime(2026, 11, 14, 17, 33, 20, tzinfo=UTC)),  # its own offset counts
    ],
)
def test_moments(tmp_path: Path, written: str, hour: datetime) -> None:
    [order] = read(tmp_path, as_json(detail(gmt_create=written)))
    assert order.placed_at == hour


def test_one_object_per_line(tmp_path: Path) -> None:
    content = b"\n".join([text(detail(1)), text(wrapped(detail(2))), b"", text({"target": detail(3)})])
    assert [order.number for order in read(tmp_path, content)] == ["1", "2", "3"]


@pytest.mark.parametrize("empty", [[], {}, None])
def test_no_lines(tmp_path: Path, empty: Any) -> None:
    [order] = read(tmp_path, as_json(detail(child_order_list=empty)))
    assert order.lines == ()


def test_no_orders(tmp_path: Path) -> None:
    assert read(tmp_path, b"[]") == []


def test_absent_and_null_fields(tmp_path: Path) -> None:
    bare = {"id": 7, "order_status": None, "receipt_address": {"zip": None}, "child_order_list": [child(sku_code=None)]}
    [order] = read(tmp_path, as_json(bare))
    assert (order.status, order.recipient.postcode, order.lines[0].sku, order.placed_at) == ("", "", "", None)


@pytest.mark.parametrize(
    ("changes", "order_status"),
    [
        ({"order_status": "WAIT_BUYER_ACCEPT_GOODS"}, "SELLER_PART_SEND_GOODS"),
        ({"send_goods_operator": "WAREHOUSE_SEND_GOODS"}, "WAIT_SELLER_SEND_GOODS"),
        ({"logistics_warehouse_type": "cainiaoInternationalWarehouse"}, "WAIT_SELLER_SEND_GOODS"),
        ({"extend_map": '{"hscode":"950450","orderBusinessModel":"SEMI_CHOICE_SELF"}'}, "WAIT_SELLER_SEND_GOODS"),
        ({"extend_map": '{"orderBusinessModel":"SEMI_CHOICE_SELF",'}, "WAIT_SELLER_SEND_GOODS"),
        ({"extend_map": {"orderBusinessModel": "SEMI_CHOICE_SELF"}}, "WAIT_SELLER_SEND_GOODS"),
        ({}, "RISK_CONTROL"),
        ({}, "IN_CANCEL"),
    ],
)
def test_not_to_ship(tmp_path: Path, changes: dict[str, Any], order_status: str) -> None:
    [order] = read(tmp_path, as_json(detail(order_status=order_status, child_order_list=[child(**changes)])))
    assert not order.lines[0].to_ship


@pytest.mark.parametrize(
    ("code", "iso"),
    [
        ("UK", "GB"),
        ("uk", "GB"),
        ("SRB", "RS"),
        ("MNE", "ME"),
        ("KS", "XK"),
        ("GGY", "GG"),
        ("JEY", "JE"),
        (" de\u200f", "DE"),
    ],
)
def test_countries_of_its_own(tmp_path: Path, code: str, iso: str) -> None:
    [order] = read(tmp_path, as_json(detail(address={"country": code})))
    assert order.recipient.country == iso


@pytest.mark.parametrize(
    ("address", "tax_id"),
    [
        ({"cpf_no": "065"}, "065"),
        ({"rut_no": "1-9"}, "1-9"),
        ({"tax_number": " ", "cpf_no": "7"}, "7"),
        ({"tax_number": "Ｐ４５"}, "P45"),
        ({"country": "BR", "tax_number": "other", "cpf_no": "065"}, "065"),
        ({"country": "CL", "tax_number": "other", "rut_no": "1-9"}, "1-9"),
        ({"country": "KR", "tax_number": "P45", "cpf_no": "other"}, "P45"),
        ({}, ""),
    ],
)
def test_tax_number_from_any_field(tmp_path: Path, address: dict[str, str], tax_id: str) -> None:
    [order] = read(tmp_path, as_json(detail(address=address)))
    assert order.recipient.tax_id == tax_id


GOOD = as_json(detail(1), detail(2)).replace(b"}, {", b"},\n{")
REFUSED = {
    "cut off": (GOOD[:-200], "FILE_CUT_OFF", 2),
    "cut off inside a letter": (b'[\n{"id":1,"memo":"\xe6\xb7', "FILE_CUT_OFF", 2),
    "another encoding": (b'[{"id":1,"memo":"K\xf6ln"}]', "FILE_ENCODING", 1),
    "no JSON": (b"[hello]", "FILE_FORMAT", 1),
    "too deep": (b"[" * 100_000, "FILE_FORMAT", 1),
    "entries that are no orders": (b"[1, 2]", "FILE_ROW", 1),
    "no number": (as_json(detail(1), {"order_status": "x"}), "FILE_COLUMNS", 2),
    "an error answer": (as_json({"error_response": {"code": "15"}}), "FILE_ROW", 1),
    "number in powers of ten": (b'[{"id": 8.112833361505127E15}]', "FILE_ID_DAMAGED", 1),
    "number with a letter": (as_json(detail("81A")), "FILE_ID_DAMAGED", 1),
    "negative quantity": (
        as_json(detail(1), detail(2, child_order_list=[child(product_count=-1)])),
        "FILE_QUANTITY",
        2,
    ),
    "no quantity": (as_json(detail(child_order_list=[child(product_count=None)])), "FILE_QUANTITY", 1),
    "half a piece": (as_json(detail(child_order_list=[child(product_count=1.5)])), "FILE_QUANTITY", 1),
    "unknown currency": (as_json(detail(order_amount={"amount": "1", "currency_code": "BTC"})), "FILE_CURRENCY", 1),
    "amount that is none": (as_json(detail(order_amount={"amount": "NaN"})), "FILE_VALUE", 1),
    "time that is none": (as_json(detail(gmt_create="yesterday")), "FILE_VALUE", 1),
    "a year beyond the calendar": (as_json(detail(gmt_create="9999-12-31 23:59:59")), "FILE_VALUE", 1),
    "UTF-16 cut off": (text([PLAIN]).decode().encode("utf-16")[:-1], "FILE_CUT_OFF", 1),
    "nothing but commas": (b"[" + b"1," * 6_000_000 + b"1]", "FILE_FORMAT", 0),
    "wrong type": (as_json(detail(receipt_address=[1])), "FILE_ROW", 1),
    "a novel for a street": (as_json(detail(address={"detail_address": "x" * 5000})), "FILE_VALUE", 1),
    "second line broken": (text(detail(1)) + b"\n{broken\n", "FILE_FORMAT", 2),
}


@pytest.mark.parametrize(("content", "code", "row"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, content: bytes, code: str, row: int) -> None:
    with pytest.raises(FileRefused) as refused:
        read(tmp_path, content)
    assert (refused.value.code, refused.value.row) == (code, row)
