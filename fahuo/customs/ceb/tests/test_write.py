"""Every kind of message: a smallest valid one, broken ones with their path, and any values at random."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from fahuo.customs.ceb import check, write
from fahuo.customs.ceb.faults import FieldError, FieldErrors
from fahuo.customs.ceb.fields import NAMESPACE, NODES, RECEIPTS, SIGNED, Field, Node, Sort
from fahuo.customs.ceb.tests.papers import TRANSFER, export_list, guid, list_line, order, smallest, waybill

SENT = sorted(set(NODES) - RECEIPTS)
NS = {"c": NAMESPACE}


def written(kind: str, *nodes: dict[str, Any]) -> etree._Element:
    return etree.fromstring(write.message(kind, nodes, TRANSFER, guid()))


def errors(kind: str, *nodes: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(FieldErrors) as caught:
        write.message(kind, nodes, TRANSFER, guid())
    return [(error.path, error.code) for error in caught.value.errors]


def test_there_are_tables_of_all_kinds() -> None:
    assert len(NODES) == 24  # 23 of the specification and the complaint about what cannot be read
    assert {"CEB303", "CEB403", "CEB505", "CEB507", "CEB509", "CEB603", "CEB605", "CEB607", "CEB701"} <= set(SENT)
    assert set(SENT) >= SIGNED
    assert len(NODES["CEB603"].head) == 48
    assert [field.name for field in NODES["CEB603"].lines[10:16]] == ["qty", "qty1", "qty2", "unit", "unit1", "unit2"]


@pytest.mark.parametrize("kind", SENT)
def test_the_smallest_message_passes_its_schema(kind: str) -> None:
    xml = write.message(kind, [smallest(kind)], TRANSFER, guid())
    assert check.schema_problems(xml) == []


@pytest.mark.parametrize("kind", sorted(RECEIPTS))
def test_a_receipt_passes_its_schema_and_is_never_sent(kind: str) -> None:
    assert check.schema_problems(write.receipt(kind, [smallest(kind)], guid())) == []
    with pytest.raises(ValueError, match="only customs sends it"):
        write.message(kind, [smallest(kind)], TRANSFER, guid())


@pytest.mark.parametrize("kind", SENT)
def test_whatever_is_required_is_asked_for_at_its_place(kind: str) -> None:
    table = NODES[kind]
    for field in table.head:
        if field.required:
            node = {name: value for name, value in smallest(kind).items() if name != field.name}
            assert (f"{table.name}[0].{field.name}", "CEB_FIELD_MISSING") in errors(kind, node)
    for field in table.lines:
        if field.required:
            node = smallest(kind)
            del node["lines"][0][field.name]
            assert (f"{table.name}[0].lines[0].{field.name}", "CEB_FIELD_MISSING") in errors(kind, node)


@pytest.mark.parametrize("kind", SENT)
def test_the_schema_asks_for_what_is_required_as_well(kind: str) -> None:
    """So that a message of somebody else's making is judged by the same tables."""
    table = NODES[kind]
    for field in table.head:
        root = written(kind, smallest(kind))
        (element,) = root.findall(f".//c:{table.head_name or table.name}/c:{field.name}", NS) or [None]
        if element is None:
            continue
        element.getparent().remove(element)
        assert bool(check.element_problems(root)) is field.required, field.name


SPEC_CASES = [
    ("a name too long", {"ebcName": "电" * 101}, "ebcName", "CEB_FIELD_LENGTH"),
    ("an order number too long", {"orderNo": "x" * 61}, "orderNo", "CEB_FIELD_LENGTH"),
    ("a currency by name and too short", {"currency": "US"}, "currency", "CEB_FIELD_LENGTH"),
    ("a time too short", {"appTime": "20260302"}, "appTime", "CEB_FIELD_LENGTH"),
    ("a float", {"goodsValue": 21.5}, "goodsValue", "CEB_FIELD_NUMBER"),
    ("an exponent", {"goodsValue": "1e3"}, "goodsValue", "CEB_FIELD_NUMBER"),
    ("less than nothing", {"goodsValue": Decimal("-1")}, "goodsValue", "CEB_FIELD_NUMBER"),
    ("no number", {"goodsValue": Decimal("NaN")}, "goodsValue", "CEB_FIELD_NUMBER"),
    ("endless", {"goodsValue": Decimal("Infinity")}, "goodsValue", "CEB_FIELD_NUMBER"),
    ("too many digits", {"goodsValue": "1" * 20}, "goodsValue", "CEB_FIELD_NUMBER"),
    ("digits that rounding adds", {"goodsValue": "99999999999999.999999"}, "", ""),
    ("too many digits with decimals", {"goodsValue": "123456789012345.12345"}, "goodsValue", "CEB_FIELD_NUMBER"),
    ("too small to be said", {"goodsValue": "0.000001"}, "goodsValue", "CEB_FIELD_NUMBER"),
    ("truth", {"goodsValue": True}, "goodsValue", "CEB_FIELD_NUMBER"),
    ("a control character", {"ebcName": "a\x0bb"}, "ebcName", "CEB_FIELD_CHARACTER"),
    ("half a character", {"ebcName": "a\ud800"}, "ebcName", "CEB_FIELD_CHARACTER"),
    ("spaces only", {"ebcName": "  "}, "ebcName", "CEB_FIELD_MISSING"),
    ("a number for text", {"orderNo": 7}, "orderNo", "CEB_FIELD_TYPE"),
    ("a field that does not exist", {"buyerName": "x"}, "buyerName", "CEB_FIELD_UNKNOWN"),
    ("small letters", {"guid": "0e0a2a1c-6b1c-4f6e-9c59-3c7e4d2a7b11"}, "guid", "CEB_GUID"),
    ("no such type", {"orderType": "X"}, "orderType", "CEB_ORDER_TYPE"),
]


