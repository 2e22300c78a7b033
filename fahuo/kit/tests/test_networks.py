"""Which addresses lie in the networks that printers may stand in."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from fahuo.carriers.emulation import server
from fahuo.kit import http
from fahuo.kit.networks import NetworkRefused, addresses, networks_of, within

HOUSE = networks_of(["192.168.0.0/16", "10.0.0.0/8", "fd00::/8"])


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("192.168.7.20", True),
        ("10.255.255.255", True),
        ("fd12::1", True),
        ("::ffff:10.0.0.7", True),
        ("172.16.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),  # where clouds keep their secrets
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("93.184.216.34", False),
    ],
)
def test_within(address: str, *, inside: bool) -> None:
    assert within(address, HOUSE) is inside


@pytest.mark.parametrize("address", ["169.254.169.254", "169.254.170.2", "192.0.0.192", "fd00:ec2::23"])
def test_where_clouds_keep_secrets_nothing_is_opened(address: str) -> None:
    assert not within(address, networks_of(["0.0.0.0/0", "::/0"]))


def test_names_are_judged_by_where_they_lead() -> None:
    with pytest.raises(NetworkRefused):
        addresses("localhost", 9100, HOUSE)
    assert "127.0.0.1" in addresses("127.0.0.1", 9100, networks_of(["127.0.0.0/8"]))


def test_what_is_no_network_is_named() -> None:
    with pytest.raises(ValueError, match="10"):
        networks_of(["10.0.0.0/33"])


@pytest.mark.parametrize(("networks", "reached"), [("127.0.0.0/8", True), ("192.168.0.0/16", False)])
def test_http_reaches_these_networks_and_no_other(networks: str, *, reached: bool) -> None:

    async def ask(url: str) -> httpx.Response | None:
        async with http.client(networks=networks_of([networks])) as client:
            try:
                return await http.send(client, client.build_request("GET", f"{url}/_emulator/faults"))
            except http.NotSent:
                return None

    with server.running("yunexpress") as url:
        assert (asyncio.run(ask(url)) is not None) is reached
