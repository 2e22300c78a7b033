"""Envelopes: packed, unpacked, and refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from lxml import etree

from fahuo.customs.ceb.envelope import (
    DxpAnswer,
    Envelope,
    EnvelopeRefused,
    answer,
    from_json,
    pack,
    read_answer,
    to_json,
    unpack,
)
from fahuo.customs.ceb.safe_xml import MessageRefused
from fahuo.customs.ceb.tests.papers import AT

ENVELOPE = Envelope("M1", "DXPENT0000000001", ("DXPEDC0000000001",), "CEB603", AT, "<发货/>".encode(), "JJ0G912345678")


def test_what_goes_in_comes_out() -> None:
    assert unpack(pack(ENVELOPE)) == ENVELOPE
    assert from_json(to_json(ENVELOPE)) == replace(ENVELOPE, card="")


def test_elements_are_spelled_as_the_specification_spells_them() -> None:
    root = etree.fromstring(pack(ENVELOPE))
    names = [etree.QName(element).localname for element in root.iter()]
    told = ["DxpMsg", "TransInfo", "CopMsgId", "SenderId", "ReceiverIds", "ReceiverId", "CreatTime", "MsgType", "Data"]
    assert names == [*told, "AddInfo", "IcCard"]
    assert root.findtext(".//{*}MsgType") == "CEB603Message"
    assert root.findtext(".//{*}CreatTime") == "2026-03-02T12:05:06"
    head = json.loads(to_json(ENVELOPE))["MessageHead"]
    assert head["MessageType"] == "CEB603Message.xml"
    assert set(head) == {"MessageType", "SenderID", "ReceiverID", "SendTime", "Version", "MessageId"}


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"message_id": ""}, "MessageId"),
        ({"message_id": "m" * 256}, "MessageId"),
        ({"sender": "DXPENT00000000012"}, "SenderId"),
        ({"receivers": ()}, "ReceiverIds"),
        ({"receivers": ("a",) * 6}, "ReceiverIds"),
        ({"receivers": ("a,b",)}, "ReceiverIds"),
        ({"card": "12345678901234"}, "IcCard"),
        ({"card": "卡"}, "IcCard"),
        ({"content": b""}, "Data"),
    ],
)
def test_what_does_not_fit_is_not_packed(changed: dict[str, object], part: str) -> None:
    for how in (pack, to_json) if part != "IcCard" else (pack,):
        with pytest.raises(EnvelopeRefused, match=part):
            how(replace(ENVELOPE, **changed))  # type: ignore[arg-type]


def test_a_long_card_number_matters_only_where_it_is_named() -> None:
    assert from_json(to_json(replace(ENVELOPE, card="12345678901234"))).content == ENVELOPE.content


def test_a_long_message_fits_in() -> None:
    long = replace(ENVELOPE, content=b"<a>" + b"x" * 12_000_000 + b"</a>")
    assert unpack(pack(long)) == long


def test_an_envelope_holds_little_beside_it() -> None:
    crowded = pack(ENVELOPE).replace(b"<AddInfo>", b"<x/>" * 300 + b"<AddInfo>")
    deep = pack(ENVELOPE).replace(b"<AddInfo>", b"<x>" * 5000 + b"</x>" * 5000 + b"<AddInfo>")
    for content in (crowded, deep):
        with pytest.raises(MessageRefused):
            unpack(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a/>",
        pack(ENVELOPE).replace(b"chinaport", b"example"),
        pack(ENVELOPE).replace(b'ver="1.0"', b'ver="2"'),
        pack(ENVELOPE).replace(b"<Data>", b"<Data>%"),
        pack(ENVELOPE).replace(b"2026-03-02T", b"2026-13-02T"),
        pack(ENVELOPE).replace(b"CopMsgId", b"MsgId"),
        pack(ENVELOPE).replace(b"<Data>", b"<Data>QUJD</Data><Data>"),
        b"<!DOCTYPE x>" + pack(ENVELOPE).partition(b"?>")[2],
    ],
)
def test_no_envelope_is_refused(content: bytes) -> None:
    with pytest.raises(MessageRefused):
        unpack(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"MessageHead": {}, "MessageBody": {}}',
        b"[" * 100_000,
        to_json(ENVELOPE).replace(b'"M1"', b"1"),
        to_json(ENVELOPE).replace(b'"M1"', b'""'),
        to_json(ENVELOPE).replace(b'"data": "', b'"data": "%'),
        to_json(ENVELOPE).replace(b"2026-03-02T12:05:06", b"yesterday"),
        b"\xff\xfe",
    ],
)
def test_no_json_envelope_is_refused(content: bytes) -> None:
    with pytest.raises(MessageRefused):
        from_json(content)


def test_an_answer_of_the_exchange() -> None:
    told = (DxpAnswer("EPORT", "0000", "ok"), DxpAnswer("EPORT", "1001", "signature invalid"))
    read = read_answer(answer("DXPENT0000000001", told, AT))
    assert read == told
    assert [one.is_taken for one in read] == [True, False]
    with pytest.raises(MessageRefused):
        read_answer(b"<x/>")
