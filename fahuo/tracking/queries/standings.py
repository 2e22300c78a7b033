"""How far each of some parcels is, in one query: for lists that show other things of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fahuo.tracking.models import Journey


@dataclass(frozen=True, slots=True)
class StandingRow:
    """How far a parcel is. `exception` is an AlertKind, HELD, DELAYED, EXCEPTION, or empty.

    `pickup_due_at` and `silent_at` are clocks that run: None when they do not, past when they ran out.
    Dates are those of the destination, all three or none.
    """

    milestone: str
    exception: str
    pickup_due_at: datetime | None
    silent_at: datetime | None
    expected_on: date | None
    expected_from: date | None
    expected_until: date | None
    delivered_at: datetime | None
    last_event_at: datetime | None


def standings(seller_id: int, shipment_ids: Sequence[int]) -> dict[int, StandingRow]:
    """Return how far each parcel is, by shipment; nothing of those that nobody follows yet or that are another's."""
    if not shipment_ids:
        return {}
    rows = Journey.objects.filter(seller_id=seller_id, shipment_id__in=shipment_ids)
    return {row[0]: StandingRow(*row[1:]) for row in rows.values_list("shipment_id", *StandingRow.__slots__)}
