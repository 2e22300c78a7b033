"""Writes about people and the log of what they did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fahuo.accounts.models import Action, Person, Seller


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
