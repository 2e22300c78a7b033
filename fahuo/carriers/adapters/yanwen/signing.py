"""Signatures of Yanwen's open platform (signature rules, read 2026-11). Pure functions."""

from __future__ import annotations

import hashlib

FORMAT, VERSION = "json", "V1.0"


def sign(api_token: str, *, user_id: str, method: str, timestamp: str, body: bytes) -> str:
    """Return `sign`: md5 in small hexadecimal over everything in a row, with the token before and after.

    MD5 is the carrier's choice. `body` must be exactly the bytes that are sent.
    """
    before = f"{api_token}{user_id}".encode()
    after = f"{FORMAT}{method}{timestamp}{VERSION}{api_token}".encode()
    return hashlib.md5(before + body + after, usedforsecurity=False).hexdigest()
