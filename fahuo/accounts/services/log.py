"""The log of what people did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fahuo.accounts.models import Action, Person, Seller


def record(
    *, seller: Seller, person: Person | None, verb: str, at: datetime, subject: str = "", **detail: Any
) -> Action:
    """Write one line of the log: who did what to which thing."""
    return Action.objects.create(
        seller=seller, person=person, at=at, verb=verb, subject=subject[:80], detail=_plain(detail)
    )


def _plain(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, (int, list, dict)) else str(value) for name, value in detail.items()}
