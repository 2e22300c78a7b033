"""How parcels ended, and the counts of their lanes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db import connection, transaction
from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.rating import queries as rating
from fahuo.routing.domain.outcomes import Outcome, outcome_problems
from fahuo.trade.problem import Problem

_BATCH = 10_000
# Columns of a parcel's row, named as `Outcome`'s fields, and their types.
_COLUMNS = {
    "reference": "text",
    "service_key": "text",
    "country": "text",
    "handed_over_on": "date",
    "delivered_on": "date",
    "promised_on": "date",
    "lost": "boolean",
    "returned": "boolean",
    "disputed": "boolean",
    "tracked": "boolean",
    "pickup_hours": "float8",
}
_FIELDS = attrgetter(*_COLUMNS)
_NAMES = ", ".join(_COLUMNS)
# Bulk inserts of models take ten times as long.
_UPSERT = f"""
INSERT INTO routing_parceloutcome (seller_id, recorded_at, {_NAMES})
SELECT %s, %s, {_NAMES}
FROM unnest({", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())}) AS t ({_NAMES})
ON CONFLICT (seller_id, reference) DO UPDATE SET
    recorded_at = excluded.recorded_at, {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}
"""  # noqa: S608 - built of the constants above
_BEFORE = """
SELECT service_key, country, count(*) FROM routing_parceloutcome
WHERE seller_id = %s AND reference = ANY(%s) GROUP BY service_key, country
"""

# Lanes that were touched and have no parcel left (a reference moved to another lane) are counted too: as zero.
_RECOUNT = """
WITH touched AS (SELECT * FROM unnest(%(services)s::text[], %(countries)s::text[]) AS t (service_key, country))
INSERT INTO routing_lanerecord (
    seller_id, service_key, country, parcels, delivered, days, days_squared, on_time, promised,
    lost, returned, disputed, tracked, picked_up, pickup_hours)
SELECT %(seller)s, t.service_key, t.country,
    count(o.id),
    count(o.delivered_on),
    coalesce(sum(o.delivered_on - o.handed_over_on), 0),
    coalesce(sum((o.delivered_on - o.handed_over_on) ^ 2), 0),
    count(*) FILTER (WHERE o.delivered_on <= o.promised_on),
    count(*) FILTER (WHERE o.delivered_on IS NOT NULL AND o.promised_on IS NOT NULL),
    count(*) FILTER (WHERE o.lost),
    count(*) FILTER (WHERE o.returned),
    count(*) FILTER (WHERE o.disputed),
    count(*) FILTER (WHERE o.tracked),
    count(o.pickup_hours),
    coalesce(sum(o.pickup_hours), 0)
FROM touched t LEFT JOIN routing_parceloutcome o
    ON o.seller_id = %(seller)s AND o.service_key = t.service_key AND o.country = t.country
GROUP BY t.service_key, t.country
ORDER BY t.service_key, t.country
ON CONFLICT (seller_id, service_key, country) DO UPDATE SET
    parcels = excluded.parcels, delivered = excluded.delivered, days = excluded.days,
    days_squared = excluded.days_squared, on_time = excluded.on_time, promised = excluded.promised,
    lost = excluded.lost, returned = excluded.returned, disputed = excluded.disputed, tracked = excluded.tracked,
    picked_up = excluded.picked_up, pickup_hours = excluded.pickup_hours
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a batch of outcomes came to: parcels not known before, parcels known before, lanes counted anew."""

    new: int
    known: int
    lanes: int


class OutcomesRefused(ValueError):
    """Some outcomes cannot be; `problems` by reference. Nothing was written."""

    def __init__(self, problems: Sequence[tuple[str, Problem]]) -> None:
        super().__init__("; ".join(f"{reference}: {p.field} {p.detail}" for reference, p in problems[:5]))
        self.problems = tuple(problems)


@transaction.atomic
def record(*, seller: Seller, outcomes: Sequence[Outcome], at: datetime) -> Recorded:
    """Write how parcels ended and count their lanes anew; the last word about a reference holds.

    Raises `OutcomesRefused` with every problem; then nothing is written.
    """
    _check(seller, outcomes, at)
    by_reference = {outcome.reference: outcome for outcome in outcomes}
    if not by_reference:
        return Recorded(0, 0, 0)
    # Two at once: the second waits here, then counts what the first wrote. Foreign keys to the seller stay possible.
    Seller.objects.select_for_update(no_key=True).get(pk=seller.pk)
    rows = [by_reference[reference] for reference in sorted(by_reference)]
    before = _lanes_before(seller, list(by_reference))
    for start in range(0, len(rows), _BATCH):
        _upsert(seller, rows[start : start + _BATCH], at)
    touched = {(row.service_key, row.country) for row in rows} | before.keys()
    _recount(seller, sorted(touched))
    known = sum(before.values())
    return Recorded(len(rows) - known, known, len(touched))


def _check(seller: Seller, outcomes: Sequence[Outcome], at: datetime) -> None:
    known, today = {service.key for service in rating.services(seller.pk)}, timezone.localtime(at).date()
    problems = [
        (outcome.reference, problem) for outcome in outcomes for problem in outcome_problems(outcome, known, on=today)
    ]
    if problems:
        raise OutcomesRefused(problems)


def _lanes_before(seller: Seller, references: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return the lanes of the outcomes that are known already, and how many each has."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [seller.pk, list(references)])
        return {(service, country): count for service, country, count in cursor.fetchall()}


def _upsert(seller: Seller, rows: Sequence[Outcome], at: datetime) -> None:
    columns = [list(column) for column in zip(*map(_FIELDS, rows), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [seller.pk, at, *columns])


def _recount(seller: Seller, lanes: Sequence[tuple[str, str]]) -> None:
    services, countries = [service for service, _ in lanes], [country for _, country in lanes]
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, {"seller": seller.pk, "services": services, "countries": countries})
