"""What rooms know of a parcel that cannot see each other: its way for the list of shipments, customs for tracking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fahuo.customs.queries import pages as customs
from fahuo.shipments.web.rows import Followed
from fahuo.tracking.queries import standings
from fahuo.tracking.web.words import exception_words, milestone_words


def followed(seller_id: int, shipment_ids: Sequence[int]) -> dict[int, Followed]:
    """Return how far parcels are, in words; nothing of those that nobody has heard of."""
    found: dict[int, Followed] = {}
    for shipment_id, row in standings(seller_id, shipment_ids).items():
        if row.milestone or row.exception:
            words, tone = milestone_words(row.milestone)
            trouble = exception_words(row.exception)[0] if row.exception else ""
            found[shipment_id] = Followed(words, tone, "" if trouble == words else trouble)
    return found


def customs_moments(seller_id: int, shipment_id: int) -> Sequence[tuple[str, datetime]]:
    """Return when a shipment was declared for export and when customs released it, as far as they did."""
    found = customs.of_shipment(seller_id, shipment_id)
    if found is None:
        return ()
    moments = (("DECLARED", found.declared_at), ("RELEASED", found.released_at))
    return [(kind, at) for kind, at in moments if at is not None]
