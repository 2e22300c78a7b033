"""Receipts on their way back: when each leaves, in which sequence, and in which message."""

from __future__ import annotations

import heapq
import itertools
import random
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from fahuo.customs.ceb.fields import MOST_NODES, NAMESPACE, NODES, VERSION, Field
from fahuo.customs.ceb.values import BEIJING

_NO_PREFIX: dict[Any, str] = {None: NAMESPACE}


@dataclass(frozen=True, slots=True)
class Reply:
    """One receipt: elements of its head, and lines where it has any. `document` lets it be called back."""

    kind: str
    values: Mapping[str, str]
    lines: tuple[Mapping[str, str], ...] = ()
    document: int = 0


@dataclass(order=True, slots=True)
class _Waiting:
    due: float
    turn: int
    reply: Reply = field(compare=False)


class Outbox:
    """The receipts of one account. What has left keeps its place, so that a cursor always means the same."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._left: list[Reply] = []
        self._turns = itertools.count()

    def add(self, replies: Iterable[tuple[float, Reply]]) -> None:
        """Let replies leave at their moments."""
        for due, reply in replies:
            heapq.heappush(self._waiting, _Waiting(due, next(self._turns), reply))

    def call_back(self, document: int, now: float) -> None:
        """Forget what would leave later of a document."""
        self._waiting = [one for one in self._waiting if one.reply.document != document or one.due <= now]
        heapq.heapify(self._waiting)

    def page(self, since: int, most: int, now: float) -> tuple[list[bytes], int, bool]:
        """Return up to so many messages after a cursor, the next cursor, and whether there are more."""
        while self._waiting and self._waiting[0].due <= now:
            self._left.append(heapq.heappop(self._waiting).reply)
        place = max(since, 0)
        messages: list[bytes] = []
        while place < len(self._left) and len(messages) < most:
            batch = list(itertools.islice(self._alike(place), MOST_NODES))
            messages.append(written(batch))
            place += len(batch)
        return messages, max(place, since), place < len(self._left)

    def _alike(self, place: int) -> Iterable[Reply]:
        kind = self._left[place].kind
        return itertools.takewhile(lambda reply: reply.kind == kind, itertools.islice(self._left, place, None))


@dataclass(frozen=True, slots=True)
class Whims:
    """How disorderly receipts leave."""

    skip: float
    shuffle: float
    repeat: float

    def applied(self, steps: list[tuple[float, Reply]], chance: random.Random) -> list[tuple[float, Reply]]:
        """Return what really leaves: some in between left out, some twice, some in another sequence."""
        kept = [step for step in steps[:-1] if chance.random() >= self.skip] + steps[-1:]
        twice = [step for step in kept for _ in range(2 if chance.random() < self.repeat else 1)]
        if chance.random() < self.shuffle:
            replies = [reply for _, reply in twice]
            chance.shuffle(replies)
            twice = [(due, reply) for (due, _), reply in zip(twice, replies, strict=True)]
        return twice


def moment(at: float) -> str:
    """Return a moment in 17 digits, on the clock of Beijing."""
    return datetime.fromtimestamp(at, UTC).astimezone(BEIJING).strftime("%Y%m%d%H%M%S%f")[:17]


def written(replies: list[Reply]) -> bytes:
    """Return one message of receipts, without a prefix, as many real ones come."""
    table = NODES[replies[0].kind]
    root = etree.Element(_tag(table.root), nsmap=_NO_PREFIX)
    root.set("guid", str(uuid.uuid4()).upper())
    root.set("version", VERSION)
    for reply in replies:
        node = etree.SubElement(root, _tag(table.name))
        head = etree.SubElement(node, _tag(table.head_name)) if table.head_name else node
        _write(head, table.head, reply.values)
        for line in reply.lines:
            _write(etree.SubElement(node, _tag(table.lines_name)), table.lines, line)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _write(parent: etree._Element, fields: Iterable[Field], values: Mapping[str, str]) -> None:
    for one in fields:
        if one.required or values.get(one.name):
            etree.SubElement(parent, _tag(one.name)).text = values.get(one.name, "")


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
