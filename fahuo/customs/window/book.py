"""What an emulated window has stored, and every message that ever reached it, to be counted."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(slots=True)
class Document:
    """One stored document. `timeline`: moments in seconds since 1970 and the code reached then, oldest first."""

    kind: str
    account: str
    values: Values
    timeline: list[tuple[float, str]] = field(default_factory=list)
    pre_no: str = ""
    invt_no: str = ""
    versions: int = 1
    held: bool = False
    summed: str = ""  # the copNo of the summary that took it
    number: int = 0  # its place in the book
    told_at: float = 0.0  # the time in its newest receipt, or in that of the version before

    def code(self, now: float) -> str:
        """Return the code that it has reached by now, empty before the first."""
        return next((code for at, code in reversed(self.timeline) if at <= now), "")

    @property
    def last_code(self) -> str:
        """Return the code that it ends with."""
        return self.timeline[-1][1] if self.timeline else ""


@dataclass(slots=True)
class TakenMessage:
    """One message that came in, whatever became of it."""

    account: str
    message_id: str
    kind: str
    guids: tuple[str, ...]
    outcome: str


class Book:
    """All documents by kind and key, and all messages in the sequence in which they came."""

    def __init__(self) -> None:
        self.documents: dict[tuple[str, ...], Document] = {}
        self.taken: list[TakenMessage] = []
        self._numbers = itertools.count(1)
        self._by_list_number: dict[str, Document] = {}
        self._by_order: dict[tuple[str, str], Document] = {}
        self._by_waybill: dict[tuple[str, str], Document] = {}

    def find(self, kind: str, *key: str) -> Document | None:
        """Return a document by its key."""
        return self.documents.get((kind, *key))

    def store(self, document: Document, *key: str) -> Document:
        """Keep a document, in the place of an older version."""
        older = self.documents.get((document.kind, *key))
        if older is not None:
            document.versions = older.versions + 1
            document.told_at = older.told_at
        document.number = next(self._numbers)
        self.documents[(document.kind, *key)] = document
        if document.kind == "CEB603":
            values = document.values
            self._by_list_number[document.invt_no] = document
            self._by_order[(values["ebpCode"], values["orderNo"])] = document
            self._by_waybill[(values["logisticsCode"], values["logisticsNo"])] = document
        return document

    def remove(self, kind: str, *key: str) -> None:
        """Forget a document that was deleted."""
        self.documents.pop((kind, *key), None)

    def list_numbered(self, invt_no: str) -> Document | None:
        """Return the list with a number of customs."""
        return self._by_list_number.get(invt_no)

    def list_of_order(self, platform: str, order: str) -> Document | None:
        """Return the newest list of an order."""
        return self._by_order.get((platform, order))

    def list_of_waybill(self, carrier: str, waybill: str) -> Document | None:
        """Return the newest list of a waybill."""
        return self._by_waybill.get((carrier, waybill))

    def lists(self) -> list[Document]:
        """Return every list."""
        return [document for document in self.documents.values() if document.kind == "CEB603"]

    def as_plain(self, now: float) -> dict[str, Any]:
        """Return all that can be counted, as JSON has it."""
        return {
            "documents": [
                {
                    "kind": document.kind,
                    "account": document.account,
                    "key": key[1:],
                    "code": document.code(now),
                    "last_code": document.last_code,
                    "pre_no": document.pre_no,
                    "invt_no": document.invt_no,
                    "versions": document.versions,
                    "summed": document.summed,
                }
                for key, document in self.documents.items()
            ],
            "messages": [
                {
                    "account": one.account,
                    "message_id": one.message_id,
                    "kind": one.kind,
                    "guids": one.guids,
                    "outcome": one.outcome,
                }
                for one in self.taken
            ],
        }
