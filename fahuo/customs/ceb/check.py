"""The schema check of a whole message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from fahuo.customs.ceb.fields import NAMESPACE, NODES
from fahuo.customs.ceb.safe_xml import parse_whole
from fahuo.customs.ceb.schema import schema


def kind_of(root: etree._Element) -> str:
    """Return the kind that a root element is of (`CEB603`), empty if it is none of ours."""
    name = etree.QName(root)
    kind = name.localname.removesuffix("Message")
    known = name.namespace == NAMESPACE and kind in NODES and NODES[kind].root == name.localname
    return kind if known else ""


def schema_problems(xml: bytes) -> list[str]:
    """Return what the schema of its kind finds wrong with a message, empty if nothing; at most twenty sentences.

    Raise `MessageRefused` for what is no XML that we would read.
    """
    return element_problems(parse_whole(xml))


def element_problems(root: etree._Element) -> list[str]:
    """Return the same of a message that was parsed already."""
    kind = kind_of(root)
    if not kind:
        return [f"no message of the system: {root.tag}"[:200]]
    compiled = schema(kind)
    if compiled.validate(root):
        return []
    log: Iterable[Any] = compiled.error_log  # type: ignore[assignment]  # the stubs do not know that it is one
    return [f"line {error.line}: {error.message}".replace(f"{{{NAMESPACE}}}", "") for error in log][:20]
