"""`fahuo seller`, `person` and `connect`: what a firm needs before its first parcel."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from fahuo.accounts.models import Person, Seller
from fahuo.carriers import registry
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import secrets
from fahuo.site.cli import connect, main
from tests.fixtures.people import PASSWORD

pytestmark = pytest.mark.django_db
ADDRESS = (
    "--contact", "Amy Lin", "--province", "Guangdong", "--city", "Shenzhen",
    "--street", "18 Keji South Road", "--postcode", "518057", "--phone", "+8675526012345",
)  # fmt: skip


def fahuo(*arguments: str, **environment: str) -> Result:
    """Run a command in this process, in the test's transaction."""
    return CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)


def test_a_seller_is_made_then_changed_and_never_doubled() -> None:
    made = fahuo("seller", "Amy Trading", "--eori", "DE123456789012345", *ADDRESS)
    assert made.exit_code == 0, made.output
    changed = fahuo("seller", "Amy Trading", "--ioss", "IM2760000742", "--city", "Dongguan")
    assert changed.exit_code == 0, changed.output
    seller = Seller.objects.get()
    assert (seller.eori, seller.ioss) == ("DE123456789012345", "IM2760000742")
    row = seller.ship_from.get()
    assert (row.name, row.city, row.country, row.is_default) == ("Amy Lin", "Dongguan", "CN", True)
    assert "Dongguan" in changed.output


def test_half_an_address_is_refused_and_nothing_is_written() -> None:
    refused = fahuo("seller", "Amy Trading", "--city", "Shenzhen")
    assert refused.exit_code == 1
    assert "also needs: contact, phone, postcode, province, street" in refused.output
    assert not Seller.objects.exists()


def test_a_number_that_is_too_long_is_refused_by_name() -> None:
    refused = fahuo("seller", "Amy Trading", "--eori", "1" * 21)
    assert (refused.exit_code, "eori" in refused.output) == (1, True)
    assert not Seller.objects.exists()


def test_a_person_signs_in_with_the_password_that_was_given(amys: Seller) -> None:
    made = fahuo("person", "dora", "--seller", amys.name, "--role", "reviewer", FAHUO_PASSWORD=PASSWORD)
    assert made.exit_code == 0, made.output
    dora = Person.objects.get(username="dora")
    assert (dora.seller, dora.role, dora.check_password(PASSWORD)) == (amys, "REVIEWER", True)
    assert PASSWORD not in made.output


def test_a_short_password_is_refused(amys: Seller) -> None:
    refused = fahuo("person", "dora", "--seller", amys.name, FAHUO_PASSWORD="short")
    assert refused.exit_code == 1
    assert "at least 10" in refused.output
    assert not Person.objects.exists()


def test_a_person_of_another_seller_is_not_taken_over(amys: Seller, carol: Person) -> None:
    refused = fahuo("person", "carol", "--seller", amys.name, FAHUO_PASSWORD="another-password-1")
    assert refused.exit_code == 1
    carol.refresh_from_db()
    assert carol.check_password(PASSWORD)
    assert carol.seller.name == "Carol Export"


def test_connecting_seals_credentials_from_the_environment(amys: Seller) -> None:
    keys = registry.manifest("yunexpress").credentials
    given = {f"FAHUO_YUNEXPRESS_{key.upper()}": f"value of {key}" for key in keys}
    made = fahuo("connect", "yunexpress", "--seller", amys.name, "--base-url", "https://carrier.example/", **given)
    assert made.exit_code == 0, made.output
    account = CarrierAccount.objects.get()
    assert (account.base_url, account.emulated, account.active) == ("https://carrier.example", False, True)
    assert secrets.unseal(account.credentials) == {key: f"value of {key}" for key in keys}
    assert not any(value in made.output for value in given.values())


def test_a_missing_credential_is_named_and_nothing_is_written(amys: Seller) -> None:
    refused = fahuo("connect", "yunexpress", "--seller", amys.name)
    assert refused.exit_code == 2
    for key in registry.manifest("yunexpress").credentials:
        assert f"FAHUO_YUNEXPRESS_{key.upper()}" in refused.output
    assert not CarrierAccount.objects.exists()


