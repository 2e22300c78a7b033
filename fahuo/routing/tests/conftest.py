"""What the routing tests share."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from fahuo.accounts.models import Person

TODAY = date(2026, 11, 22)


@pytest.fixture
def today() -> date:
    """The day that the expectations of these tests are about."""
    return TODAY


@pytest.fixture
def clerk(bob: Person) -> Client:
    """A browser at which Bob is signed in, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client
