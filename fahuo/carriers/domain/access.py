"""Where an account may send its credentials, and what else must hold of it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

from fahuo.carriers.capability import Field, Manifest
from fahuo.trade.problem import Problem

EMULATED, SANDBOX, LIVE = "EMULATED", "SANDBOX", "LIVE"
MOST_CALLS_PER_S = Decimal(1000)
MOST_CALLS_AT_ONCE = 500
LONGEST_CREDENTIAL = 8000  # a private key in PEM
LONGEST_URL = 200
LONGEST_NAME = 60
ALIAS = re.compile(r"[a-z0-9]{1,20}")
LONGEST_CODE = 30
INVALID = "ACCOUNT_INVALID"


@dataclass(frozen=True, slots=True)
class Access:
    """How an account is reached. `carrier` is the code, in a family `<code>-<alias>`, and `name` what it is called."""

    carrier: str
    environment: str
    base_url: str
    credentials: Mapping[str, str] = field(repr=False)
    name: str = ""
    calls_per_s: Decimal | None = None
    calls_at_once: int | None = None

    @property
    def emulated(self) -> bool:
        """Whether it leads to a program on this machine."""
        return self.environment == EMULATED


def address_problem(url: str, *, emulated: bool) -> str:
    """Return what is wrong with a base URL, empty when nothing is.

    FORM: no plain address of an API. PLAIN: secrets would travel openly. PRIVATE: it leads into a private network.
    NOT_LOOPBACK: an emulator runs on this machine only. Names are not looked up here: what they lead to is checked at
    the moment of connecting.
    """
    host = _host(url)
    if emulated:
        return "" if host is not None and is_loopback(host) else "NOT_LOOPBACK"
    if host is None or len(url) > LONGEST_URL:
        return "FORM"
    if _is_private(host):
        return "PRIVATE"
    return "" if url.startswith("https://") else "PLAIN"


def is_loopback(host: str) -> bool:
    """Return True for this machine's own addresses; names other than localhost are not looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def same_origin(one: str, other: str) -> bool:
    """Tell whether two addresses lead to the same server, so that secrets may stay when one replaces the other."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.scheme, first.netloc.lower()) == (second.scheme, second.netloc.lower())


def access_problems(access: Access, page: Manifest) -> list[Problem]:
    """Return what is wrong with an account; `detail` is a reason as of `address_problem`, or MISSING, CHOICE, LONG."""
    return [Problem(INVALID, at, reason) for at, reason in _wrong(access, page)]


def _wrong(access: Access, page: Manifest) -> Iterator[tuple[str, str]]:
    if reason := address_problem(access.base_url, emulated=access.emulated):
        yield "base_url", reason
    if page.family and not access.name.strip():
        yield "name", "MISSING"
    if len(access.name) > LONGEST_NAME:
        yield "name", "LONG"
    yield from _wrong_code(access.carrier, page)
    if access.calls_per_s is not None and not 0 < access.calls_per_s <= MOST_CALLS_PER_S:
        yield "calls_per_s", "BOUNDS"
    if access.calls_at_once is not None and not 0 < access.calls_at_once <= MOST_CALLS_AT_ONCE:
        yield "calls_at_once", "BOUNDS"
    for entry in page.fields:
        if reason := _credential_problem(entry, access.credentials.get(entry.key, "")):
            yield entry.key, reason


def _wrong_code(code: str, page: Manifest) -> Iterator[tuple[str, str]]:
    family, hyphen, alias = code.partition("-")
    fits = ALIAS.fullmatch(alias) is not None if page.family else not hyphen
    if family != page.code or not fits or len(code) > LONGEST_CODE:
        yield "alias", "FORM"


def _credential_problem(entry: Field, value: str) -> str:
    if not value:
        return "" if entry.optional else "MISSING"
    if len(value) > LONGEST_CREDENTIAL:
        return "LONG"
    return "CHOICE" if entry.choices and value not in entry.choices else ""


def _host(url: str) -> str | None:
    """Return the host of a plain address, None when it is no such thing."""
    if not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    return host if host and plain and parts.scheme in {"http", "https"} else None


def _is_private(host: str) -> bool:
    """Addresses that are not public, and names without a dot, which only a private network knows."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
