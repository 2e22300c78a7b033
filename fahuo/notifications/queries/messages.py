"""Messages in the pages, of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from fahuo.accounts.models import Person
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.notifications.kinds import title
from fahuo.notifications.models import InSiteMessage

COUNTED = 100  # more than 99 are "99+"


@dataclass(frozen=True, slots=True)
class ListedMessage:
    """A message in the reader's language."""

    id: int
    kind: str
    subject: str
    body: str
    url_path: str
    urgent: bool
    at: datetime
    read: bool


def unread(person: Person) -> int:
    """Return how many messages the person has not read, counting no further than a hundred. One indexed query."""
    return _of(person).filter(read_at=None)[:COUNTED].count()


def messages_page(person: Person, cut: Cut, *, only_unread: bool, language: str) -> Page[ListedMessage]:
    """Return the person's messages, newest first."""
    rows = _of(person).filter(read_at=None) if only_unread else _of(person)
    page = turn(rows, cut)
    listed = [_listed(row, "zh" if language.startswith("zh") else "en") for row in page.rows]
    return Page(listed, page.newer, page.older)


def message(person: Person, message_id: int) -> InSiteMessage | None:
    """Return one message of the person; None when there is none, or it is somebody else's."""
    return _of(person).filter(pk=message_id).first()


def _of(person: Person) -> QuerySet[InSiteMessage]:
    return InSiteMessage.objects.filter(seller=person.seller, person=person)


def _listed(row: InSiteMessage, language: str) -> ListedMessage:
    text = row.texts[language]
    return ListedMessage(
        row.pk, title(row.kind, language), text["subject"], text["body"], row.url_path, row.urgent, row.at,
        row.read_at is not None,
    )  # fmt: skip
