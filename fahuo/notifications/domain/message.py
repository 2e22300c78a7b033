"""What goes out through a channel at once, and how that can end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One notification of a message, in the reader's language; `url` is whole."""

    key: str
    kind: str
    subject: str
    body: str
    url: str
    urgent: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One or more notifications that go out together, urgent ones first.

    `name` stays the same however often the message is sent; `at` is when it was put together.
    """

    name: str
    language: str
    items: Sequence[Item]
    at: datetime

    @property
    def urgent(self) -> bool:
        """Whether any of it is."""
        return any(item.urgent for item in self.items)

    @property
    def title(self) -> str:
        """One line that says it all: the subject, or how many there are."""
        if len(self.items) == 1:
            return self.items[0].subject
        first, more = self.items[0].subject, len(self.items) - 1
        return f"{first}（另有 {more} 条）" if self.language == "zh" else f"{first} (and {more} more)"


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it; `their_id` is its own name of it."""

    their_id: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """It was surely not taken; it may go out again, after `wait_s` when the other side said so.

    `broken`: something is wrong with the channel, and not only too much at once.
    """

    code: str
    detail: str = ""
    wait_s: float | None = None
    broken: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """It was surely not taken, and would not be the next time."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """It left, and nobody knows whether it was taken. Not `left`: an earlier one did, and could not be asked for."""

    code: str
    detail: str = ""
    left: bool = True


Outcome = Sent | Later | Refused | Doubtful


def fitted(lines: Sequence[str], limit: int, more: str, glue: str = "\n") -> str:
    """Join lines up to `limit` bytes of UTF-8; what does not fit is counted in a last line made from `more`."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        left = len(lines) - number
        tail = more.format(left)
        if len(glue.join([*kept, line, *([tail] if left > 1 else [])]).encode()) > limit:
            return glue.join([*kept, tail])
        kept.append(line)
    return glue.join(kept)


def clipped(text: str, limit: int) -> str:
    """Return at most `limit` characters, with an ellipsis where some are missing."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
