"""Set up channels, switch them, and try them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from fahuo.accounts.models import Person, Seller
from fahuo.kit import secrets
from fahuo.notifications.domain import places
from fahuo.notifications.domain.message import Outcome, Sent
from fahuo.notifications.models import OPEN, Channel, Delivery, DeliveryState
from fahuo.notifications.services.claim import LEASE, Claimed
from fahuo.notifications.services.deliver import Outbound
from fahuo.notifications.services.record import note

BETWEEN_TESTS = timedelta(seconds=10)
TEST = {
    "zh": ("测试消息", "如果您看到这条消息，说明该渠道工作正常。"),
    "en": ("Test message", "If you can read this, the channel works."),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """When a channel is quiet, and when its digests go out."""

    zone: str
    quiet_from: time | None
    quiet_until: time | None
    urgent_breaks: bool
    digest_at: Sequence[time]


@transaction.atomic
def save(
    *,
    seller: Seller,
    person: Person | None,
    kind: str,
    channel: Channel | None,
    name: str,
    address: Mapping[str, str],
    language: str,
    hours: Hours,
    at: datetime,
) -> Channel:
    """Create or change a channel. An empty `address` keeps the present one; a new one starts with a clean record."""
    row = channel or Channel(seller=seller, person=person, kind=kind, created_at=at)
    changed = ["name", "language", "zone", "quiet_from", "quiet_until", "urgent_breaks", "digest_at"]
    row.name, row.language = name, language
    row.zone, row.quiet_from, row.quiet_until = hours.zone, hours.quiet_from, hours.quiet_until
    row.urgent_breaks, row.digest_at = hours.urgent_breaks, list(hours.digest_at)
    if address:
        row.sealed = secrets.seal(address)
        row.hint = places.hint(kind, address.get("to") or address["url"])
        row.failing_from, row.failures, row.code, row.detail, row.free_at, row.tested_at = None, 0, "", "", None, None
        row.active = True
        changed += ["sealed", "hint", "failing_from", "failures", "code", "detail", "free_at", "tested_at", "active"]
    row.save(update_fields=changed if channel else None)  # what a worker writes meanwhile stays
    if address:
        _let_go(row, at)
    return row


@transaction.atomic
def switch(*, channel: Channel, active: bool) -> None:
    """Use a channel or leave it; what waits for one that is left goes nowhere."""
    Channel.objects.filter(pk=channel.pk).update(active=active)
    if not active:
        waiting = Delivery.objects.filter(seller_id=channel.seller_id, channel=channel, state__in=OPEN)
        waiting.update(state=DeliveryState.FAILED, code="NOTIFY_SWITCHED_OFF", lease=None)


def test(*, channel: Channel, at: datetime) -> Outcome | None:
    """Send a test message and say what came of it; None right after another one. A success lets what waits go out."""
    late = Q(tested_at=None) | Q(tested_at__lte=at - BETWEEN_TESTS) | Q(tested_at__gt=at)
    if not Channel.objects.filter(late, pk=channel.pk).update(tested_at=at):
        return None
    language = "zh" if (channel.person.language if channel.person else channel.language).startswith("zh") else "en"
    subject, body = TEST[language]
    row = Delivery(channel=channel, kind="TEST", key=f"test-{uuid.uuid4().hex}", subject=subject, body=body, at=at)
    one = Claimed(channel, uuid.uuid4(), at + LEASE, uuid.uuid4(), at, [row], again=False)
    with Outbound() as outbound:
        outbound.deliver([one])
        (result,) = outbound.known()
    note(one, result.outcome, at)
    if isinstance(result.outcome, Sent):
        _let_go(channel, at)
    return result.outcome


def _let_go(channel: Channel, at: datetime) -> None:
    Channel.objects.filter(pk=channel.pk).update(free_at=None)
    waiting = Delivery.objects.filter(seller_id=channel.seller_id, channel=channel, attempts__gt=0)
    waiting.filter(state=DeliveryState.DUE, due_at__gt=at).update(due_at=at)


def send_again(*, delivery: Delivery, at: datetime) -> bool:
    """Send one that failed once more, as a new message; False when it has not failed, or its channel is off."""
    rows = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED, channel__active=True)
    return (
        rows.update(
            state=DeliveryState.DUE, due_at=at, attempts=0, bundle=None, bundled_at=None, lease=None, code="", detail=""
        )
        > 0
    )
