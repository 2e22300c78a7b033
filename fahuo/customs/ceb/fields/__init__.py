"""The field tables of every message, read from the files beside this one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent
NAMESPACE = "http://www.chinaport.gov.cn/ceb"
VERSION = "1.0"
MOST_NODES = 100
_TEXT = re.compile(r"C(\d*)(\.\.)?(\d*)")
_NUMBER = re.compile(r"N(\d+)(?:,(\d+))?")
_PART = "@"


class Sort(StrEnum):
    """What a field holds."""

    TEXT = "TEXT"
    WHOLE = "WHOLE"
    DECIMAL = "DECIMAL"


@dataclass(frozen=True, slots=True)
class Field:
    """One element. Text is `shortest` to `longest` characters; numbers have at most `longest` digits."""

    name: str
    required: bool
    sort: Sort
    longest: int
    shortest: int = 0
    decimals: int = 0
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """The repeated element of a message: fields of its own, or a head and lines. `most_lines` None: no limit."""

    kind: str
    name: str
    head: tuple[Field, ...]
    head_name: str = ""
    lines: tuple[Field, ...] = ()
    lines_name: str = ""
    least_lines: int = 0
    most_lines: int | None = None

    @property
    def root(self) -> str:
        """The name of the message's root element."""
        return f"{self.kind}Message"

    @property
    def is_receipt(self) -> bool:
        """Whether customs sends it and we only read it."""
        return self.kind in RECEIPTS


_Row = tuple[str, str, str, str]  # element, occurs, type, meaning


def _parts(path: Path) -> dict[str, list[_Row]]:
    """Return the parts of a table in the sequence of the file, the node itself first."""
    parts: dict[str, list[_Row]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            part, element, occurs, kind, *meaning = line.split("\t")
            parts.setdefault(part, []).append((element, occurs, kind, meaning[0] if meaning else ""))
    return parts


def _fields(rows: list[_Row]) -> tuple[Field, ...]:
    return tuple(_field(*row) for row in rows)


def _field(name: str, occurs: str, kind: str, meaning: str) -> Field:
    required = occurs == "1"
    if match := _NUMBER.fullmatch(kind):
        digits, decimals = int(match[1]), int(match[2] or 0)
        return Field(name, required, Sort.DECIMAL if decimals else Sort.WHOLE, digits, 0, decimals, meaning)
    match = _TEXT.fullmatch(kind)
    if match is None:
        raise ValueError(f"{name}: no such type: {kind!r}")
    shortest = int(match[1] or 0)
    return Field(name, required, Sort.TEXT, int(match[3]) if match[2] else shortest, shortest, 0, meaning)


def _node(path: Path) -> Node:
    parts = _parts(path)
    name, rows = next(iter(parts.items()))
    inner = {element: occurs for element, occurs, kind, _ in rows if kind == _PART}
    if not inner:
        return Node(path.stem, name, _fields(rows))
    head_name, lines_name = inner
    least, most = inner[lines_name].split("..")
    return Node(
        path.stem,
        name,
        _fields(parts[head_name]),
        head_name=head_name,
        lines=_fields(parts[lines_name]),
        lines_name=lines_name,
        least_lines=int(least),
        most_lines=None if most == "*" else int(most),
    )


def _all() -> Iterator[Node]:
    for path in sorted(FOLDER.glob("CEB*.tsv")):
        yield _node(path)


# What answers a message we send.
RECEIPT_OF: Mapping[str, str] = MappingProxyType(
    {
        "CEB303": "CEB304",
        "CEB403": "CEB404",
        "CEB505": "CEB506",
        "CEB507": "CEB508",
        "CEB509": "CEB510",
        "CEB603": "CEB604",
        "CEB605": "CEB606",
        "CEB607": "CEB608",
        "CEB701": "CEB702",
        "CEB213": "CEB214",
        "CEB215": "CEB216",
    }
)
RECEIPTS = frozenset({*RECEIPT_OF.values(), "CEB792", "CEB900"})
# Without a signature these are refused; on the others it is optional.
SIGNED = frozenset({"CEB509", "CEB603", "CEB605", "CEB607", "CEB701"})
NODES: Mapping[str, Node] = MappingProxyType({node.kind: node for node in _all()})
_BASE = _parts(FOLDER / "base.tsv")
BASE_TRANSFER = _fields(_BASE["BaseTransfer"])
BASE_SUBSCRIBE = _fields(_BASE["BaseSubscribe"])
