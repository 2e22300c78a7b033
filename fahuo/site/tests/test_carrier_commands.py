"""`fahuo connect --test`, `fahuo carriers` and `fahuo secrets`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet

from fahuo.accounts.models import Seller
from fahuo.carriers import registry
from fahuo.carriers.emulation import server
from fahuo.carriers.models import CarrierAccount, ContractService
from fahuo.site.cli import main, run
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.ports import nobody_listens

pytestmark = pytest.mark.django_db

FAMILIES = [code for code in registry.codes() if registry.manifest(code).family]
SANDBOXES = [code for code in registry.codes() if "sandbox" in registry.manifest(code).base_urls]


def fahuo(*arguments: str, **environment: str) -> Result:
    """Run a command in this process, in the test's transaction."""
    return CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)


@pytest.fixture(scope="module")
def yunexpress() -> Iterator[str]:
    with server.running("yunexpress") as url:
        yield url


def keys_of(code: str, prefix: str) -> dict[str, str]:
    fields = registry.manifest(code).fields
    return {f"{prefix}_{field.key.upper()}": field.choices[0] if field.choices else "v4lue" for field in fields}


def test_connecting_can_test_at_once(amys: Seller, yunexpress: str) -> None:
    place = ("connect", "yunexpress", "--seller", amys.name, "--emulated", "--test", "--base-url")
    made = fahuo(*place, yunexpress)
    assert (made.exit_code, "accepts the account" in made.output) == (0, True)
    with nobody_listens() as nobody:
        refused = fahuo(*place, f"http://{nobody}")
    assert refused.exit_code == 3
    assert "Who must act: operator" in refused.output
    assert CarrierAccount.objects.get(active=True).test_code == "CARRIER_UNAVAILABLE"


@pytest.mark.parametrize("code", SANDBOXES[:1])
def test_a_sandbox_has_an_address_of_its_own(amys: Seller, code: str) -> None:
    made = fahuo("connect", code, "--seller", amys.name, "--sandbox", **keys_of(code, f"FAHUO_{code.upper()}"))
    assert made.exit_code == 0, made.output
    row = CarrierAccount.objects.get()
    assert (row.environment, row.base_url) == ("SANDBOX", registry.manifest(code).base_urls["sandbox"])


@pytest.mark.parametrize("code", FAMILIES)
def test_a_forwarder_is_connected_under_a_code_of_its_own(amys: Seller, code: str) -> None:
    keys = keys_of(code, f"FAHUO_{code.upper()}_WHALE")
    place = ("--seller", amys.name, "--base-url", "https://toms.example.com")
    for wrong in (code, f"{code}-Big Whale"):
        given = keys_of(code, f"FAHUO_{wrong.upper().replace('-', '_')}")
        assert fahuo("connect", wrong, *place, "--name", "Blue Whale", **given).exit_code == 2
    assert fahuo("connect", f"{code}-whale", *place, **keys).exit_code == 2, "nobody knows what it is called"
    assert not CarrierAccount.objects.exists()
    made = fahuo("connect", f"{code}-whale", *place, "--name", "Blue Whale", **keys)
    assert made.exit_code == 0, made.output
    assert CarrierAccount.objects.get().name == "Blue Whale"


def test_a_carrier_that_is_no_family_has_no_members(amys: Seller) -> None:
    given = keys_of("yunexpress", "FAHUO_YUNEXPRESS_MINE")
    assert fahuo("connect", "yunexpress-mine", "--seller", amys.name, **given).exit_code == 2
    assert not CarrierAccount.objects.exists()


def test_private_addresses_are_refused(amys: Seller) -> None:
    refused = fahuo("connect", "yunexpress", "--seller", amys.name, "--base-url", "https://10.0.0.7")
    assert (refused.exit_code, "private network" in refused.output) == (2, True)


def test_accounts_are_tested_and_synced_from_the_command_line(amys: Seller, yunexpress: str) -> None:
    assert fahuo("carriers", "test", "--seller", amys.name).exit_code == 1
    connect_emulated(amys, "yunexpress", yunexpress)
    assert fahuo("carriers", "test", "--seller", amys.name).exit_code == 0
    assert fahuo("carriers", "test", "--seller", amys.name, "yanwen").exit_code == 1
    synced = fahuo("carriers", "sync", "--seller", amys.name, "yunexpress")
    assert (synced.exit_code, "services are offered" in synced.output) == (0, True)
    assert ContractService.objects.filter(seller=amys).exists()
    assert fahuo("carriers", "sync", "--seller", amys.name, "yanwen").exit_code == 1


def test_credentials_are_sealed_anew(amys: Seller, settings) -> None:
    old = settings.ENCRYPTION_KEYS
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9101")
    made = fahuo("secrets", "new-key")
    new = made.output.strip()
    assert Fernet(new)
    settings.ENCRYPTION_KEYS = [new, *old]
    assert "sealed anew: 1" in fahuo("secrets", "rotate").output
    again = fahuo("secrets", "rotate")
    assert (again.exit_code, "sealed anew: 0" in again.output) == (0, True)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    closed = fahuo("secrets", "rotate")
    assert closed.exit_code == 1
    assert f"{amys.name}: yunexpress" in closed.output


@pytest.mark.parametrize(
    ("host", "practising", "set_already", "allowed"),
    [
        ("127.0.0.1", True, None, "1"),
        ("127.0.0.1", False, None, None),
        ("0.0.0.0", True, None, None),
        ("127.0.0.1", True, "0", None),
    ],
)
def test_a_demo_uses_emulators_while_nobody_else_sees_it(monkeypatch, host, practising, set_already, allowed) -> None:
    monkeypatch.delenv("FAHUO_EMULATORS_ALLOWED", raising=False)
    if set_already:
        monkeypatch.setenv("FAHUO_EMULATORS_ALLOWED", set_already)
    assert run.practice_settings(host, practising=practising).get("FAHUO_EMULATORS_ALLOWED") == allowed