@pytest.mark.parametrize(("changed", "path", "code"), [case[1:] for case in SPEC_CASES], ids=[c[0] for c in SPEC_CASES])
def test_what_is_wrong_is_named_with_its_path(changed: dict[str, Any], path: str, code: str) -> None:
    node = order(2, **changed)
    if not code:
        assert written("CEB303", node) is not None
        return
    assert (f"Order[1].{path}", code) in errors("CEB303", order(1), node)


def test_every_fault_is_told_at_once() -> None:
    found = errors("CEB303", order(1, orderNo="", currency="US", lines=[]))
    assert {path for path, _ in found} == {"Order[0].orderNo", "Order[0].currency", "Order[0].lines"}


def test_numbers_are_plain() -> None:
    root = written("CEB303", order(goodsValue=Decimal("1E+3"), freight=Decimal("0.123456")))
    assert root.findtext(".//c:goodsValue", namespaces=NS) == "1000"
    assert root.findtext(".//c:freight", namespaces=NS) == "0.12346"


def test_what_is_empty_and_not_required_is_left_out() -> None:
    root = written("CEB603", export_list(preNo="", trafName="", lines=[list_line(qty2=None, unit2="")]))
    names = {etree.QName(element).localname for element in root.iter()}
    assert not names & {"preNo", "trafName", "qty2", "unit2", "note"}


def test_text_is_kept_as_it_is() -> None:
    name = " café cafe\u0301 <&>\"' \t𠮷 "
    root = written("CEB303", order(ebpName=name))
    assert root.findtext(".//c:ebpName", namespaces=NS) == name


def test_elements_stand_in_the_sequence_of_the_table_whatever_the_mapping() -> None:
    node = dict(reversed(export_list().items()))
    head = written("CEB603", node).find(".//c:InventoryHead", NS)
    names = [etree.QName(child).localname for child in head]
    table = [field.name for field in NODES["CEB603"].head]
    assert names == [name for name in table if name in names]


@pytest.mark.parametrize("count", [0, 101])
def test_a_message_holds_one_to_a_hundred_nodes(count: int) -> None:
    nodes = [waybill(number) for number in range(count)]
    assert ("Logistics", "CEB_NODE_COUNT") in errors("CEB505", *nodes)
    assert len(written("CEB505", *(waybill(number) for number in range(100))).findall("c:Logistics", NS)) == 100


def test_an_order_holds_one_to_a_hundred_lines() -> None:
    line = order()["lines"][0]
    many = [{**line, "gnum": place} for place in range(1, 102)]
    assert errors("CEB303", order(lines=many)) == [("Order[0].lines", "CEB_LINE_COUNT")]
    assert written("CEB303", order(lines=many[:100])) is not None


def test_no_guid_is_used_twice() -> None:
    first = order(1)
    assert errors("CEB303", first, order(2, guid=first["guid"])) == [("Order[1].guid", "CEB_GUID")]


MODE_CASES = [
    ("bonded without its zone", {"tradeMode": "1210"}, ["iacCode", "iacName", "emsNo", "lines[0].itemRecordNo"]),
    ("no such mode", {"tradeMode": "0110"}, ["tradeMode"]),
    ("letters in the HS code", {"lines": [list_line(gcode="61159500AB")]}, ["lines[0].gcode"]),
    ("six digits", {"lines": [list_line(gcode="611595")]}, ["lines[0].gcode"]),
]


