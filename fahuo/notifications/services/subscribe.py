"""When somebody wants to hear of what. Only what differs from the usual is kept, so that better defaults reach all."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from fahuo.accounts.models import Person
from fahuo.notifications.domain import subscriptions
from fahuo.notifications.kinds import KINDS
from fahuo.notifications.models import Channel, Mode, Subscription


@transaction.atomic
def subscribe_in_site(*, person: Person, modes: Mapping[str, str]) -> None:
    """Keep what the person wants among the messages in the pages."""
    Subscription.objects.filter(seller=person.seller, person=person, channel=None).delete()
    usual = subscriptions.usual_in_site(person.role)
    Subscription.objects.bulk_create(
        Subscription(seller=person.seller, person=person, kind=kind, mode=mode)
        for kind, mode in modes.items()
        if kind in KINDS and mode in (Mode.AT_ONCE, Mode.OFF) and mode != usual
    )


@transaction.atomic
def subscribe_channel(*, channel: Channel, modes: Mapping[str, str]) -> None:
    """Keep what goes through a channel, and when."""
    Subscription.objects.filter(seller_id=channel.seller_id, channel=channel).delete()
    Subscription.objects.bulk_create(
        Subscription(seller_id=channel.seller_id, channel=channel, kind=kind, mode=mode)
        for kind, mode in modes.items()
        if kind in KINDS and mode in Mode.values
        if mode != subscriptions.usual(channel.kind, urgent=KINDS[kind].urgent)
    )
