"""Which waybill numbers are borne already: a carrier gives each to one booking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from fahuo.trade.problem import Problem

# Carriers give numbers out again, after a year at the earliest.
REMEMBERED = timedelta(days=180)
_BORNE = """
SELECT v.id FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[]) AS v(id, seller_id, carrier, number)
 WHERE EXISTS (SELECT 1 FROM shipments_shipment AS s
                WHERE s.seller_id = v.seller_id AND s.waybill_number = v.number AND s.waybill_number <> ''
                  AND s.carrier = v.carrier
                  AND s.id <> v.id AND s.status NOT IN ('CANCELLED', 'FAILED') AND s.created_at > %s)
"""


@dataclass(frozen=True, slots=True)
class Told:
    """The number that a carrier told, or a person found, of a shipment."""

    shipment_id: int
    seller_id: int
    carrier: str
    number: str


def taken(told: Sequence[Told], *, since: datetime) -> dict[int, Problem]:
    """Return what is wrong with the number of which shipments.

    A number is taken by another shipment made after `since`, or by an earlier entry of the same list.
    """
    if not told:
        return {}
    columns = [[getattr(one, name) for one in told] for name in Told.__slots__]
    with connection.cursor() as cursor:
        cursor.execute(_BORNE, [*columns, since])
        borne = {shipment_id for (shipment_id,) in cursor.fetchall()}
    seen: set[tuple[int, str, str]] = set()
    for one in told:
        if (one.seller_id, one.carrier, one.number) in seen:
            borne.add(one.shipment_id)
        seen.add((one.seller_id, one.carrier, one.number))
    return {
        one.shipment_id: Problem("WAYBILL_NUMBER_TAKEN", "waybill_number", one.number)
        for one in told
        if one.shipment_id in borne
    }
