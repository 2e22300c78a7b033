"""The one key of YunExpress OMS (authentication, read 2026-11). Nothing is signed. Pure functions."""

from __future__ import annotations

import base64


def token(customer_code: str, api_secret: str) -> str:
    """Return base64 of code and secret, joined by an ampersand: not by the colon of ordinary Basic authentication."""
    return base64.b64encode(f"{customer_code}&{api_secret}".encode()).decode("ascii")


def authorisation(customer_code: str, api_secret: str) -> str:
    """Return the `Authorization` header."""
    return f"Basic {token(customer_code, api_secret)}"
