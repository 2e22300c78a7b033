"""Writes a message: nodes as mappings go in, unsigned XML comes out, or every fault with its path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lxml import etree

from fahuo.customs.ceb.faults import FieldError, FieldErrors
from fahuo.customs.ceb.fields import BASE_SUBSCRIBE, BASE_TRANSFER, MOST_NODES, NAMESPACE, NODES, VERSION, Field, Node
from fahuo.customs.ceb.modes import mode_errors
from fahuo.customs.ceb.values import text_of

LINES = "lines"
_GUID = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}")
_Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BaseTransfer:
    """Who sends: the code and name of the firm whose card signs, and its address in the exchange."""

    copCode: str  # noqa: N815  the specification's spelling
    copName: str  # noqa: N815
    dxpId: str  # noqa: N815
    dxpMode: str = "DXP"  # noqa: N815
    note: str = ""


@dataclass(frozen=True, slots=True)
class BaseSubscribe:
    """Who else is told: `status` ALL, DATA or RET."""

    status: str
    dxpAddress: str  # noqa: N815
    dxpMode: str = "DXP"  # noqa: N815
    note: str = ""


def is_guid(value: object) -> bool:
    """Say whether it is a UUID of 36 characters in capitals."""
    return isinstance(value, str) and _GUID.fullmatch(value) is not None


def message(
    kind: str,
    nodes: Sequence[_Values],
    transfer: BaseTransfer,
    guid: str,
    subscribe: Sequence[BaseSubscribe] = (),
) -> bytes:
    """Return the unsigned message; raise `FieldErrors` with everything that is wrong.

    A node is a mapping from element names; its lines, if it has any, stand under `lines`. Numbers are Decimal, int or
    plain text, never floats. What is empty and not required is left out.
    """
    table = NODES[kind]
    if table.is_receipt:
        raise ValueError(f"{kind} is a receipt: only customs sends it")
    return _Writing(table).write(nodes, transfer, guid, subscribe)


def receipt(kind: str, nodes: Sequence[_Values], guid: str) -> bytes:
    """Return a receipt as customs writes it (for emulation and tests); raise `FieldErrors`."""
    return _Writing(NODES[kind]).write(nodes, None, guid, ())


class _Writing:
    """One message being written; faults are collected on the way."""

    def __init__(self, table: Node) -> None:
        self.table = table
        self.errors: list[FieldError] = []

    def write(
        self, nodes: Sequence[_Values], transfer: BaseTransfer | None, guid: str, subscribe: Sequence[BaseSubscribe]
    ) -> bytes:
        if not is_guid(guid):
            self.errors.append(FieldError("guid", "CEB_GUID", str(guid)[:40]))
        if not 1 <= len(nodes) <= MOST_NODES:
            self.errors.append(FieldError(self.table.name, "CEB_NODE_COUNT", f"{len(nodes)}, 1..{MOST_NODES} fit"))
        root = etree.Element(_tag(self.table.root), nsmap={"ceb": NAMESPACE})
        root.set("guid", guid if is_guid(guid) else "")
        root.set("version", VERSION)
        for place, values in enumerate(nodes):
            self._node(root, values, f"{self.table.name}[{place}]")
        self.errors += _twice(self.table, nodes)
        if transfer is not None:
            self._fields(etree.SubElement(root, _tag("BaseTransfer")), BASE_TRANSFER, asdict(transfer), "BaseTransfer")
        for place, one in enumerate(subscribe):
            path = f"BaseSubscribe[{place}]"
            self._fields(etree.SubElement(root, _tag("BaseSubscribe")), BASE_SUBSCRIBE, asdict(one), path)
        if self.errors:
            raise FieldErrors(self.errors)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def _node(self, root: etree._Element, values: _Values, path: str) -> None:
        table = self.table
        element = etree.SubElement(root, _tag(table.name))
        head = etree.SubElement(element, _tag(table.head_name)) if table.head_name else element
        known = {name: value for name, value in values.items() if name != LINES or not table.lines_name}
        self._fields(head, table.head, known, path)
        if table.lines_name:
            self._lines(element, values.get(LINES) or (), path)
        self.errors += mode_errors(table.kind, values, path)

    def _lines(self, element: etree._Element, lines: Sequence[_Values], path: str) -> None:
        most = self.table.most_lines
        if len(lines) < self.table.least_lines or (most is not None and len(lines) > most):
            limits = f"{self.table.least_lines}..{'' if most is None else most}"
            self.errors.append(FieldError(f"{path}.{LINES}", "CEB_LINE_COUNT", f"{len(lines)} lines, {limits} fit"))
        for place, line in enumerate(lines):
            inner = etree.SubElement(element, _tag(self.table.lines_name))
            self._fields(inner, self.table.lines, line, f"{path}.{LINES}[{place}]")

    def _fields(self, parent: etree._Element, fields: Sequence[Field], values: _Values, path: str) -> None:
        for field in fields:
            found = text_of(field, values.get(field.name), f"{path}.{field.name}")
            if isinstance(found, FieldError):
                self.errors.append(found)
            elif found is not None:
                etree.SubElement(parent, _tag(field.name)).text = found
        names = {field.name for field in fields}
        self.errors += [FieldError(f"{path}.{name}", "CEB_FIELD_UNKNOWN") for name in values if name not in names]


def _twice(table: Node, nodes: Sequence[_Values]) -> Iterator[FieldError]:
    """Nodes of one message never share a guid, and each has a real one."""
    seen: set[object] = set()
    if table.is_receipt:
        return
    for place, values in enumerate(nodes):
        guid = values.get("guid")
        if guid and (not is_guid(guid) or guid in seen):
            yield FieldError(f"{table.name}[{place}].guid", "CEB_GUID", "twice" if guid in seen else str(guid)[:40])
        seen.add(guid)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
