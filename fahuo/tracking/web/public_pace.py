"""How often one address may ask for the public page. No address is kept: only how often a keyed hash of it asked.

The key is drawn anew every minute and never leaves this process, so what is counted can be linked to nobody and to no
earlier minute. Each web process counts for itself.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections import Counter
from datetime import datetime
from threading import Lock

A_MINUTE = 120
_MOST_ADDRESSES = 50_000


class Pace:
    """Counts of the current minute."""

    def __init__(self, a_minute: int = A_MINUTE) -> None:
        self._a_minute = a_minute
        self._lock = Lock()
        self._minute = -1
        self._key = b""
        self._counts: Counter[bytes] = Counter()

    def admits(self, address: str, at: datetime) -> bool:
        """Count one more page for an address; False once it had its share of this minute."""
        with self._lock:
            minute = int(at.timestamp() // 60)
            if minute != self._minute:
                self._minute, self._key, self._counts = minute, secrets.token_bytes(32), Counter()
            who = hashlib.blake2b(_network(address), key=self._key, digest_size=16).digest()
            if who not in self._counts and len(self._counts) >= _MOST_ADDRESSES:
                who = b""  # too many to tell apart: they share one count, and memory stays as it is
                return self._admits(who, self._a_minute * 100)
            return self._admits(who, self._a_minute)

    def _admits(self, who: bytes, most: int) -> bool:
        self._counts[who] += 1
        return self._counts[who] <= most


def _network(address: str) -> bytes:
    """Return what counts as one asker: an IPv4 address, or the /64 of an IPv6 one, as each household has one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return b"?"
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    return mapped.packed if mapped.version == 4 else mapped.packed[:8]
