"""Writes about sellers and people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from fahuo.accounts.models import Action, Person, Role, Seller


@transaction.atomic
def open_seller(*, name: str, owner: str, password: str, language: str = "zh-hans") -> tuple[Seller, Person]:
    """Create a seller with its first person, the owner."""
    seller = Seller.objects.create(name=name)
    return seller, add_person(seller=seller, username=owner, password=password, role=Role.OWNER, language=language)


def add_person(
    *, seller: Seller, username: str, password: str, role: Role = Role.CLERK, language: str = "zh-hans"
) -> Person:
    """Create somebody who can sign in and sees this seller's rows only."""
    return Person.objects.create_user(
        username=username, password=password, seller=seller, role=role, language=language
    )


def choose_language(*, person: Person, language: str) -> None:
    """Remember the language that a person wants to read."""
    Person.objects.filter(pk=person.pk).update(language=language)
    person.language = language


def record(
    *, seller: Seller, person: Person | None, verb: str, at: datetime, subject: str = "", **detail: Any
) -> Action:
    """Write one line of the log: who did what to which thing."""
    return Action.objects.create(
        seller=seller, person=person, at=at, verb=verb, subject=subject[:80], detail=_plain(detail)
    )


def _plain(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, (int, list, dict)) else str(value) for name, value in detail.items()}
