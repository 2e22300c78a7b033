"""Parcels under way of which nothing has been heard for 72 hours, and whether the carrier was asked about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import connection
from django.db.models import QuerySet

from fahuo.backoffice.asked import ListFilter
from fahuo.backoffice.filters import Cell, Cube
from fahuo.shipments.models import LIVE
from fahuo.tracking.models import AskedParcel, Journey

# After so long without news a request counts as not answered, and the parcel is shown again.
ANSWER_WITHIN = timedelta(hours=48)
NOT_ASKED, ASKED, NO_ANSWER = "NOT_ASKED", "ASKED", "NO_ANSWER"
STATES = (NOT_ASKED, NO_ANSWER, ASKED)
PAGE = 100
_AT_ONCE = 2000
_ROWS = """
SELECT j.shipment_id, o.number, s.waybill_number, s.tracking_number, j.carrier, j.country, j.milestone,
       j.last_event_at, j.silent_at, e.milestone, e.description, e.place, e.country, e.raw_time,
       a.asked_at, a.request_id, p.username
  FROM tracking_journey j
  JOIN shipments_shipment s ON s.id = j.shipment_id
  JOIN orders_order o ON o.id = s.order_id
  LEFT JOIN LATERAL (
       SELECT milestone, description, place, country, raw_time FROM tracking_event
        WHERE seller_id = j.seller_id AND shipment_id = j.shipment_id AND at = j.last_event_at AND odd = ''
        ORDER BY digest LIMIT 1) e ON true
  LEFT JOIN tracking_askedparcel a ON a.seller_id = j.seller_id AND a.shipment_id = j.shipment_id
       AND a.outcome = 'OPEN' AND a.silent_since IS NOT DISTINCT FROM j.last_event_at
  LEFT JOIN tracking_supplementrequest r ON r.id = a.request_id
  LEFT JOIN accounts_person p ON p.id = r.person_id
 WHERE j.seller_id = %s AND j.shipment_id = ANY(%s)
   AND (%s::timestamptz IS NULL OR j.silent_at <= %s AND j.ended_at IS NULL)
 ORDER BY j.silent_at, j.shipment_id
"""


@dataclass(frozen=True, slots=True)
class SilentFilter(ListFilter):
    """What the clerk asked for; an empty text means "all"."""

    state: str = ""
    carrier: str = ""
    country: str = ""

    KNOWN: ClassVar[Mapping[str, Container[str]]] = {"state": STATES}


@dataclass(frozen=True, slots=True)
class SilentRow:
    """One parcel nobody has heard of. `event` and what follows are its last event; `asked_at` an open request."""

    shipment_id: int
    order_number: str
    waybill_number: str
    tracking_number: str
    carrier: str
    country: str
    milestone: str
    last_event_at: datetime | None
    silent_at: datetime
    event: str | None
    description: str | None
    place: str | None
    event_country: str | None
    raw_time: str | None
    asked_at: datetime | None
    request_id: int | None
    asked_by: str | None

    def state(self, at: datetime) -> str:
        """Whether the carrier was asked, and whether it had time to answer."""
        if self.asked_at is None:
            return NOT_ASKED
        return NO_ANSWER if at - self.asked_at >= ANSWER_WITHIN else ASKED


def overview(seller_id: int, wanted: SilentFilter, *, at: datetime) -> tuple[Cube, list[int]]:
    """Count silent parcels by all facets at once, and return those that match, the longest silent first."""
    keys = _keys(seller_id, at)
    counted = Counter((state, carrier, country) for _pk, carrier, country, state in keys)
    cells = (
        Cell({"state": (state,), "carrier": (carrier,), "country": (country,)}, number)
        for (state, carrier, country), number in counted.items()
    )
    cube = Cube(cells, wanted.facets())
    exact = (wanted.carrier, wanted.country, wanted.state)
    return cube, [
        row[0] for row in keys if all(not asked or asked == value for asked, value in zip(exact, row[1:], strict=True))
    ]


def ids(seller_id: int, wanted: SilentFilter, *, at: datetime) -> list[int]:
    """Return the silent parcels that match, the longest silent first."""
    return overview(seller_id, wanted, at=at)[1]


def rows(seller_id: int, shipment_ids: Sequence[int], *, at: datetime | None = None) -> list[SilentRow]:
    """Return these parcels, the longest silent first; one query. With `at` those left out that were heard of by now."""
    if not shipment_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [seller_id, list(shipment_ids), at, at])
        return [SilentRow(*row) for row in cursor.fetchall()]


def every_row(seller_id: int, shipment_ids: Sequence[int], *, at: datetime) -> Iterator[SilentRow]:
    """Yield any number of them, read in batches; what is heard of while they are read is left out."""
    for start in range(0, len(shipment_ids), _AT_ONCE):
        yield from rows(seller_id, shipment_ids[start : start + _AT_ONCE], at=at)


def silent_among(seller_id: int, shipment_ids: Sequence[int], *, at: datetime) -> list[int]:
    """Return those of them that are silent now, the longest silent first."""
    return list(_silent(seller_id, at).filter(pk__in=shipment_ids).values_list("pk", flat=True))


def _silent(seller_id: int, at: datetime) -> QuerySet[Journey]:
    rows = Journey.objects.filter(seller_id=seller_id, silent_at__lte=at, ended_at=None, shipment__status__in=LIVE)
    return rows.order_by("silent_at", "shipment_id")


def _keys(seller_id: int, at: datetime) -> list[tuple[int, str, str, str]]:
    """Return id, carrier, country and state of every silent parcel, the longest silent first; two queries."""
    asked = {
        shipment_id: (asked_at, since)
        for shipment_id, asked_at, since in AskedParcel.objects.filter(seller_id=seller_id, outcome="OPEN").values_list(
            "shipment_id", "asked_at", "silent_since"
        )
    }
    found = []
    for pk, carrier, country, heard in _silent(seller_id, at).values_list("pk", "carrier", "country", "last_event_at"):
        asked_at, since = asked.get(pk, (None, None))
        open_at = asked_at if asked_at is not None and since == heard else None
        state = NOT_ASKED if open_at is None else NO_ANSWER if at - open_at >= ANSWER_WITHIN else ASKED
        found.append((pk, carrier, country, state))
    return found
