"""How calls are signed. The emulated receivers do not use this module: they check with their own reckoning."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote, quote_plus


def webhook(secret: str, timestamp: str, body: bytes) -> str:
    """Sign a webhook: HMAC-SHA256 over `timestamp.body`, in hexadecimal, with the version of the scheme before it."""
    mac = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"v1={mac.hexdigest()}"


def dingtalk(secret: str, timestamp_ms: str) -> str:
    """Sign a robot's call, ready for its URL (open.dingtalk.com, custom robot, "sign", read 2026-11-22)."""
    mac = hmac.new(secret.encode(), f"{timestamp_ms}\n{secret}".encode(), hashlib.sha256)
    return quote_plus(base64.b64encode(mac.digest()))


def canonical_query(parameters: Mapping[str, str]) -> str:
    """Return parameters as Alibaba Cloud's V3 signature wants them: sorted, RFC 3986."""
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(parameters.items()))


def acs3(*, key_id: str, secret: str, method: str, query: str, headers: Mapping[str, str]) -> str:
    """Return the header Authorization of Alibaba Cloud's V3 signature (ACS3-HMAC-SHA256).

    `headers`: host, x-acs-content-sha256 and all other x-acs-…, names in small letters. Reference: help.aliyun.com,
    "Request syntax and signature method V3", read 2026-11-22; its worked example is a test.
    """
    names = ";".join(sorted(headers))
    head = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    canonical = "\n".join([method, "/", query, head, names, headers["x-acs-content-sha256"]])
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}"
