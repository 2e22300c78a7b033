"""Digests of Cainiao LINK (gateway rules, read 2026-11). Pure functions."""

from __future__ import annotations

import base64
import hashlib

ENCODINGS = ("UTF-8", "GBK")


def digest(content: str, secret: str, encoding: str = ENCODINGS[0]) -> str:
    """Return `data_digest`: the raw MD5 over content and secret, in base64.

    MD5 is the carrier's choice. `content` is the text before it is encoded for the form; the account says in which
    encoding it travels. Raises `UnicodeEncodeError` for what that encoding cannot write.
    """
    raw = hashlib.md5((content + secret).encode(encoding), usedforsecurity=False).digest()
    return base64.b64encode(raw).decode("ascii")
