"""Reads."""

from fahuo.notifications.queries.channels import (
    channel,
    channels,
    channels_of_people,
    modes,
    modes_in_site,
    own,
)
from fahuo.notifications.queries.deliveries import deliveries_page, delivery
from fahuo.notifications.queries.failing import Failing, failing
from fahuo.notifications.queries.messages import message, messages_page, unread

__all__ = [
    "Failing",
    "channel",
    "channels",
    "channels_of_people",
    "deliveries_page",
    "delivery",
    "failing",
    "message",
    "messages_page",
    "modes",
    "modes_in_site",
    "own",
    "unread",
]
