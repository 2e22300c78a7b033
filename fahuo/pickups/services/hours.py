"""Keep when somebody is at the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.pickups.models import Hours
from fahuo.trade.problem import Problem

LONGEST_ZONE = 40


@transaction.atomic
def keep(
    *,
    seller: Seller,
    person: Person | None,
    opens: time,
    closes: time,
    zone: str,
    closed_days: Sequence[int],
    at: datetime,
) -> Problem | None:
    """Keep the hours; returns the problem when they cannot be."""
    if closes <= opens:
        return Problem("PICKUP_INPUT_UNREADABLE", "closes", f"{closes:%H:%M}")
    if not is_zone(zone):
        return Problem("PICKUP_INPUT_UNREADABLE", "zone", zone[:40])
    days = sorted({day for day in closed_days if 1 <= day <= 7})
    known = {"opens": opens, "closes": closes, "zone": zone, "closed_days": days}
    Hours.objects.update_or_create(seller=seller, defaults=known)
    accounts.record(seller=seller, person=person, verb="change_hours", at=at)
    return None


def is_zone(name: str) -> bool:
    """Tell whether this is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return 0 < len(name) <= LONGEST_ZONE
