"""Receipts: what they mean, and everything that is not one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from fahuo.customs.ceb import receipts, write
from fahuo.customs.ceb.fields import MOST_NODES, RECEIPTS
from fahuo.customs.ceb.receipts import MessageRefused, ReceiptNode, read
from fahuo.customs.ceb.safe_xml import LARGEST_BYTES, parse
from fahuo.customs.ceb.states import STATES, state_of
from fahuo.customs.ceb.tests.papers import guid, smallest


def message(kind: str = "CEB604", *nodes: dict[str, Any]) -> bytes:
    return write.receipt(kind, nodes or [smallest(kind)], guid())


def released(**changed: Any) -> dict[str, Any]:
    return {**smallest("CEB604"), "returnStatus": "800", "copNo": "C1", "invtNo": "29212026E000000002", **changed}


def one(**changed: Any) -> ReceiptNode:
    (node,) = read(message("CEB604", released(**changed)))
    return node


@pytest.mark.parametrize("kind", sorted(RECEIPTS))
def test_every_kind_is_read(kind: str) -> None:
    (node,) = read(message(kind))
    assert node.kind == kind
    assert node.at == datetime(2026, 3, 2, 4, 5, 6, 7000, tzinfo=UTC)
    assert node.at.utcoffset() is not None
    assert node.state == ("" if kind == "CEB792" else "ACCEPTED")


def test_a_released_list() -> None:
    node = one(returnInfo="[Code:800;Desc:放行]")
    assert (node.code, node.state, node.text) == ("800", "RELEASED", "[Code:800;Desc:放行]")
    assert node.values["invtNo"] == "29212026E000000002"
    assert node.values["copNo"] == "C1"


@pytest.mark.parametrize(
    ("code", "state"),
    [
        *STATES.items(),
        ("-301010", "ERROR"),
        ("-1", "ERROR"),
        ("-", ""),
        ("-x", ""),
        ("999", ""),
        ("0800", ""),
        ("", ""),
    ],
)
def test_codes_become_states(code: str, state: str) -> None:
    assert state_of(code) == state


def test_a_code_nobody_knows_is_kept_and_means_nothing() -> None:
    assert (one(returnStatus="777").code, one(returnStatus="777").state) == ("777", "")


def test_the_result_of_a_summary_with_its_lists() -> None:
    line = {"invtNo": "29212026E000000002", "logisticsNo": "W1", "gseqno": 1, "gnum": 1, "gcode": "6115950019"}
    head = {**smallest("CEB792"), "entryId": "292120260000000012", "grossWeight": Decimal("1.5"), "lines": [line, line]}
    (node,) = read(message("CEB792", head))
    assert node.values["entryId"] == "292120260000000012"
    assert [said["invtNo"] for said in node.lines] == ["29212026E000000002"] * 2


def test_a_receipt_is_the_same_whatever_prefix_and_message_it_comes_in() -> None:
    node = released()
    plain = message("CEB604", node)
    other = message("CEB604", released(copNo="C2"), node).replace(b"ceb:", b"").replace(b"xmlns:ceb", b"xmlns")
    first, second = read(plain)[0], read(other)[1]
    assert first.sha256 == second.sha256
    assert first == second
    assert one(copNo="C3").sha256 != first.sha256


def test_what_the_table_does_not_know_is_passed_over_and_what_it_demands_may_be_missing() -> None:
    xml = message("CEB604", released(preNo="B20260302000000001"))
    xml = xml.replace(b"<ceb:preNo>B20260302000000001</ceb:preNo>", b"<ceb:novelty>x</ceb:novelty>")
    (node,) = read(xml)
    assert "novelty" not in node.values
    assert "preNo" not in node.values


def _replaced(old: bytes, new: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        xml = message("CEB604", released())
        assert old in xml
        return xml.replace(old, new)

    return make


def _entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    xml = message("CEB604", released()).partition(b"?>")[2]
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>'.encode() + xml.replace(b"C1", b"&l9;")


def _outside_entity() -> bytes:
    xml = message("CEB604", released()).partition(b"?>")[2]
    return b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + xml.replace(b"C1", b"&f;")


def _utf16() -> bytes:
    return message("CEB604", released()).decode().replace("UTF-8", "UTF-16").encode("utf-16")


def _deep() -> bytes:
    return _replaced(b">C1<", b">" + b"<a>" * 30 + b"</a>" * 30 + b"<")()


def _many() -> bytes:
    node = message("CEB604", released()).split(b"InventoryReturn>")
    inner = b"<ceb:InventoryReturn>" + node[1].removesuffix(b"</ceb:") + b"</ceb:InventoryReturn>"
    return node[0].removesuffix(b"<ceb:") + inner * (MOST_NODES + 1) + node[2]


def _no_node() -> bytes:
    root = '<a:CEB604Message xmlns:a="http://www.chinaport.gov.cn/ceb" version="1.0"'
    return f'{root} guid="{guid()}"/>'.encode()


def _mixed() -> bytes:
    return message("CEB604").replace(b"</ceb:CEB604Message>", b"<ceb:OrderReturn/></ceb:CEB604Message>")


WRONG: list[tuple[str, Callable[[], bytes], str]] = [
    ("nothing", lambda: b"", "NOT_XML"),
    ("no XML", lambda: b"{}", "NOT_XML"),
    ("a page", lambda: b"<html><body>gateway</body></html>", "NAMESPACE"),
    ("cut", lambda: message()[:-30], "NOT_XML"),
    ("an entity bomb", _entity_bomb, "DOCTYPE"),
    ("a file of ours", _outside_entity, "DOCTYPE"),
    ("a definition alone", lambda: b"<!DOCTYPE x><x/>", "DOCTYPE"),
    ("another encoding", _utf16, "ENCODING"),
    ("an encoding by name", _replaced(b"UTF-8", b"UTF-7"), "ENCODING"),
    ("huge", lambda: b" " * (LARGEST_BYTES + 1), "TOO_LARGE"),
    ("one huge text", _replaced(b">C1<", b">" + b"C" * 3_000_000 + b"<"), "FIELD"),
    ("deep", _deep, "DEPTH"),
    ("a hundred thousand fields", _replaced(b"<ceb:copNo>", b"<ceb:x/>" * 200_000 + b"<ceb:copNo>"), "TOO_MANY"),
    ("a hundred and one nodes", _many, "NODE_COUNT"),
    ("no node", _no_node, "NODE_COUNT"),
    ("another namespace", _replaced(b"chinaport.gov.cn/ceb", b"example.com/ceb"), "NAMESPACE"),
    ("no namespace", _replaced(b' xmlns:ceb="http://www.chinaport.gov.cn/ceb"', b""), "NOT_XML"),
    ("another kind by name", _replaced(b"CEB604Message", b"CEB999Message"), "NOT_A_RECEIPT"),
    ("what we send", lambda: message().replace(b"CEB604Message", b"CEB603Message"), "NOT_A_RECEIPT"),
    ("nodes of another kind", lambda: message().replace(b"InventoryReturn", b"OrderReturn"), "NODE"),
    ("one node of another kind", _mixed, "NODE"),
    ("another version", _replaced(b'version="1.0"', b'version="2.0"'), "ROOT"),
    ("no guid", _replaced(b" guid=", b" uid="), "ROOT"),
    ("a code that is text", lambda: message("CEB604", released(returnStatus="released")), "FIELD"),
    ("no code", _replaced(b">800<", b"><"), "FIELD"),
    ("a day that does not exist", lambda: message("CEB604", released(returnTime="20260230120506007")), "FIELD"),
    ("letters for a time", lambda: message("CEB604", released(returnTime="2026-03-02T12:05:")), "FIELD"),
    ("digits of others", _replaced(b"20260302120506007", "２０２６０３０２１２０５０６００７".encode()), "FIELD"),
    ("a field twice", _replaced(b"<ceb:copNo>", b"<ceb:copNo>Z</ceb:copNo><ceb:copNo>"), "FIELD"),
    ("a field inside a field", _replaced(b">C1<", b"><ceb:copNo>C1</ceb:copNo><"), "NODE"),
    ("a comment inside a number", _replaced(b">C1<", b">C<!-- -->1<"), "COMMENT"),
    ("an instruction", _replaced(b"<ceb:copNo>", b"<?x y?><ceb:copNo>"), "COMMENT"),
    ("a comment before", lambda: message().replace(b"<ceb:CEB604", b"<!-- --><ceb:CEB604", 1), "COMMENT"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "reason"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_no_receipt_is_refused_with_a_reason(make: Callable[[], bytes], reason: str) -> None:
    content = make()
    began = time.process_time()
    with pytest.raises(MessageRefused) as caught:
        read(content)
    assert caught.value.reason == reason
    assert time.process_time() - began < 2


def test_a_refusal_never_quotes_what_was_sent() -> None:
    with pytest.raises(MessageRefused) as caught:
        read(message("CEB604", released(returnStatus="secret")))
    assert "secret" not in str(caught.value)


def test_mutated_receipts_are_read_or_refused_and_never_hang() -> None:
    """Bytes changed, cut, doubled and moved at random: nothing but `MessageRefused` comes out."""
    chance = random.Random(20261122)
    line = {"invtNo": "29212026E000000002", "logisticsNo": "W1", "gseqno": 1, "gnum": 1, "gcode": "6115950019"}
    whole = [message(kind) for kind in sorted(RECEIPTS)]
    whole.append(message("CEB792", {**smallest("CEB792"), "lines": [line]}))
    tokens = [
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"&#0;",
        b"&#x10FFFF;",
        b"\x00",
        b"\xff",
        b"xmlns=''",
        b"/",
    ]
    began, taken = time.process_time(), 0
    for _ in range(4000):
        xml = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 4)):
            begin, end = sorted(chance.randrange(len(xml) + 1) for _ in range(2))
            match chance.randrange(5):
                case 0:
                    xml[begin:begin] = chance.choice(tokens)
                case 1:
                    del xml[begin : min(end, begin + 40)]
                case 2 if begin < len(xml):
                    xml[begin] = chance.randrange(256)
                case 3:
                    xml[begin:begin] = xml[begin : min(end, begin + 200)]
                case _:
                    xml[end:end] = xml[begin : begin + 30]
        try:
            taken += len(read(bytes(xml)))
        except MessageRefused:
            continue
    assert 0 < taken < 4000
    assert time.process_time() - began < 20


def test_entities_are_not_even_looked_up() -> None:
    for content in (_entity_bomb(), _outside_entity()):
        with pytest.raises(MessageRefused, match="DOCTYPE"):
            parse(content)


def test_receipts_hold_what_they_name() -> None:
    assert set(receipts.__all__) <= set(vars(receipts))
    assert etree.LIBXML_VERSION >= (2, 11)