def test_connecting_again_with_the_same_keys_moves_the_account(amys: Seller) -> None:
    """What is under way with it must find it again."""
    for port in ("9001", "9002"):
        url = f"http://127.0.0.1:{port}"
        assert fahuo("connect", "yunexpress", "--seller", amys.name, "--base-url", url, "--emulated").exit_code == 0
    assert list(CarrierAccount.objects.values_list("base_url", "active")) == [("http://127.0.0.1:9002", True)]


def test_connecting_again_with_other_keys_retires_the_account_before(
    amys: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for word in ("old", "new"):
        for key in registry.manifest("yunexpress").credentials:
            monkeypatch.setenv(f"FAHUO_YUNEXPRESS_{key.upper()}", f"{word} {key}")
        assert fahuo("connect", "yunexpress", "--seller", amys.name).exit_code == 0
    opened = [(secrets.unseal(row.credentials)["app_id"], row.active) for row in CarrierAccount.objects.order_by("pk")]
    assert opened == [("old app_id", False), ("new app_id", True)]


def test_an_unknown_carrier_is_refused(amys: Seller) -> None:
    refused = fahuo("connect", "pigeon", "--seller", amys.name, "--base-url", "https://x.example")
    assert (refused.exit_code, "yunexpress" in refused.output) == (2, True)


@pytest.mark.parametrize(
    ("url", "emulated"),
    [
        ("http://carrier.example", False),
        ("http://127.0.0.1.example:9000", False),
        ("http://2130706433.example", False),
        ("https://carrier.example", True),
        ("ftp://127.0.0.1", False),
        ("https://amy:pass@carrier.example", False),
        ("https://carrier.example/?to=x", False),
        ("https://carrier.example:port", False),
        ("carrier.example", False),
        ("", True),
    ],
)
def test_addresses_to_which_no_secret_goes(amys: Seller, url: str, emulated: bool) -> None:
    flags = ("--emulated",) if emulated else ()
    refused = fahuo("connect", "yunexpress", "--seller", amys.name, f"--base-url={url or 'x'}", *flags)
    assert refused.exit_code == 2
    assert not CarrierAccount.objects.exists()


@pytest.mark.parametrize(
    "url", ["https://carrier.example", "http://127.0.0.1:9000", "http://[::1]:9000", "http://localhost:9"]
)
def test_addresses_that_are_fine(url: str) -> None:
    assert connect.checked_url(f"{url}/", emulated=False) == url


def test_what_was_agreed_is_written_and_stays_when_credentials_change(amys: Seller) -> None:
    place = ("connect", "yunexpress", "--seller", amys.name, "--base-url", "http://127.0.0.1:9", "--emulated")
    options = [
        *("--service", "THPHR", "--service", "THZXR", "--valid-from", "2026-01-01", "--valid-until", "2027-01-01"),
        *("--capacity", "800", "--cut-off", "17:30", "--pickup-area", "Guangdong", "--pickup-area", "518"),
        *("--expected-per-month", "5000"),
    ]
    for given in (options, ["--capacity", "900"]):
        made = fahuo(*place, *given)
        assert made.exit_code == 0, made.output
    account = CarrierAccount.objects.get(active=True)
    assert (account.services, account.pickup_areas) == (["THPHR", "THZXR"], ["Guangdong", "518"])
    assert (str(account.valid_from), str(account.valid_until)) == ("2026-01-01", "2027-01-01")
    assert (account.daily_capacity, str(account.cut_off), account.expected_this_month) == (900, "17:30:00", 5000)
    assert account.eori == registry.manifest("yunexpress").demo_eori


def test_terms_that_cannot_be_are_refused_and_nothing_is_written(amys: Seller) -> None:
    refused = fahuo(
        *("connect", "yunexpress", "--seller", amys.name, "--base-url", "http://127.0.0.1:9", "--emulated"),
        *("--service", "PIGEON", "--eori", "12"),
    )
    assert refused.exit_code == 2
    assert "--service 'PIGEON'" in refused.output
    assert "--eori '12'" in refused.output
    assert not CarrierAccount.objects.exists()
