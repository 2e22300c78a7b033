"""Channels and what somebody chose to hear through them."""

from __future__ import annotations

from collections.abc import Mapping

from fahuo.accounts.models import Person, Seller
from fahuo.notifications.domain import subscriptions
from fahuo.notifications.kinds import KINDS
from fahuo.notifications.models import Channel, Subscription


def channels(seller: Seller) -> list[Channel]:
    """Return the seller's own channels, those in use first, by name; what is sealed stays in the database."""
    rows = Channel.objects.filter(seller=seller, person=None).defer("sealed")
    return list(rows.order_by("-active", "name", "pk"))


def channel(seller: Seller, channel_id: int) -> Channel | None:
    """Return one of the seller's own channels; None when there is none, or it is a person's, or another firm's."""
    return Channel.objects.filter(seller=seller, person=None, pk=channel_id).first()


def channels_of_people(seller: Seller) -> list[Channel]:
    """Return the channels of people who may sign in, for the owner."""
    rows = Channel.objects.filter(seller=seller, person__is_active=True, active=True).defer("sealed")
    return list(rows.select_related("person").order_by("person__username", "kind"))


def own(person: Person) -> dict[str, Channel]:
    """Return the person's channels by kind: EMAIL, SMS."""
    return {row.kind: row for row in Channel.objects.filter(seller=person.seller, person=person)}


def modes_in_site(person: Person) -> dict[str, str]:
    """Return kind → mode for messages in the pages."""
    chosen = Subscription.objects.filter(seller=person.seller, person=person, channel=None)
    usual = subscriptions.usual_in_site(person.role)
    return dict.fromkeys(KINDS, usual) | dict(chosen.values_list("kind", "mode"))


def modes(channel: Channel | None, kind_of_channel: str) -> Mapping[str, str]:
    """Return kind → mode for a channel; what is usual where there is no channel yet."""
    usual = {kind: subscriptions.usual(kind_of_channel, urgent=words.urgent) for kind, words in KINDS.items()}
    if channel is None:
        return usual
    return usual | dict(Subscription.objects.filter(channel=channel).values_list("kind", "mode"))
