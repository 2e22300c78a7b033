"""Accounts that are not called right now: who must act, and the banner that says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.carriers import queries
from fahuo.carriers.models import CarrierAccount, Circuit

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
DOWN = {
    "state": "OPEN",
    "retry_at": AT + timedelta(minutes=2),
    "code": "CARRIER_DOWN",
    "detail": "HTTP 502",
    "failures": 6,
}
STOPPED = {"state": "STOPPED", "code": "CARRIER_STOPPED", "detail": "no such key"}
STRANGE = {"state": "OPEN", "retry_at": AT, "code": "CARRIER_UNREADABLE", "detail": "<html>"}


@pytest.fixture
def page(bob):
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return lambda: client.get(reverse("shipments")).text


@pytest.mark.parametrize(
    ("columns", "who", "well"),
    [
        (None, "", True),
        ({"state": "CLOSED"}, "", True),
        (DOWN, "operator", False),
        ({**DOWN, "state": "HALF_OPEN"}, "operator", False),
        (STOPPED, "owner", False),
        (STRANGE, "developer", False),
    ],
)
def test_who_must_act(amys, account_id, columns, who, well):
    if columns:
        Circuit.objects.create(account_id=account_id, changed_at=AT, **columns)
    (found,) = queries.health(amys.pk)
    assert (found.account_id, found.carrier, found.who, found.well) == (account_id, "yunexpress", who, well)
    assert found.since == (None if well else AT)


def test_nobody_sees_another_sellers_and_none_of_accounts_out_of_use(amys, carols, account_id):
    Circuit.objects.create(account_id=account_id, changed_at=AT, **DOWN)
    assert queries.health(carols.pk) == []
    CarrierAccount.objects.update(active=False)
    assert queries.health(amys.pk) == []


def test_the_list_of_shipments_tells(amys, account_id, page):
    assert "YunExpress" not in page()
    Circuit.objects.create(account_id=account_id, changed_at=AT, **DOWN)
    told = page()
    assert "The carrier is down" in told
    assert "HTTP 502" in told
    assert "then one call tries" in told
    Circuit.objects.update(**STOPPED, retry_at=None)
    told = page()
    assert "Nothing is sent any more until" in told
    assert "Who must act: the owner." in told
