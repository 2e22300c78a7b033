"""The envelope of the exchange (DxpMsg), its answer (DxpRep), and the shape that some ports take over HTTP."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lxml import etree

from fahuo.customs.ceb.safe_xml import MessageRefused, parse_envelope
from fahuo.customs.ceb.values import BEIJING

NAMESPACE = "http://www.chinaport.gov.cn/dxp"
VERSION = "1.0"
_CARD = re.compile(r"[0-9A-Za-z-]{1,13}")
_MOST_RECEIVERS = 5
_DEFAULT: dict[Any, str] = {None: NAMESPACE}


class EnvelopeRefused(ValueError):
    """Something does not fit into the envelope; the message says which part."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A packed message. `message_id` is ours and unique, `kind` as `CEB603`, `content` the business message."""

    message_id: str
    sender: str
    receivers: tuple[str, ...]
    kind: str
    created_at: datetime
    content: bytes
    card: str = ""


@dataclass(frozen=True, slots=True)
class DxpAnswer:
    """What a node of the exchange says of an envelope. `code` empty or zeros: taken."""

    node: str
    code: str
    text: str

    @property
    def is_taken(self) -> bool:
        """Whether it went on its way."""
        return not self.code.strip("0")


def pack(envelope: Envelope) -> bytes:
    """Return DxpMsg; raise `EnvelopeRefused`. Sign it with `signature.sign` where the port wants that too."""
    _check(envelope)
    root = etree.Element(_tag("DxpMsg"), nsmap=_DEFAULT)
    root.set("ver", VERSION)
    told = etree.SubElement(root, _tag("TransInfo"))
    _add(told, "CopMsgId", envelope.message_id)
    _add(told, "SenderId", envelope.sender)
    receivers = etree.SubElement(told, _tag("ReceiverIds"))
    for receiver in envelope.receivers:
        _add(receivers, "ReceiverId", receiver)
    _add(told, "CreatTime", _clock(envelope.created_at))
    _add(told, "MsgType", f"{envelope.kind}Message")
    _add(root, "Data", base64.b64encode(envelope.content).decode())
    if envelope.card:
        _add(etree.SubElement(root, _tag("AddInfo")), "IcCard", envelope.card)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def unpack(content: bytes) -> Envelope:
    """Return what an envelope holds; raise `MessageRefused`. A signature on the envelope is not looked at."""
    root = parse_envelope(content)
    if root.tag != _tag("DxpMsg") or root.get("ver") != VERSION:
        raise MessageRefused("ENVELOPE", "no DxpMsg 1.0")
    receivers = root.findall(f"{_tag('TransInfo')}/{_tag('ReceiverIds')}/{_tag('ReceiverId')}")
    return Envelope(
        message_id=_said(root, "TransInfo", "CopMsgId"),
        sender=_said(root, "TransInfo", "SenderId"),
        receivers=tuple((one.text or "").strip() for one in receivers),
        kind=_said(root, "TransInfo", "MsgType").removesuffix("Message"),
        created_at=_read_clock(_said(root, "TransInfo", "CreatTime")),
        content=_plain(_said(root, "Data")),
        card=_said(root, "AddInfo", "IcCard", needed=False),
    )


def to_json(envelope: Envelope) -> bytes:
    """Return the same as JSON, the signed business message in base64 as the body; the card is not named in it."""
    _check(replace(envelope, card=""))
    head = {
        "MessageType": f"{envelope.kind}Message.xml",
        "SenderID": envelope.sender,
        "ReceiverID": ",".join(envelope.receivers),
        "SendTime": _clock(envelope.created_at),
        "Version": VERSION,
        "MessageId": envelope.message_id,
    }
    body = {"data": base64.b64encode(envelope.content).decode()}
    return json.dumps({"MessageHead": head, "MessageBody": body}, ensure_ascii=False).encode()


def from_json(content: bytes) -> Envelope:
    """Return what the JSON holds; raise `MessageRefused`."""
    try:
        said = json.loads(content)
        head, data = said["MessageHead"], said["MessageBody"]["data"]
        texts = [head[name] for name in ("MessageType", "SenderID", "ReceiverID", "SendTime", "MessageId")]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise MessageRefused("ENVELOPE", "no MessageHead and MessageBody") from error
    if not all(isinstance(text, str) for text in (*texts, data)) or not texts[4]:
        raise MessageRefused("ENVELOPE", "text is wanted")
    kind, sender, receivers, sent, message_id = texts
    kind = kind.removesuffix(".xml").removesuffix("Message")
    return Envelope(message_id, sender, tuple(receivers.split(",")), kind, _read_clock(sent), _plain(data))


def answer(receiver: str, answers: Sequence[DxpAnswer], at: datetime) -> bytes:
    """Return DxpRep, as the exchange writes it (for emulation and tests)."""
    root = etree.Element(_tag("DxpRep"), nsmap=_DEFAULT)
    _add(root, "RecevierId", receiver)  # the specification's spelling
    for one in answers:
        said = etree.SubElement(root, _tag("Response"))
        _add(said, "NodeId", one.node)
        _add(said, "ResponseCode", one.code)
        _add(said, "ResponseInfo", one.text)
        _add(said, "NoticeTime", _clock(at))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def read_answer(content: bytes) -> tuple[DxpAnswer, ...]:
    """Return what DxpRep says; raise `MessageRefused`."""
    root = parse_envelope(content)
    if root.tag != _tag("DxpRep"):
        raise MessageRefused("ENVELOPE", "no DxpRep")
    found = [
        DxpAnswer(*(_said(one, name, needed=False) for name in ("NodeId", "ResponseCode", "ResponseInfo")))
        for one in root.findall(_tag("Response"))
    ]
    if not found:
        raise MessageRefused("ENVELOPE", "no Response")
    return tuple(found)


def _check(envelope: Envelope) -> None:
    parts = {
        "MessageId": 1 <= len(envelope.message_id) <= 255,
        "SenderId": 1 <= len(envelope.sender) <= 16,
        "ReceiverIds": 1 <= len(envelope.receivers) <= _MOST_RECEIVERS
        and all(1 <= len(one) <= 16 and "," not in one for one in envelope.receivers),
        "IcCard": not envelope.card or _CARD.fullmatch(envelope.card) is not None,
        "MsgType": 1 <= len(envelope.kind) <= 23,
        "Data": bool(envelope.content),
    }
    wrong = [name for name, fits in parts.items() if not fits]
    if wrong:
        raise EnvelopeRefused(", ".join(wrong))


def _said(element: etree._Element, *path: str, needed: bool = True) -> str:
    found = element.findall("/".join(_tag(name) for name in path))
    text = (found[0].text or "").strip() if len(found) == 1 else ""
    if len(found) > 1 or (needed and not text):
        raise MessageRefused("ENVELOPE", path[-1])
    return text


def _clock(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M:%S")


def _read_clock(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise MessageRefused("ENVELOPE", "the time") from error
    return read if read.tzinfo else read.replace(tzinfo=BEIJING)


def _plain(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MessageRefused("ENVELOPE", "no base64") from error


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, _tag(name)).text = text


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
