"""The menu: which entry a page lies under, and which pages stand side by side."""

from __future__ import annotations

import pytest

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


def test_the_menu_of_every_day_fits_a_phone() -> None:
    assert urls.urlpatterns
    assert len(navigation.entries()) <= 5
    assert not set(navigation.entries()) & set(navigation.seldom_entries())


def test_the_first_tab_is_the_page_of_the_entry() -> None:
    assert all(place.tabs[0][0] == place.url_name for place in navigation.entries() if place.tabs)
