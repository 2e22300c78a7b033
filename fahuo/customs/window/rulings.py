"""What judges of an emulated window work with: one court per message, one ruling per node."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fahuo.customs.ceb.values import BEIJING
from fahuo.customs.window.book import Book, Document
from fahuo.customs.window.options import Options, Registered
from fahuo.customs.window.outbox import Reply

Values = Mapping[str, Any]
STORED = ("2", "3", "120")
CONCLUDED = ("2", "3", "120", "399")
REJECTED = "100"
# Customs has not taken it, or no longer: the same papers may be declared anew.
DEAD = {REJECTED, "CANCELLED", ""}


@dataclass(frozen=True, slots=True)
class Ruling:
    """The codes that a node goes through, what the last one says, and what is stored of it.

    `after`: answers of other kinds that follow the last code. `number` is shown once customs has stored the document.
    """

    codes: tuple[str, ...]
    text: str = ""
    document: Document | None = None
    pre_no: str = ""
    number: Mapping[str, str] = field(default_factory=dict)
    after: tuple[Reply, ...] = ()
    cancels: Document | None = None


class Wrong(Exception):
    """The node is turned down. `code` is negative for the e-port, 100 for customs."""

    def __init__(self, code: str, text: str) -> None:
        """Keep both."""
        super().__init__(text)
        self.code = code
        self.text = text

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that the node goes through."""
        return ("2", "3", REJECTED) if self.code == REJECTED else (self.code,)


def sent_back(code: str, text: str) -> Wrong:
    """Return what customs says of papers that it compared: 100, in its own form."""
    return Wrong(REJECTED, f"[Code:{code};Desc:{text}]")


@dataclass(slots=True)
class Court:
    """What a judge sees: the book, the sender, the moment, and a source of chance."""

    book: Book
    options: Options
    sender: Registered
    now: float
    chance: random.Random
    serial: int

    def pre_no(self) -> str:
        """Return a new number of the e-port: B, the day, nine digits."""
        return f"B{self._day()}{self._next():09d}"

    def sum_no(self) -> str:
        """Return a new number of a summary."""
        return f"S{self._day()}{self._next():09d}"

    def list_number(self, district: str) -> str:
        """Return a new number of a list: district, year, E, nine digits."""
        return f"{district}{self._day()[:4]}E{self._next():09d}"

    def entry_number(self, district: str) -> str:
        """Return a new number of a customs declaration: district, year, 0 for export, nine digits."""
        return f"{district}{self._day()[:4]}0{self._next():09d}"

    def own(self, document: Document | None) -> Document | None:
        """Return a document if it is the sender's."""
        return document if document is not None and document.account == self.sender.account else None

    def _next(self) -> int:
        self.serial += 1
        return self.serial

    def _day(self) -> str:
        return datetime.fromtimestamp(self.now, UTC).astimezone(BEIJING).strftime("%Y%m%d")
