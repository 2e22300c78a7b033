"""Networks that may be reached although they are not public, such as the one that printers stand in."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Networks = tuple[Network, ...]
# Where clouds tell a machine its own secrets; whatever the networks, nothing of ours is there.
NEVER = frozenset(
    map(
        ipaddress.ip_address,
        ("169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "192.0.0.192",
         "fd00:ec2::254", "fd00:ec2::23"),
    )
)  # fmt: skip


class NetworkRefused(ConnectionError):
    """The name leads to no address within the networks that may be reached."""


def networks_of(words: Iterable[str]) -> Networks:
    """Read networks such as `192.168.0.0/16` or `fd00::/8`; `ValueError` names the first that is none."""
    return tuple(ipaddress.ip_network(word.strip(), strict=False) for word in words if word.strip())


def within(address: str, networks: Networks) -> bool:
    """Tell whether an IP address lies in one of the networks; an IPv4 address in IPv6's notation counts as itself."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip not in NEVER and any(ip.version == network.version and ip in network for network in networks)


def addresses(host: str, port: int, networks: Networks) -> list[str]:
    """Resolve a name once and return what may be reached; connecting by address leaves no second look-up to poison.

    Raises `NetworkRefused` when the name leads elsewhere, `OSError` when it leads nowhere.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"name not found: {host}") from error
    allowed = [str(entry[4][0]) for entry in found if within(str(entry[4][0]), networks)]
    if not allowed:
        raise NetworkRefused(f"{host} is not in a network that may be reached")
    return allowed
