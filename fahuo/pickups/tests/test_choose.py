"""Whom a pick-up can be asked of."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.fixtures.accounts import connect_emulated

pytestmark = pytest.mark.django_db


def test_only_carriers_that_move_parcels_are_offered(amys, bob) -> None:
    for code in ("track17", "yanwen"):
        connect_emulated(amys, code, "http://127.0.0.1:9")
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    shown = client.get(reverse("ask-pickup")).content.decode()
    assert "?carrier=yanwen" in shown
    assert "track17" not in shown
