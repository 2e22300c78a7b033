"""Reads about people and what they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from fahuo.accounts.models import Action, Person, Seller, ShipFromAddress
from fahuo.accounts.verbs import DETAILS, VERBS
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.trade import error_book
from fahuo.trade.address import Address


@dataclass(frozen=True, slots=True)
class LoggedAction:
    """One line of the log as pages show it."""

    id: int
    at: datetime
    person: str
    verb: str
    words: str
    subject: str
    details: tuple[tuple[str, str], ...]


def people(seller: Seller) -> list[Person]:
    """Return who may and who may no longer sign in for this seller, by name, those who may first."""
    return list(Person.objects.filter(seller=seller).order_by("-is_active", "username"))


def person(seller: Seller, person_id: int) -> Person | None:
    """Return one of the seller's people; None when there is none or it belongs to somebody else."""
    return Person.objects.filter(seller=seller, pk=person_id).first()


def actions_page(seller: Seller, cut: Cut) -> Page[LoggedAction]:
    """Return what people of this seller did, newest first."""
    page = turn(Action.objects.filter(seller=seller).select_related("person"), cut)
    rows = [
        LoggedAction(
            row.pk,
            row.at,
            row.person.username if row.person else "—",
            row.verb,
            str(VERBS.get(row.verb, row.verb)),
            row.subject,
            tuple((str(DETAILS.get(name, name)), _plain(name, value)) for name, value in row.detail.items()),
        )
        for row in page.rows
    ]
    return Page(rows, page.newer, page.older)


def _plain(name: str, value: Any) -> str:
    """Return a detail as people read it: a list with commas, a problem code by its title."""
    if name == "code" and value in error_book.ENTRIES:
        return error_book.ENTRIES[value].title(get_language() or "en")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def ship_from(seller_id: int) -> Address | None:
    """Return the seller's default ship-from address; None when none was chosen yet."""
    row = ShipFromAddress.objects.filter(seller_id=seller_id, is_default=True).first()
    if row is None:
        return None
    return Address(
        name=row.name,
        company=row.company,
        country=row.country,
        province=row.province,
        city=row.city,
        street=row.street,
        postcode=row.postcode,
        phone=row.phone,
    )
