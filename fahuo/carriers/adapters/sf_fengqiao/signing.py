"""Digests of SF Fengqiao (API overview, digest rules, read 2026-11). Pure functions."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import quote_plus


def digest(msg_data: str, *, timestamp: str, checkword: str) -> str:
    """Return `msgDigest`: base64 of MD5 over message, time and check word, encoded as Java's URLEncoder does.

    Java leaves letters, digits and `. - * _` alone, writes a blank as `+` and everything else, also `~`, in percent.
    MD5 is the carrier's choice. `msg_data` must be exactly the text that is sent, before the form is encoded.
    """
    encoded = quote_plus(f"{msg_data}{timestamp}{checkword}", safe="*-._").replace("~", "%7E")
    return base64.b64encode(hashlib.md5(encoded.encode(), usedforsecurity=False).digest()).decode("ascii")
