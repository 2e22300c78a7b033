"""Signatures of YunExpress OpenAPI (signature rules, read 2026-11). Pure functions."""

from __future__ import annotations

import base64
import hmac


def sign(secret: str, *, date: str, method: str, path: str, body: bytes = b"") -> str:
    """Return the `sign` header: base64 of HMAC-SHA256 over body, date, method and path, in that order.

    `path` has neither host nor query; a request without a body has no `body=` part at all.
    """
    content = f"date={date}&method={method}&uri={path}".encode()
    if body:
        content = b"body=" + body + b"&" + content
    return base64.b64encode(hmac.digest(secret.encode(), content, "sha256")).decode("ascii")
