"""Lines of a pick-up's timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fahuo.accounts.models import Person
from fahuo.pickups.models import Pickup, PickupEvent


def note(
    pickup: Pickup, kind: str, *, at: datetime, person: Person | None = None, detail: Mapping[str, Any] | None = None
) -> None:
    """Write down that something happened to a pick-up."""
    PickupEvent.objects.create(
        seller_id=pickup.seller_id, pickup=pickup, person=person, at=at, kind=kind, detail=dict(detail or {})
    )
