"""Splits what does not fit into one message, or into one node."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from fahuo.customs.ceb.fields import MOST_NODES, NODES

MOST_LINES = 100
_Item = TypeVar("_Item")


def batches(nodes: Sequence[_Item], size: int = MOST_NODES) -> Iterator[Sequence[_Item]]:
    """Return the nodes in batches of at most a hundred, in their sequence; none for none."""
    return (nodes[start : start + size] for start in range(0, len(nodes), size))


def parts(
    kind: str, node: Mapping[str, Any], *, new_guid: Callable[[], str], most: int = MOST_LINES
) -> list[dict[str, Any]]:
    """Return a node with a long list as numbered parts (`msgSeqNo` of `msgCount`), each with a guid of its own.

    For kinds that may be split so: CEB507, CEB509, CEB607 and CEB701. Raise `ValueError` for an order or a list: their
    goods go into several parcels.
    """
    table = NODES[kind]
    if "msgCount" not in {field.name for field in table.head}:
        raise ValueError(f"{kind} cannot be split")
    cut = list(batches(node.get("lines") or (), most)) or [()]
    numbered = "gnum" in {field.name for field in table.lines}
    return [
        {
            **node,
            "guid": new_guid(),
            "msgCount": len(cut),
            "msgSeqNo": place,
            "lines": [{**line, "gnum": number} if numbered else dict(line) for number, line in enumerate(lines, 1)],
        }
        for place, lines in enumerate(cut, start=1)
    ]
