"""Accounts of a seller."""

from __future__ import annotations

from datetime import date

import pytest

from fahuo.accounts.models import Seller
from fahuo.carriers import queries, services
from fahuo.carriers.models import CarrierAccount

TODAY = date(2026, 11, 22)
KEYS = {"app_id": "a", "app_secret": "s", "source_key": "k"}


def connect(seller: Seller, **changes: object) -> None:
    account = services.connect(
        seller=seller, carrier="yunexpress", base_url="https://x.example", credentials=KEYS, emulated=True
    )
    CarrierAccount.objects.filter(pk=account.pk).update(**changes)


def test_accounts_are_opened(amys: Seller) -> None:
    connect(amys)
    account = queries.accounts(amys.pk, on=TODAY)["yunexpress"]
    assert (account.base_url, dict(account.credentials), account.emulated) == ("https://x.example", KEYS, True)


def test_credentials_are_not_readable_in_the_table(amys: Seller) -> None:
    connect(amys)
    assert b"app_secret" not in bytes(CarrierAccount.objects.get().credentials)


def test_nobody_sees_the_accounts_of_another_seller(amys: Seller, carols: Seller) -> None:
    connect(amys)
    assert queries.accounts(carols.pk, on=TODAY) == {}


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"valid_from": date(2026, 11, 22)}, True),  # inclusive
        ({"valid_from": date(2026, 11, 23)}, False),
        ({"valid_until": date(2026, 11, 23)}, True),
        ({"valid_until": date(2026, 11, 22)}, False),  # exclusive
        ({"active": False}, False),
    ],
)
def test_only_accounts_that_are_valid_today(amys: Seller, changes: dict[str, object], seen: bool) -> None:
    connect(amys, **changes)
    assert ("yunexpress" in queries.accounts(amys.pk, on=TODAY)) is seen
