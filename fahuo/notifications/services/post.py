"""Write down what people are to be told: messages in the pages, and deliveries for channels. Sends nothing.

Pure database, in the caller's transaction, so that a notice exists if and only if what it tells of does. One insert
for all messages and one for all deliveries, however many; a key that is there already is passed over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from fahuo.accounts.models import Person
from fahuo.notifications.domain import quiet, subscriptions
from fahuo.notifications.domain.notice import Notice, Text, spoken
from fahuo.notifications.models import Channel, Mode, Subscription

__all__ = ["Notice", "Posted", "Text", "post"]

SEND_DUE = "fahuo.notifications.jobs.send_due"
# Tells of a channel that fails; never through one that does.
ABOUT_CHANNELS = "CHANNEL_FAILED"
AT_A_TIME = 5000

_MESSAGES = """
INSERT INTO notifications_insitemessage (seller_id, person_id, kind, key, texts, url_path, urgent, at)
SELECT %s::bigint, * FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::jsonb[], %s::text[], %s::bool[], %s::timestamptz[])
ON CONFLICT DO NOTHING
"""
_DELIVERIES = """
INSERT INTO notifications_delivery (seller_id, channel_id, kind, key, subject, body, url_path, urgent, mode, at, due_at,
    state, attempts, their_id, code, detail)
SELECT %s::bigint, *, 'DUE', 0, '', '', '' FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bool[],
    %s::text[], %s::timestamptz[], %s::timestamptz[])
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Posted:
    """How many messages and deliveries are new."""

    messages: int
    deliveries: int


@transaction.atomic
def post(*, seller_id: int, notices: Sequence[Notice], at: datetime) -> Posted:
    """Write messages for people and deliveries for channels, by subscription; a worker is told to send at once."""
    messages = deliveries = 0
    audience = Audience(seller_id)
    for start in range(0, len(notices), AT_A_TIME):
        portion = notices[start : start + AT_A_TIME]
        messages += _insert(_MESSAGES, seller_id, list(audience.messages(portion)))
        deliveries += _insert(_DELIVERIES, seller_id, list(audience.deliveries(portion, at)))
    if deliveries:
        app.configure_task(SEND_DUE, queue="notifications").defer()
    return Posted(messages, deliveries)


class Audience:
    """Everybody of a seller who may be told something, with what they chose. Three queries."""

    def __init__(self, seller_id: int) -> None:
        """Read people, channels and subscriptions."""
        self.people = list(Person.objects.filter(seller_id=seller_id, is_active=True).only("pk", "role", "language"))
        may_get = Q(person=None) | Q(person__is_active=True)
        rows = Channel.objects.filter(may_get, seller_id=seller_id, active=True).defer("sealed")
        self.channels = list(rows.select_related("person"))
        self._chosen: dict[tuple[int | None, int | None], dict[str, str]] = defaultdict(dict)
        for row in Subscription.objects.filter(seller_id=seller_id):
            self._chosen[row.person_id, row.channel_id][row.kind] = row.mode

    def messages(self, notices: Sequence[Notice]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of messages in the pages."""
        texts = [_stored(notice) for notice in notices]
        for person in self.people:
            chosen, usual = self._chosen[person.pk, None], subscriptions.usual_in_site(person.role)
            for one, text in zip(notices, texts, strict=True):
                if chosen.get(one.kind, usual) != Mode.OFF:
                    yield (person.pk, one.kind, one.key, text, one.url_path, one.urgent, one.at)

    def deliveries(self, notices: Sequence[Notice], at: datetime) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of deliveries."""
        for channel in self.channels:
            chosen, language, hours = self._chosen[None, channel.pk], _language(channel), hours_of(channel)
            due = {  # the same for all notices of a call
                (digest, urgent): quiet.due_at(at, digest=digest, urgent=urgent, hours=hours)
                for digest in (False, True)
                for urgent in (False, True)
            }
            for one in notices:
                mode = chosen.get(one.kind) or subscriptions.usual(channel.kind, urgent=one.urgent)
                if mode == Mode.OFF or (one.kind == ABOUT_CHANNELS and channel.failing_from is not None):
                    continue
                text = spoken(one.texts, language)
                row = (channel.pk, one.kind, one.key, text.subject, text.body, one.url_path, one.urgent, str(mode))
                yield (*row, one.at, due[mode == Mode.DIGEST, one.urgent])


def hours_of(channel: Channel) -> quiet.Hours:
    """Return the channel's hours as the rules want them."""
    return quiet.Hours(
        channel.zone, channel.quiet_from, channel.quiet_until, channel.urgent_breaks, tuple(channel.digest_at)
    )


def _language(channel: Channel) -> str:
    return channel.person.language if channel.person is not None else channel.language


def _stored(notice: Notice) -> str:
    spoken_texts = {language: spoken(notice.texts, language) for language in ("zh", "en")}
    return json.dumps(
        {language: {"subject": text.subject, "body": text.body} for language, text in spoken_texts.items()},
        ensure_ascii=False,
    )


def _insert(statement: str, seller_id: int, rows: list[tuple[Any, ...]]) -> int:
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(statement, [seller_id, *map(list, zip(*rows, strict=True))])
        return int(cursor.rowcount)
