"""Bob at his desk."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client
