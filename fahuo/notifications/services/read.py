"""Messages that somebody has read."""

from __future__ import annotations

from datetime import datetime

from fahuo.accounts.models import Person
from fahuo.notifications.models import InSiteMessage


def read(*, person: Person, message_id: int, at: datetime) -> bool:
    """Mark one message as read; False when there is none, or it was read before."""
    rows = InSiteMessage.objects.filter(seller=person.seller, person=person, pk=message_id, read_at=None)
    return rows.update(read_at=at) > 0


def read_all(*, person: Person, up_to: int, at: datetime) -> int:
    """Mark all as read up to the newest one that the person saw; what came since stays unread."""
    rows = InSiteMessage.objects.filter(seller=person.seller, person=person, pk__lte=up_to, read_at=None)
    return rows.update(read_at=at)
