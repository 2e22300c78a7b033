"""A new encryption key: everything is sealed anew, nothing is lost, and it may be run again."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.queries import accounts_by_id
from fahuo.carriers.services.rotate import Rotated, rotate
from fahuo.kit import secrets
from tests.fixtures.accounts import connect_emulated

pytestmark = pytest.mark.django_db

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def accounts(amys, carols, settings) -> list[CarrierAccount]:
    """Three accounts sealed with the old key, one of them no longer in use."""
    settings.ENCRYPTION_KEYS = [OLD]
    for seller in (amys, amys, carols):
        CarrierAccount.objects.filter(seller=seller).update(active=False)
        connect_emulated(seller, "yunexpress", "http://127.0.0.1:9101")
    return list(CarrierAccount.objects.order_by("pk"))


def opened() -> list[dict[str, str]]:
    return [
        dict(account.credentials)
        for account in accounts_by_id(CarrierAccount.objects.values_list("pk", flat=True)).values()
    ]


def test_after_it_the_old_key_can_go(accounts, settings):
    before = opened()
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert rotate(batch=2) == Rotated(renewed=3)
    assert rotate() == Rotated(current=3)
    settings.ENCRYPTION_KEYS = [NEW]
    assert opened() == before


def test_with_the_old_key_alone_nothing_changes(accounts):
    sealed = [bytes(row.credentials) for row in accounts]
    assert rotate() == Rotated(current=3)
    assert [bytes(row.credentials) for row in CarrierAccount.objects.order_by("pk")] == sealed


def test_what_no_key_opens_is_named_and_left_alone(accounts, settings):
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    strange = Fernet(Fernet.generate_key()).encrypt(b"{}")
    CarrierAccount.objects.filter(pk=accounts[0].pk).update(credentials=strange)
    found = rotate(batch=2)
    assert (found.renewed, found.current, len(found.closed)) == (2, 0, 1)
    assert f"account {accounts[0].pk}" in found.closed[0]
    assert bytes(CarrierAccount.objects.get(pk=accounts[0].pk).credentials) == strange


def test_no_account_is_no_failure(db):
    assert rotate() == Rotated()


def test_a_key_that_is_none_is_said(accounts, settings):
    settings.ENCRYPTION_KEYS = ["not a key"]
    with pytest.raises(secrets.SecretsUnavailable):
        rotate()