@pytest.mark.parametrize(("changed", "paths"), [case[1:] for case in MODE_CASES], ids=[case[0] for case in MODE_CASES])
def test_the_mode_demands_more(changed: dict[str, Any], paths: list[str]) -> None:
    assert [path for path, _ in errors("CEB603", export_list(**changed))] == [f"Inventory[0].{one}" for one in paths]


def test_a_bonded_list_with_all_of_it_is_written() -> None:
    zone = {"iacCode": "2921660001", "iacName": "某某保税仓", "emsNo": "H29216000001"}
    node = export_list(tradeMode="1210", **zone, lines=[list_line(itemRecordNo="12")])
    assert check.element_problems(written("CEB603", node)) == []


def test_an_error_knows_its_node_and_is_a_problem() -> None:
    error = FieldError("Inventory[7].lines[2].qty", "CEB_FIELD_NUMBER", "x")
    assert error.node == 7
    assert FieldError("guid", "CEB_GUID").node is None
    assert (error.problem.code, error.problem.field) == ("CEB_FIELD_NUMBER", "Inventory[7].lines[2].qty")


@pytest.mark.parametrize("kind", SENT)
def test_any_values_that_fit_pass_the_schema(kind: str) -> None:
    chance = random.Random(kind)
    for _ in range(15):
        nodes = [_any_node(NODES[kind], chance) for _ in range(chance.randrange(1, 4))]
        assert check.schema_problems(write.message(kind, nodes, TRANSFER, guid())) == []


@pytest.mark.parametrize("kind", SENT)
def test_whatever_is_too_long_fails_with_its_path(kind: str) -> None:
    table = NODES[kind]
    for part, fields in (("", table.head), ("lines[0].", table.lines)):
        for field in fields:
            node = smallest(kind)
            place = node["lines"][0] if part else node
            place[field.name] = "7" * (field.longest + 1)
            found = [path for path, _ in errors(kind, node)]
            assert f"{table.name}[0].{part}{field.name}" in found


def _any_node(table: Node, chance: random.Random) -> dict[str, Any]:
    node = {field.name: _any(field, chance) for field in table.head if field.required or chance.random() < 0.5}
    if table.lines_name:
        count = chance.randrange(max(table.least_lines, 0), 5)
        node["lines"] = [
            {field.name: _any(field, chance) for field in table.lines if field.required or chance.random() < 0.5}
            for _ in range(count)
        ]
    if node.get("tradeMode") == "1210":
        node["tradeMode"] = "9610"
    return node


def _any(field: Field, chance: random.Random) -> Any:
    told = {"guid": guid(), "orderType": chance.choice("EBW"), "tradeMode": "9610", "gcode": "6115950019"}
    if field.name in told and field.longest != 18:
        return told[field.name]
    match field.sort:
        case Sort.TEXT:
            length = chance.randint(max(field.shortest, 1), min(field.longest, 300))
            return "x" + "".join(chance.choices("abcZ09 汉字é𠮷<&>\"'\n", k=length - 1))
        case Sort.WHOLE:
            return chance.choice([0, 1, 10**field.longest - 1, str(chance.randrange(10**field.longest))])
    digits = field.longest - field.decimals
    whole = chance.randrange(10 ** chance.randint(1, digits))
    return Decimal(whole) + Decimal(chance.randrange(1, 10**6)) / 10 ** chance.randint(1, 5) % 1


def test_odd_places_of_the_specification() -> None:
    """A table that was copied wrongly would be wrong everywhere at once, so what one would get wrong stands here."""
    names = {kind: [field.name for field in table.head] for kind, table in NODES.items()}
    longest = {
        kind: {field.name: field.longest for field in (*table.head, *table.lines)} for kind, table in NODES.items()
    }
    assert names["CEB403"][4:6] == ["ebpCode", "ebpName"]
    assert "agentName" in names["CEB605"]
    assert "declAgentCode" in names["CEB701"]
    assert [len(names[kind]) for kind in ("CEB303", "CEB505", "CEB605", "CEB607", "CEB701")] == [14, 17, 14, 21, 22]
    assert longest["CEB607"]["totalPackageNo"] == 60
    assert longest["CEB603"]["totalPackageNo"] == 37
    assert (longest["CEB213"]["logisticsNo"], longest["CEB505"]["logisticsNo"]) == (80, 32)
    assert (NODES["CEB303"].most_lines, NODES["CEB607"].most_lines) == (100, None)
    assert (NODES["CEB701"].least_lines, NODES["CEB607"].least_lines) == (0, 1)
    assert longest["CEB303"]["itemNo"] == 30
    assert longest["CEB603"]["itemNo"] == 20
