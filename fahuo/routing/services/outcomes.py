"""How parcels ended, and the counts of their lanes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.rating import queries as rating
from fahuo.routing.domain.outcomes import Outcome, outcome_problems
from fahuo.routing.models import ParcelOutcome
from fahuo.trade.problem import Problem

_BATCH = 2000
_ENDS = (
    *("service_key", "country", "handed_over_on", "delivered_on", "promised_on", "lost", "returned", "disputed"),
    *("tracked", "pickup_hours", "recorded_at"),
)

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
    _check(outcomes, at)
    by_reference = {outcome.reference: outcome for outcome in outcomes}
    if not by_reference:
        return Recorded(0, 0, 0)
    # Two at once: the second waits here, then counts what the first wrote. Foreign keys to the seller stay possible.
    Seller.objects.select_for_update(no_key=True).get(pk=seller.pk)
    before = dict(_lanes_before(seller, by_reference))
    rows = [
        ParcelOutcome(seller=seller, recorded_at=at, **asdict(by_reference[reference]))
        for reference in sorted(by_reference)
    ]
    ParcelOutcome.objects.bulk_create(
        rows, _BATCH, update_conflicts=True, unique_fields=["seller", "reference"], update_fields=_ENDS
    )
    touched = {(row.service_key, row.country) for row in rows} | set(before.values())
    _recount(seller, sorted(touched))
    return Recorded(len(rows) - len(before), len(before), len(touched))


def _check(outcomes: Sequence[Outcome], at: datetime) -> None:
    known, today = {service.key for service in rating.services()}, timezone.localtime(at).date()
    problems = [
        (outcome.reference, problem) for outcome in outcomes for problem in outcome_problems(outcome, known, on=today)
    ]
    if problems:
        raise OutcomesRefused(problems)


def _lanes_before(seller: Seller, references: Iterable[str]) -> list[tuple[str, tuple[str, str]]]:
    """Return reference → lane of the outcomes that are known already."""
    rows = ParcelOutcome.objects.filter(seller=seller, reference__in=list(references))
    return [
        (reference, (service, country))
        for reference, service, country in rows.values_list("reference", "service_key", "country")
    ]


def _recount(seller: Seller, lanes: Sequence[tuple[str, str]]) -> None:
    services, countries = [service for service, _ in lanes], [country for _, country in lanes]
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, {"seller": seller.pk, "services": services, "countries": countries})
