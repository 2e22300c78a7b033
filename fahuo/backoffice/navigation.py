"""The places of the main menu. Each room declares its own; `site.urls` lays them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # A lazy translation, resolved when the page is rendered.
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu: the name of its URL, its words, its icon, and the URL names that belong to it.

    `roles`: who sees it; none means everybody.
    """

    url_name: str
    label: _StrPromise | str
    icon: str
    also: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()

    def holds(self, url_name: str | None) -> bool:
        """Whether the page with this URL name lies under this entry."""
        return url_name == self.url_name or url_name in self.also

    def open_to(self, role: str) -> bool:
        """Whether somebody with this role sees the entry."""
        return not self.roles or role in self.roles


_places: list[Place] = []


def lay_out(*places: Place) -> None:
    """Set the menu, from the most to the least used."""
    _places[:] = places


def entries() -> tuple[Place, ...]:
    """Return the menu in its sequence."""
    return tuple(_places)
