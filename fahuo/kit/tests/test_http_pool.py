"""Which addresses may be reached at all."""

from __future__ import annotations

import httpx
import pytest

from fahuo.kit.http_pool import may_reach, origin_of


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # the metadata service of clouds
        ("100.64.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("ff02::1", False),
        ("::ffff:169.254.169.254", False),
        ("::", False),
        ("::127.0.0.1", False),  # the old notation of IPv4
        ("64:ff9b::169.254.169.254", False),  # through a NAT64 gateway
        ("64:ff9b::1.1.1.1", True),
        ("::ffff:0:127.0.0.1", False),  # through a translator
        ("192.0.0.192", False),  # the metadata service of a cloud, in a network that counts as public
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
        ("2002:101:101::", True),
        ("fec0::1", False),
    ],
)
def test_only_public_addresses_are_reached(address: str, public: bool) -> None:
    assert may_reach(address, loopback=False) is public


def test_loopback_permits_this_machine_and_no_other() -> None:
    assert may_reach("127.0.0.1", loopback=True)
    assert may_reach("::1", loopback=True)
    assert not may_reach("10.0.0.1", loopback=True)


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "/only/a/path"])
def test_only_http_leaves(url: str) -> None:
    with pytest.raises(httpx.UnsupportedProtocol):
        origin_of(httpx.URL(url))
