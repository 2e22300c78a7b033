"""Who hears of what, unless somebody said otherwise."""

from __future__ import annotations

AT_ONCE, DIGEST, OFF = "AT_ONCE", "DIGEST", "OFF"
READ_ONLY = "READ_ONLY"


def usual_in_site(role: str) -> str:
    """Messages in the pages are for everybody who may act."""
    return OFF if role == READ_ONLY else AT_ONCE


def usual(channel_kind: str, *, urgent: bool) -> str:
    """Return when a channel hears of a kind: urgent ones at once; others gathered, by webhook at once, by SMS never.

    A webhook is read by a program; an SMS costs money.
    """
    if urgent or channel_kind == "WEBHOOK":
        return AT_ONCE
    return OFF if channel_kind == "SMS" else DIGEST
