"""The page of lanes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.routing.domain.outcomes import Outcome
from fahuo.routing.services.outcomes import record

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
FIRST = Outcome("A-1", "yunexpress/THZXR", "KR", date(2026, 10, 1), date(2026, 10, 11), promised_on=date(2026, 10, 12))


@pytest.fixture
def page(amy):
    client = Client(headers={"accept-language": "en"})
    client.force_login(amy)
    return lambda **query: client.get(reverse("lanes"), query)


def test_without_parcels_it_says_what_is_used(page):
    text = page().text
    assert "No parcel has ended yet" in text
    assert "the days that carriers publish are used" in text


def test_a_country_shows_every_service_that_goes_there(page):
    text = page(country="KR").text
    assert "South Korea" in text
    assert "published" in text
    assert text.count("<tr data-row>") > 3


def test_own_parcels_are_counted_for_their_seller_alone(page, amys, carols):
    record(seller=amys, outcomes=[replace(FIRST, reference=f"A-{place}") for place in range(8)], at=AT)
    record(seller=carols, outcomes=[replace(FIRST, country="JP")], at=AT)
    text = page().text
    assert text.count("<tr data-row>") == 1
    assert "own parcels" in text
    assert "100 %" in text
    assert "of 8" in text
    assert "Japan" not in text.split("<tbody>")[1]


def test_a_service_shows_where_its_parcels_elsewhere_speak(page, amys):
    record(seller=amys, outcomes=[FIRST], at=AT)
    text = page(service="yunexpress/THZXR").text
    assert "this service elsewhere" in text


def test_what_is_not_known_is_no_filter(page):
    assert page(service="pigeon", country="XX").status_code == 200
    assert "No parcel has ended yet" in page(service="pigeon").text
    assert "Nothing goes there" in page(country="AQ").text
