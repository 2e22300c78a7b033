"""Accounts to call through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller


@pytest.fixture
def account_id(amys: Seller) -> int:
    """An emulated account of Amy's that nobody listens for."""
    from fahuo.carriers.models import CarrierAccount
    from tests.fixtures.accounts import connect_emulated

    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9")
    return CarrierAccount.objects.get(seller=amys).pk
