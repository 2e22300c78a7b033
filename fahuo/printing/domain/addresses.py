"""Where a printer may be: `host:port` for RAW, `ipp://host[:port]/path` or `ipps://…` for IPP."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple

from fahuo.trade.problem import Problem

IPP_PORT = 631
LONGEST = 200
# A host name: labels of letters, digits and hyphens (RFC 1123); underscores occur in local networks.
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?", re.IGNORECASE)
_PATH = re.compile(r"(/[A-Za-z0-9._~%+@,:=-]*)*")
_RAW = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^:/\s\[\]@]+)):(?P<port>\d{1,5})")
_IPP = re.compile(
    r"(?P<scheme>ipps?)://(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^:/\s\[\]@?#]+))(?::(?P<port>\d{1,5}))?(?P<path>/[^\s?#]*)?",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """A printer's address taken apart. `secure`: the connection is encrypted (ipps)."""

    host: str
    port: int
    path: str = ""
    secure: bool = False

    @property
    def netloc(self) -> str:
        """Host and port as they stand in a URL."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def http_url(self) -> str:
        """The URL behind an IPP address (RFC 8010, section 4.4: the default port is 631)."""
        return f"{'https' if self.secure else 'http'}://{self.netloc}{self.path or '/'}"

    @property
    def ipp_url(self) -> str:
        """The address as printers want to read it in `printer-uri`."""
        return f"{'ipps' if self.secure else 'ipp'}://{self.netloc}{self.path or '/'}"


def place_of(connection: str, address: str) -> Place | Problem:
    """Take a printer's address apart; a Problem says what is wrong with it."""
    text = address.strip()
    if not text or len(text) > LONGEST:
        return Problem("PRINTER_ADDRESS", "address", text[:40])
    found = (_RAW if connection == "RAW" else _IPP).fullmatch(text)
    if found is None:
        return Problem("PRINTER_ADDRESS", "address", text[:80])
    port = int(found["port"] or IPP_PORT)
    host = found["six"] or found["name"]
    path = (found["path"] or "") if connection == "IPP" else ""
    if not (1 <= port <= 65535 and _is_host(host, six=bool(found["six"])) and _PATH.fullmatch(path)):
        return Problem("PRINTER_ADDRESS", "address", text[:80])
    return Place(host.lower(), port, path, connection == "IPP" and found["scheme"].lower() == "ipps")


def _is_host(host: str, *, six: bool) -> bool:
    """Accept an IP address written in the usual way, or a name; digits and points alone must be an address."""
    if six or re.fullmatch(r"[0-9.]+", host):
        try:
            return ipaddress.ip_address(host).version == (6 if six else 4)
        except ValueError:
            return False
    return len(host) <= 253 and _NAME.fullmatch(host) is not None
