"""Keep when somebody is at the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global
from django.db import transaction

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.pickups.models import Hours
from fahuo.trade.problem import Problem

LONGEST_ZONE = 40
# Where tables of zones know a second one that no carrier goes by.
ONE_TIME = {"CN": "Asia/Shanghai"}


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


def zone_at(country: str, zone: str, at: datetime) -> str:
    """Return the zone that a window at an address of this country is read in: `zone` where clocks there show it.

    Else the country's own, where it has one time only; of several nobody can tell which, and `zone` stays.
    """
    known = (ONE_TIME[country],) if country in ONE_TIME else get_global("territory_zones").get(country, ())
    there = [ZoneInfo(name) for name in known if is_zone(name)]
    times = {at.astimezone(one).utcoffset() for one in there}
    if len(times) != 1 or at.astimezone(ZoneInfo(zone)).utcoffset() in times:
        return zone
    return there[0].key


def is_zone(name: str) -> bool:
    """Tell whether this is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return 0 < len(name) <= LONGEST_ZONE
