"""Signatures of 4PX's open platform (signature rules, read 2026-11). Pure functions."""

from __future__ import annotations

import hashlib

FORMAT = "json"


def sign(app_secret: str, *, app_key: str, method: str, timestamp: str, version: str, body: bytes) -> str:
    """Return `sign`: md5 in small hexadecimal over names and values in a row, then the body, then the secret.

    MD5 is the carrier's choice. `body` must be exactly the bytes that are sent; `access_token` and `language` are left
    out even where they stand in the address.
    """
    before = f"app_key{app_key}format{FORMAT}method{method}timestamp{timestamp}v{version}".encode()
    return hashlib.md5(before + body + app_secret.encode(), usedforsecurity=False).hexdigest()
