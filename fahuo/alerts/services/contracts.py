"""Let alerts of contracts follow their terms: what was about to end and has ended is one alert, and rings anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from fahuo.alerts.domain.causes import Cause
from fahuo.alerts.models import Alert, State, Verb
from fahuo.alerts.services import history
from fahuo.trade.alert_kind import AlertKind

_RINGS = {
    "state": State.OPEN, "telling_id": None, "snoozed_until": None, "acknowledged_at": None, "acknowledged_by_id": None,
    "closed_at": None, "closed_by_id": None, "closed_why": "",
}  # fmt: skip
_WRITTEN = ("kind", "detail", "caused_at", "seen_at", "opened_at", *(name.removesuffix("_id") for name in _RINGS))


@transaction.atomic
def follow(contracts: Iterable[Cause], *, at: datetime) -> int:
    """Turn alerts of contracts that have ended since, also those that a person closed; return how many rang.

    Where only the last day was moved, the alert names the new one.
    """
    wanted = {cause.name: cause for cause in contracts}
    standing = Alert.objects.filter(kind=AlertKind.CONTRACT_ENDING, ended_at=None, cause__in=wanted)
    rows = standing.order_by("pk").select_for_update(no_key=True, of=("self",))
    moved = [row for row in rows if row.detail != wanted[row.cause].detail]
    over = [row for row in moved if row.kind != wanted[row.cause].kind]
    for row in moved:
        row.kind, row.detail = str(wanted[row.cause].kind), wanted[row.cause].detail
    for row in over:
        row.caused_at = row.seen_at = row.opened_at = at
        for name, value in _RINGS.items():
            setattr(row, name, value)
    Alert.objects.bulk_update(moved, _WRITTEN)
    history.write([(row.seller_id, row.pk, Verb.OPENED, row.detail) for row in over], at=at)
    return len(over)
