"""Where channels lead: what an owner may enter, and how pages show it without giving it away."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import parse_qs, urlsplit

LONGEST_URL = 1000
ROBOTS = {
    "DINGTALK": (frozenset(("oapi.dingtalk.com", "oapi.dingtalk.io")), "/robot/send", "access_token"),
    "WECOM": (frozenset(("qyapi.weixin.qq.com",)), "/cgi-bin/webhook/send", "key"),
}
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MAIL = re.compile(r"[^@\s\x00-\x1f\x7f<>,;:\"()\[\]\\]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


def is_loopback(url: str) -> bool:
    """Tell whether the URL names this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def web_address(text: str, kind: str, *, loopback: bool) -> str | None:
    """Return the URL when it can be a channel of this kind; None when not.

    https, nobody's name in it, and for robots their own host with its key. `loopback`: emulators may be named.
    """
    url = text.strip()
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError:
        return None
    here = loopback and is_loopback(url)
    wrong = len(url) > LONGEST_URL or not parts.hostname or "@" in parts.netloc or parts.fragment or port == 0
    if wrong or not url.isascii() or not url.isprintable() or " " in url or parts.scheme not in ("https", "http"):
        return None
    if parts.scheme == "http" and not here:
        return None
    if kind in ROBOTS:
        hosts, path, key = ROBOTS[kind]
        keys = parse_qs(parts.query)
        if (parts.hostname not in hosts and not here) or parts.path != path or set(keys) != {key}:
            return None
    return url


def phone(text: str) -> str | None:
    """Return a phone number in E.164; eleven digits that start with 1 are Chinese. None when it is none."""
    digits = re.sub(r"[ ()./-]", "", text)
    if re.fullmatch(r"1[3-9][0-9]{9}", digits):
        return f"+86{digits}"
    digits = re.sub(r"^00", "+", digits)
    return digits if _E164.fullmatch(digits) and not (digits.startswith("+86") and len(digits) != 14) else None


def mailbox(text: str) -> str | None:
    """Return an e-mail address, None when it is none that SMTP would take as it is."""
    address = text.strip()
    return address if len(address) <= 254 and address.isascii() and _MAIL.fullmatch(address) else None


def hint(kind: str, target: str) -> str:
    """Return what pages may show of an address: enough to know it again, too little to use it."""
    if kind == "EMAIL":
        name, _, domain = target.partition("@")
        return f"{name[:1]}***@{domain}"
    if kind == "SMS":
        return f"{target[:3]}****{target[-4:]}"
    return (urlsplit(target).netloc or "")[:80]
