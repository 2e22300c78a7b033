"""Where the emulators of `fahuo run` push to."""

from __future__ import annotations

import pytest

from fahuo.site.demo.pushing import push_urls
from fahuo.tracking.models import PushAddress
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.people import make_seller
from tests.fixtures.rows import NOON

pytestmark = pytest.mark.django_db


def test_a_carrier_that_pushes_gets_the_secret_address_of_its_account():
    seller = make_seller()
    connect_emulated(seller, "yunexpress", "http://127.0.0.1:9101")
    connect_emulated(seller, "yanwen", "http://127.0.0.1:9102")  # pushes nothing
    found = push_urls("http://127.0.0.1:8000", at=NOON)
    token = PushAddress.objects.get().token
    assert found == {"yunexpress": f"http://127.0.0.1:8000/carriers/push/{token}"}
    assert push_urls("http://127.0.0.1:8000", at=NOON) == found, "the address stays"


def test_an_emulator_of_two_firms_pushes_nowhere():
    for name in ("Amy", "Carol"):
        connect_emulated(make_seller(name), "yunexpress", "http://127.0.0.1:9101")
    assert push_urls("http://127.0.0.1:8000", at=NOON) == {}
