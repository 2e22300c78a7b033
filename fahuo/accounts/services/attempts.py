"""Attempts to sign in: counted by name and by address, so that nobody guesses a password by trying.

An attempt is written before the password is looked at, so that many at once count each other; a name that nobody has
counts like any other. Refused attempts are not counted: who waits may try again.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from django.db.models import QuerySet

from fahuo.accounts.models import SignInAttempt

WINDOW = timedelta(minutes=15)
PER_NAME = 10
# An office shares one address.
PER_ADDRESS = 30


def begin(*, username: str, address: str, at: datetime) -> timedelta | None:
    """Count an attempt; return how long to wait when there were too many, and then do not look at the password."""
    SignInAttempt.objects.filter(at__lt=at - WINDOW).delete()
    mine = SignInAttempt.objects.create(username=_name(username), address=_network(address), at=at)
    attempts = SignInAttempt.objects.exclude(pk=mine.pk)
    waits = [_wait(attempts.filter(username=mine.username), PER_NAME, at)]
    if mine.address:
        waits.append(_wait(attempts.filter(address=mine.address), PER_ADDRESS, at))
    wait = max(waits)
    if not wait:
        return None
    mine.delete()
    return wait


def forget(*, username: str) -> None:
    """Forget the attempts of a name: its owner has signed in."""
    SignInAttempt.objects.filter(username=_name(username)).delete()


def _wait(attempts: QuerySet[SignInAttempt], limit: int, at: datetime) -> timedelta:
    """Return the time until fewer than `limit` of the attempts lie within the window."""
    latest = list(attempts.order_by("-at").values_list("at", flat=True)[:limit])
    return latest[-1] + WINDOW - at if len(latest) == limit else timedelta()


def _name(username: str) -> str:
    return username.replace("\x00", "").strip().casefold()[:150]


def _network(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or the /64 of an IPv6 address; "" for what is neither."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)
