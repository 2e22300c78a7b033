"""Alerts whose cause stood when we last looked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from fahuo.alerts.models import Alert

# What a journey can ring; an order's own alert is another's business.
OF_PARCELS = (
    *("CUSTOMS_HELD", "ADDRESS_UNCLEAR", "DELIVERY_FAILED", "RETURNED", "LOST", "DAMAGED"),
    *("PICKUP_OVERDUE", "SILENT"),
)
_OF_PARCELS = """
SELECT a.id, a.seller_id, a.kind, a.cause, a.state, a.closed_at, a.caused_at
  FROM unnest(%s::bigint[], %s::bigint[]) AS p(seller_id, shipment_id)
  JOIN alerts_alert AS a ON a.seller_id = p.seller_id AND a.shipment_id = p.shipment_id
 WHERE a.ended_at IS NULL AND a.kind = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """One of them; `state` is CLOSED when a person closed it and the cause stands."""

    id: int
    seller_id: int
    kind: str
    cause: str
    state: str
    closed_at: datetime | None
    caused_at: datetime

    @property
    def key(self) -> tuple[int, str, str]:
        """As of a cause."""
        return (self.seller_id, self.kind, self.cause)


def of_parcels(seller_ids: Sequence[int], shipment_ids: Sequence[int]) -> list[Standing]:
    """Return those of these parcels, given side by side."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_PARCELS, [list(seller_ids), list(shipment_ids), list(OF_PARCELS)])
        return [Standing(*row) for row in cursor.fetchall()]


def of_kinds(kinds: Collection[str]) -> list[Standing]:
    """Return all of these kinds, whosoever they concern."""
    rows = Alert.objects.filter(kind__in=kinds, ended_at=None)
    return [Standing(*row) for row in rows.values_list(*Standing.__slots__)]
