"""Reads journeys for expected dates: those of the past to learn from, those that are due to be expected anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import connection, transaction

from fahuo import rulebook
from fahuo.eta.history import History, Lane, Regions, joined
from fahuo.routing.queries.published import published
from fahuo.routing.queries.templates import country_groups
from fahuo.tracking.domain.travelled import Key, Lanes, Row, clocks, history_of

# Older parcels say nothing any more, not even of the season.
REMEMBERED = timedelta(days=760)
_AT_ONCE = 20_000


def _seconds(column: str) -> str:
    return f"extract(epoch FROM j.{column})::float8"


COLUMNS = ", ".join(
    (
        *("j.shipment_id", "j.carrier", "j.service_code", "j.origin", "j.country", "j.milestone"),
        *map(_seconds, ("labelled_at", "scanned_at", "departed_at", "arrived_at", "delivered_at", "ended_at")),
        *(_seconds("milestone_at"), "j.marks"),
    )
)
_PAST = f"""
SELECT {COLUMNS} FROM tracking_journey j JOIN shipments_shipment s ON s.id = j.shipment_id
 WHERE j.seller_id = %s AND j.labelled_at > %s AND s.status <> 'CANCELLED'
"""  # noqa: S608  names of our own


def past(seller_id: int, *, at: datetime) -> tuple[History, list[Key]]:
    """Return the seller's journeys that are remembered, and the lanes that they number: one query, read in portions."""
    lanes, hours = Lanes(), local_hours(on=at.date())
    parts = [History.empty()]
    with transaction.atomic():
        connection.ensure_connection()
        with connection.connection.cursor(name="travelled") as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(_PAST, [seller_id, at - REMEMBERED], binary=True)
            rows = iter(cursor)
            while portion := list(islice(_rows(rows), _AT_ONCE)):
                parts.append(history_of(portion, lanes, hours))
    return joined(parts), list(lanes.place_of)


def _rows(found: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    for row in found:
        yield Row(*row)  # type: ignore[arg-type]


def lanes_of(seller_id: int, keys: list[Key], *, on: date) -> list[Lane]:
    """Return the lanes with their published days."""
    days = published(seller_id, {(service, country) for service, _origin, country in keys}, on=on)
    return [Lane(service, origin, country, days[service, country]) for service, origin, country in keys]


def regions(*, on: date) -> Regions:
    """Return the rule book's groups of countries; a country in several belongs to the first."""
    found: dict[str, str] = {}
    for group in country_groups(on=on):
        for country in sorted(group.countries):
            found.setdefault(country, group.code)
    return Regions(found)


def local_hours(*, on: date) -> dict[str, float]:
    """Return country → hours ahead of UTC."""
    return clocks(rulebook.value("tracking.utc_offsets", on=on))
