"""Note which ends of parcels routing's lanes have not been taught yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from django.db import connection

from fahuo.figures.domain.lesson import digest, outcome_of
from fahuo.figures.domain.parcel import Parcel
from fahuo.figures.queries.parcels import Row
from fahuo.routing.domain.outcomes import Outcome

# What is wanted anew is due; what was taught as it is now wanted again (lost, found, lost) is not.
_NOTE = """
INSERT INTO figures_lesson AS l (shipment_id, seller_id, wanted, taught, state, problem, due_at)
SELECT v.id, %(seller)s, v.wanted, '', 'WAITING', '', %(at)s
  FROM unnest(%(ids)s::bigint[], %(wanted)s::text[]) AS v(id, wanted)
    ON CONFLICT (shipment_id) DO UPDATE
   SET wanted = excluded.wanted, state = CASE WHEN l.state = 'KEPT' THEN 'KEPT' ELSE 'WAITING' END, problem = '',
       due_at = CASE WHEN l.state <> 'KEPT' AND l.taught <> excluded.wanted THEN %(at)s END
 WHERE l.wanted <> excluded.wanted
"""


def note(*, seller_id: int, found: Sequence[tuple[Row, Parcel]], zone: tzinfo, at: datetime) -> None:
    """Note the ends among these parcels; one that was noted as it is changes nothing.

    A parcel that is under way again after all keeps the end that was taught until it has another one.
    """
    ends = {row.shipment_id: digest(end) for row, parcel in found if (end := end_of(row, parcel, zone)) is not None}
    if ends:
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, {"seller": seller_id, "ids": list(ends), "wanted": list(ends.values()), "at": at})


def end_of(row: Row, parcel: Parcel, zone: tzinfo) -> Outcome | None:
    """Return how a parcel ended, None while it has not; days are `zone`'s."""
    if row.shipment_id is None or row.reference is None or not parcel.is_followed:
        return None
    return outcome_of(parcel, reference=row.reference, booked_at=row.booked_at, zone=zone)
