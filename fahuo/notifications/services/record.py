"""Write what came of messages, WHERE the lease is still ours, and how their channels are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from fahuo.accounts.models import Person, Role
from fahuo.notifications.domain import pacing
from fahuo.notifications.domain.message import Doubtful, Later, Outcome, Refused, Sent
from fahuo.notifications.models import Channel, ChannelKind, Delivery, DeliveryState, InSiteMessage
from fahuo.notifications.queries.failing import Failing, failing_of
from fahuo.notifications.services.claim import Claimed
from fahuo.notifications.services.deliver import Result


def record(results: Sequence[Result], *, at: datetime) -> None:
    """Write the outcomes, and tell whom a failing channel concerns."""
    keys = {one.claimed.channel.pk for one in results}
    with transaction.atomic():
        # Channels first, as whoever claims or switches them: so nobody waits in a ring.
        list(Channel.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True).values_list("pk"))
        for one in results:
            mine = Delivery.objects.filter(pk__in=[row.pk for row in one.claimed.rows], lease=one.claimed.lease)
            if mine.update(lease=None, **_columns(one.claimed, one.outcome, at)):
                note(one.claimed, one.outcome, at)


def _columns(claimed: Claimed, outcome: Outcome, at: datetime) -> dict[str, Any]:
    """Return what becomes of the rows."""
    if isinstance(outcome, Sent):
        return {
            "state": DeliveryState.SENT,
            "sent_at": at,
            "their_id": outcome.their_id[:100],
            "code": "",
            "detail": "",
        }
    told = {"code": outcome.code, "detail": outcome.detail[:200]}
    ended = claimed.attempts >= pacing.MOST_ATTEMPTS
    if isinstance(outcome, Refused) or (ended and claimed.channel.kind != ChannelKind.SMS):
        return {"state": DeliveryState.FAILED, **told}
    if isinstance(outcome, Later):
        # What may have left earlier keeps its name and company; the rest may travel with what comes next.
        fresh = {} if claimed.again else {"bundle": None, "bundled_at": None}
        again = at + pacing.backoff(claimed.attempts, outcome.wait_s)
        state = DeliveryState.DOUBTFUL if claimed.again else DeliveryState.DUE
        return {"state": DeliveryState.FAILED if ended else state, "due_at": again, **fresh, **told}
    return {**told, **_doubtful(claimed, outcome, at)}


def _doubtful(claimed: Claimed, outcome: Doubtful, at: datetime) -> dict[str, Any]:
    if claimed.channel.kind != ChannelKind.SMS:
        return {"state": DeliveryState.DOUBTFUL, "due_at": at + pacing.backoff(claimed.attempts)}
    # What was tried before it left does not count: it is asked for as often as any other.
    begun = {} if claimed.again else {"attempts": 1}
    wait = pacing.ask_again(begun.get("attempts", claimed.attempts))
    if wait is None:
        return {"state": DeliveryState.FAILED, "code": "NOTIFY_SMS_DOUBTFUL"}
    left = {"bundled_at": at} if outcome.left else {}
    return {"state": DeliveryState.DOUBTFUL, "due_at": at + wait, **left, **begun}


def note(claimed: Claimed, outcome: Outcome, at: datetime) -> None:
    """Write how a channel is after a message; whoever it concerns is told when it begins to fail."""
    rows = Channel.objects.filter(pk=claimed.channel.pk)
    if isinstance(outcome, Sent):
        rows.update(failing_from=None, failures=0, code="", detail="", sent_at=at)
        return
    if isinstance(outcome, Later) and not outcome.broken:
        rows.update(free_at=at + pacing.backoff(1, outcome.wait_s))
        return
    failures = claimed.channel.failures + 1  # several messages that leave together and fail are one failure
    wait = pacing.backoff(failures, outcome.wait_s if isinstance(outcome, Later) else None)
    rows.update(
        failing_from=Coalesce(F("failing_from"), at), failures=Greatest(F("failures"), failures), free_at=at + wait,
        code=outcome.code, detail=outcome.detail[:200],
    )  # fmt: skip
    tell(rows.get(), at)


def tell(channel: Channel, at: datetime) -> None:
    """Tell in the pages that a channel fails: owners of theirs, people of their own. Once in a while (`Failing.key`).

    That people's channels fail is told to owners by the alert, once for all that fail together.
    """
    failing = failing_of(channel)
    if failing is None:
        return
    people = Person.objects.filter(seller_id=channel.seller_id, is_active=True)
    concerned = people.filter(role=Role.OWNER) if channel.person_id is None else people.filter(pk=channel.person_id)
    rows = [_message(channel, failing, person, at) for person in concerned]
    InSiteMessage.objects.bulk_create(rows, ignore_conflicts=True)


def _message(channel: Channel, failing: Failing, person: Person, at: datetime) -> InSiteMessage:
    return InSiteMessage(
        seller_id=channel.seller_id, person=person, kind="CHANNEL_FAILED", key=failing.key, at=at,
        texts={language: {"subject": text.subject, "body": text.body} for language, text in failing.texts().items()},
        url_path=failing.url_path,
    )  # fmt: skip
