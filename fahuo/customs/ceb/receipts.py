"""Reads receipts: what customs and the single window answer."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from fahuo.customs.ceb.check import kind_of
from fahuo.customs.ceb.fields import MOST_NODES, NAMESPACE, NODES, RECEIPTS, VERSION, Field, Node
from fahuo.customs.ceb.safe_xml import LARGEST_BYTES, MessageRefused, parse
from fahuo.customs.ceb.states import state_of
from fahuo.customs.ceb.values import BEIJING

__all__ = ["MessageRefused", "ReceiptNode", "read"]

_GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_MOMENT = re.compile(r"[0-9]{17}")
_CODE = re.compile(r"-?[0-9]{1,9}")
_FIRST_YEAR, _LAST_YEAR = 1970, 2999
# Without these a receipt says nothing. Others that the specification demands are missing in practice.
_NEEDED = {"guid", "returnStatus", "returnTime", "opDate"}


@dataclass(frozen=True, slots=True)
class ReceiptNode:
    """One answer. `code` is the returnStatus (for CEB792 the decState), `state` our word for it, empty if unknown.

    `at` is the moment that customs wrote into it, `sha256` of its content, whatever prefix or message it came in:
    the same answer again has the same.
    """

    kind: str
    guid: str
    code: str
    state: str
    at: datetime
    text: str
    values: Mapping[str, str]
    lines: tuple[Mapping[str, str], ...]
    sha256: str


def read(content: bytes, *, largest: int = LARGEST_BYTES) -> tuple[ReceiptNode, ...]:
    """Return the answers of one receipt message; raise `MessageRefused` and nothing else."""
    root = parse(content, largest=largest)
    kind = kind_of(root)
    if etree.QName(root).namespace != NAMESPACE:
        raise MessageRefused("NAMESPACE")
    if kind not in RECEIPTS:
        raise MessageRefused("NOT_A_RECEIPT", etree.QName(root).localname[:40])
    if root.get("version") != VERSION or not _GUID.fullmatch(root.get("guid", "")):
        raise MessageRefused("ROOT", "guid or version")
    table = NODES[kind]
    between = (root.text, *(child.tail for child in root))
    if any(child.tag != _tag(table.name) for child in root) or any((text or "").strip() for text in between):
        raise MessageRefused("NODE", f"only {table.name} is wanted")
    if not 1 <= len(root) <= MOST_NODES:
        raise MessageRefused("NODE_COUNT", str(len(root)))
    return tuple(_node(table, element) for element in root)


def _node(table: Node, element: etree._Element) -> ReceiptNode:
    head, lines = _split(table, element)
    values = _values(table.head, head)
    summary = table.kind == "CEB792"
    code = values.get("decState" if summary else "returnStatus", "")
    if not summary and not _CODE.fullmatch(code):
        raise MessageRefused("FIELD", "returnStatus")
    said = tuple(_values(table.lines, line) for line in lines)
    return ReceiptNode(
        kind=table.kind,
        guid=values["guid"],
        code=code,
        state="" if summary else state_of(code),
        at=_moment(values["opDate" if summary else "returnTime"]),
        text=values.get("note" if summary else "returnInfo", ""),
        values=values,
        lines=said,
        sha256=_digest(table.kind, values, said),
    )


def _split(table: Node, element: etree._Element) -> tuple[etree._Element, list[etree._Element]]:
    if not table.lines_name:
        return element, []
    heads = [child for child in element if child.tag == _tag(table.head_name)]
    lines = [child for child in element if child.tag == _tag(table.lines_name)]
    if len(heads) != 1 or len(heads) + len(lines) != len(element):
        raise MessageRefused("NODE", f"one {table.head_name} is wanted")
    return heads[0], lines


def _values(fields: tuple[Field, ...], element: etree._Element) -> dict[str, str]:
    """Return what the known elements say, trimmed; elements that the table does not know are passed over."""
    known = {_tag(field.name): field for field in fields}
    values: dict[str, str] = {}
    for child in element:
        field = known.get(child.tag)
        if len(child):
            raise MessageRefused("NODE", "an element inside a field")
        if field is None:
            continue
        if field.name in values:
            raise MessageRefused("FIELD", f"{field.name} twice")
        text = (child.text or "").strip()
        if len(text) > field.longest:
            raise MessageRefused("FIELD", f"{field.name} is too long")
        values[field.name] = text
    for field in fields:
        if field.name in _NEEDED and not values.get(field.name):
            raise MessageRefused("FIELD", f"{field.name} is missing")
    if "guid" in values and not _GUID.fullmatch(values["guid"]):
        raise MessageRefused("FIELD", "guid")
    if "guid" in values:
        values["guid"] = values["guid"].upper()  # the same receipt in small letters is the same
    return values


def _moment(text: str) -> datetime:
    """Return the moment of 17 digits on the clock of Beijing, in years that every clock and database can say."""
    if not _MOMENT.fullmatch(text) or not _FIRST_YEAR <= int(text[:4]) <= _LAST_YEAR:
        raise MessageRefused("FIELD", "returnTime")
    try:
        return datetime.strptime(text[:14] + text[14:] + "000", "%Y%m%d%H%M%S%f").replace(tzinfo=BEIJING)
    except ValueError as error:
        raise MessageRefused("FIELD", "returnTime") from error


def _digest(kind: str, values: Mapping[str, str], lines: tuple[Mapping[str, str], ...]) -> str:
    plain = json.dumps([kind, dict(values), [dict(line) for line in lines]], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
