"""What rooms know of a parcel that cannot see each other: its way for the list of shipments, customs for tracking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext

from fahuo.backoffice.countdowns import countdown
from fahuo.customs.queries import pages as customs
from fahuo.kit import clock
from fahuo.shipments.web.rows import Followed
from fahuo.tracking.queries import standings
from fahuo.tracking.queries.standings import StandingRow
from fahuo.tracking.web.words import exception_words, milestone_words

# From here on a clock of 48 or 72 hours is a matter of today.
SOON = timedelta(hours=12)


def followed(seller_id: int, shipment_ids: Sequence[int]) -> dict[int, Followed]:
    """Return how far parcels are, in words; nothing of those that nobody has heard of."""
    at = clock.now()
    return {key: _followed(row, at) for key, row in standings(seller_id, shipment_ids).items()}


def _followed(row: StandingRow, at: datetime) -> Followed:
    """Return one parcel in words; before anybody heard of it only its clock."""
    words, tone = milestone_words(row.milestone) if row.milestone or row.exception else ("", "")
    trouble = exception_words(row.exception)[0] if row.exception else ""
    pickup = row.pickup_due_at is not None
    due = countdown(row.pickup_due_at or row.silent_at, at=at, soon=SOON)
    told = gettext("first scan due") if pickup else gettext("sign of life due")
    return Followed(words, tone, "" if trouble == words else trouble, due, told)


def customs_moments(seller_id: int, shipment_id: int) -> Sequence[tuple[str, datetime]]:
    """Return when a shipment was declared for export and when customs released it, as far as they did."""
    found = customs.of_shipment(seller_id, shipment_id)
    if found is None:
        return ()
    moments = (("DECLARED", found.declared_at), ("RELEASED", found.released_at))
    return [(kind, at) for kind, at in moments if at is not None]
