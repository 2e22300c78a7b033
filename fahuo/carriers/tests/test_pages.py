"""The carriers beside the settings: what is connected, never its credentials."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fahuo.carriers.models import CarrierAccount
from tests.fixtures.accounts import connect_emulated

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(amy) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(amy)
    return client


def test_a_shop_without_carriers_is_told_so(owner):
    assert "nothing can be shipped" in owner.get(reverse("carrier-accounts")).text


def test_accounts_are_shown_without_credentials(owner, amys, carols):
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9101")
    connect_emulated(carols, "yanwen", "http://127.0.0.1:9102")
    page = owner.get(reverse("carrier-accounts")).text
    assert "9101" in page
    assert "9102" not in page
    beside_the_settings = owner.get(reverse("carrier-accounts"), headers={"hx-request": "true"}).text
    assert "<html" not in beside_the_settings
    for text in (page, beside_the_settings):
        assert "YunExpress" in text
        assert "Emulated" in text
        assert "Yanwen" not in text
        assert "demo" not in text.lower()


def test_a_carrier_in_trouble_stands_first(owner, amys):
    for code in ("yanwen", "yunexpress"):
        connect_emulated(amys, code, "http://127.0.0.1:9101")
    page = owner.get(reverse("carrier-accounts")).text
    assert page.index("Yanwen") < page.index("YunExpress")
    CarrierAccount.objects.filter(carrier="yunexpress").update(valid_until=date(2026, 1, 31))
    page = owner.get(reverse("carrier-accounts")).text
    assert page.index("YunExpress") < page.index("Yanwen")


def test_an_account_that_ran_out_says_so(owner, amys):
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9101")
    CarrierAccount.objects.update(valid_until=date(2026, 1, 31))
    page = owner.get(reverse("carrier-accounts")).text
    assert "Expired" in page
    assert "2026-01-30" in page, "the end is exclusive, people are told the last day"
    CarrierAccount.objects.update(valid_from=date(2999, 1, 1), valid_until=None)
    assert "Not yet valid" in owner.get(reverse("carrier-accounts")).text
    CarrierAccount.objects.update(valid_from=None, valid_until=timezone.localdate() + timedelta(days=3))
    for address in (reverse("carrier-accounts"), reverse("carrier", args=["yunexpress"])):
        assert "Ends soon" in owner.get(address).text
