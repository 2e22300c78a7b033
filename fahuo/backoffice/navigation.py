"""The places of the main menu. Each room declares its own; `site.urls` lays them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    # A lazy translation, resolved when the page is rendered.
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu: the name of its URL, its words, its icon, and the URL names that belong to it.

    `tabs`: its pages side by side, as (name of the URL, words). `roles`: who sees it; none means everybody.
    """

    url_name: str
    label: _StrPromise | str
    icon: str
    also: tuple[str, ...] = ()
    tabs: tuple[tuple[str, _StrPromise | str], ...] = ()
    roles: frozenset[str] = frozenset()

    def holds(self, url_name: str | None) -> bool:
        """Whether the page with this URL name lies under this entry."""
        return url_name == self.url_name or url_name in self.also or self.has_tab(url_name)

    def has_tab(self, url_name: str | None) -> bool:
        """Whether the page with this URL name is one of the tabs."""
        return any(url_name == name for name, _words in self.tabs)

    def open_to(self, role: str) -> bool:
        """Whether somebody with this role sees the entry."""
        return not self.roles or role in self.roles


_places: list[Place] = []
_seldom: list[Place] = []


def lay_out(*places: Place, seldom: Sequence[Place] = ()) -> None:
    """Set the menu, from the most to the least used; `seldom` stands apart, on a phone behind "More"."""
    _places[:], _seldom[:] = places, seldom


def entries() -> tuple[Place, ...]:
    """Return the menu of every day in its sequence."""
    return tuple(_places)


def seldom_entries() -> tuple[Place, ...]:
    """Return what is used now and then."""
    return tuple(_seldom)


def place_of(url_name: str | None) -> Place | None:
    """Return the entry under which a page lies, if any."""
    return next((place for place in (*_places, *_seldom) if place.holds(url_name)), None)
