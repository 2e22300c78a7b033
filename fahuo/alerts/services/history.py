"""Lines of an alert's history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fahuo.accounts.models import Person
from fahuo.alerts.models import AlertEntry, Verb


def write(rows: Sequence[tuple[int, int, Verb, str]], *, at: datetime, person: Person | None = None) -> None:
    """Write down what happened to (seller, alert) with its detail; nobody means we ourselves."""
    AlertEntry.objects.bulk_create(
        [
            AlertEntry(seller_id=seller_id, alert_id=alert_id, at=at, person=person, verb=verb, detail=detail[:500])
            for seller_id, alert_id, verb, detail in rows
        ],
        batch_size=1000,
    )
