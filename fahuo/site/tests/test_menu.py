"""The menu: which entry a page lies under, and which pages stand side by side."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Person
from fahuo.backoffice import navigation
from fahuo.site import urls

PLACES = [
    ("orders", "orders"),
    ("calculator", "calculator"),
    ("rate-sheets", "calculator"),
    ("rate-upload-check", "calculator"),
    ("quote", "calculator"),
    ("lanes", "templates"),
    ("back-test", "templates"),
    ("carrier-terms", "settings"),
    ("password", None),
]


@pytest.mark.parametrize(("page", "entry"), PLACES)
def test_every_page_lies_under_one_entry(page: str, entry: str | None) -> None:
    assert urls.urlpatterns
    place = navigation.place_of(page)
    assert (place.url_name if place else None) == entry


@pytest.mark.django_db
def test_the_menu_of_every_day_fits_a_phone(client: Client, bob: Person) -> None:
    """Five entries and "More" have room; what is beyond them is hidden on a phone and found behind it."""
    assert not set(navigation.entries()) & set(navigation.seldom_entries())
    client.force_login(bob)
    page = client.get(reverse("orders")).text
    daily, _, more = page.partition('<details class="menu-more">')
    behind = more.partition("</details>")[0]
    for number, place in enumerate(navigation.entries()):
        link = f'href="{reverse(place.url_name)}"'
        assert link in daily
        assert (link in behind) is (number >= 5), place.url_name
    assert daily.count('class="away"') == max(0, len(navigation.entries()) - 5)


def test_the_first_tab_is_the_page_of_the_entry() -> None:
    assert all(place.tabs[0][0] == place.url_name for place in navigation.entries() if place.tabs)
