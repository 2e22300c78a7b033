"""What a room above wants people to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

SUBJECT_LENGTH = 200
BODY_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class Text:
    """A subject of one line, and plain text below it. Neither holds a buyer's name, street or phone."""

    subject: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell. The same `key` reaches a person or a channel once, however often it is posted.

    `texts` holds `zh` and `en` (`zh-hans` counts as `zh`); `url_path` leads to the thing, as in `/alerts/7`.
    """

    kind: str
    key: str
    texts: Mapping[str, Text]
    url_path: str
    urgent: bool
    at: datetime


def spoken(texts: Mapping[str, Text], language: str) -> Text:
    """Return the text in the language, else in English, else in any."""
    wanted = language[:2]
    by_language = {name[:2]: text for name, text in texts.items()}
    found = by_language.get(wanted) or by_language.get("en") or next(iter(by_language.values()))
    return Text(one_line(found.subject)[:SUBJECT_LENGTH], found.body.replace("\x00", "")[:BODY_LENGTH])


def one_line(text: str) -> str:
    """Return the text without breaks and control characters, which end a header or a line of a robot's message."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
