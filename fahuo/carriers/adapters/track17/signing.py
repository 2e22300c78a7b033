"""Signatures of 17TRACK's pushes (webhook, v2 and v1, read 2026-11). Pure functions; plain SHA-256, no HMAC."""

from __future__ import annotations

import hashlib


def sign(body: bytes, api_key: str) -> str:
    """Return the header `sign` of a push since v2: over the body as received, a slash and the key."""
    return hashlib.sha256(body + b"/" + api_key.encode()).hexdigest()


def sign_v1(event: str, content: bytes, api_key: str) -> str:
    """Return `sign` inside the body of a v1 push: over the event, its compact JSON and the key, with slashes."""
    return hashlib.sha256(event.encode() + b"/" + content + b"/" + api_key.encode()).hexdigest()
