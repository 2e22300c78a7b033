"""Delete what is old: messages that were read, unread ones at twice the age, and the delivery log."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from fahuo.notifications.models import OPEN, Delivery, InSiteMessage

AT_A_TIME = 10_000


def forget(*, at: datetime, days: float) -> int:
    """Delete in portions; return how many rows. What is still to be sent stays, however old."""
    before, long_before = at - timedelta(days=days), at - timedelta(days=2 * days)
    messages = InSiteMessage.objects.filter(Q(at__lt=before, read_at__isnull=False) | Q(at__lt=long_before))
    deliveries = Delivery.objects.filter(at__lt=before).exclude(state__in=OPEN)
    gone = 0
    for rows in (messages, deliveries):
        while keys := list(rows.values_list("pk", flat=True)[:AT_A_TIME]):
            gone += rows.model.objects.filter(pk__in=keys).delete()[0]
    return gone
