"""Keep what carriers push about parcels that are not ours, or not yet; take it in when the parcel appears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from fahuo.carriers.contract import Push
from fahuo.tracking.models import StrayEvent
from fahuo.tracking.services import ingest, plan
from fahuo.tracking.services.rows import fit
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

MOST_OF_AN_ACCOUNT = 5_000
KEPT_FOR = timedelta(days=30)
AT_ONCE = 500
EVENTS_OF_ONE = 200
# A parcel of the same seller at the same carrier: under this number, or with this reference of ours.
_FOUND = """
SELECT s.id, MAX(p.id)
  FROM tracking_strayevent s
  JOIN carriers_carrieraccount a ON a.id = s.account_id
  JOIN LATERAL (
       SELECT l.shipment_id AS id FROM tracking_leg l
        WHERE l.seller_id = s.seller_id AND l.number = s.number AND l.carrier = a.carrier
       UNION ALL
       SELECT h.id FROM shipments_shipment h
        WHERE h.seller_id = s.seller_id AND h.carrier = a.carrier AND h.waybill_number <> ''
          AND h.waybill_number = s.number
       UNION ALL
       SELECT h.id FROM shipments_shipment h
        WHERE h.seller_id = s.seller_id AND h.carrier = a.carrier AND h.tracking_number <> ''
          AND h.tracking_number = s.number
       UNION ALL
       SELECT h.id FROM shipments_shipment h
        WHERE h.seller_id = s.seller_id AND h.carrier = a.carrier AND s.reference <> '' AND h.reference = s.reference
       ) p ON TRUE
  JOIN tracking_journey j ON j.shipment_id = p.id
 GROUP BY s.id ORDER BY s.id LIMIT %s
"""


def keep(*, account_id: int, seller_id: int, pushes: Iterable[Push], at: datetime) -> None:
    """Keep what tells something; of one account no more than five thousand, the oldest go first."""
    rows = [
        StrayEvent(
            seller_id=seller_id,
            account_id=account_id,
            number=push.number,
            reference=push.reference,
            events=[_written(event) for event in push.events[-EVENTS_OF_ONE:]],
            received_at=at,
        )
        for push in pushes
        if push.events and (push.number or push.reference)
    ]
    if not rows:
        return
    StrayEvent.objects.bulk_create(rows)
    kept = StrayEvent.objects.filter(seller_id=seller_id, account_id=account_id).order_by("-pk")
    over = list(kept.values_list("pk", flat=True)[MOST_OF_AN_ACCOUNT : MOST_OF_AN_ACCOUNT + len(rows)])
    StrayEvent.objects.filter(pk__in=over).delete()


def adopt(*, at: datetime) -> int:
    """Take in what belongs to parcels that are followed by now; return how many pushes found theirs."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [AT_ONCE])
        found = dict(cursor.fetchall())
    if not found:
        return 0
    rows = list(StrayEvent.objects.filter(pk__in=found).select_related("account").defer("account__credentials"))
    taken = ingest.take(_sightings([(row, found[row.pk]) for row in rows]), at=at)
    with transaction.atomic():  # killed before it, the same is taken in again, which changes nothing
        plan.hasten(shipment_ids=taken.moved, at=at)
        StrayEvent.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def sweep(*, at: datetime) -> int:
    """Forget what nobody's parcel turned out to be; return how many."""
    return StrayEvent.objects.filter(received_at__lt=at - KEPT_FOR).delete()[0]


def _sightings(rows: Sequence[tuple[StrayEvent, int]]) -> list[ingest.Sighting]:
    told: dict[tuple[int, int, str], list[TrackingEvent]] = defaultdict(list)
    for row, shipment_id in rows:
        told[row.seller_id, shipment_id, row.account.carrier].extend(map(_read, row.events))
    return [ingest.Sighting(*key, tuple(events)) for key, events in told.items()]


def _written(event: TrackingEvent) -> dict[str, str]:
    return {
        "at": event.at.isoformat(),
        "milestone": event.milestone,
        "raw_code": fit(event.raw_code, 80),
        "description": fit(event.description, 500),
        "place": fit(event.place, 120),
        "country": fit(event.country, 8),
        "raw_time": fit(event.raw_time, 60),
        "reason": event.reason,
    }


def _read(kept: dict[str, Any]) -> TrackingEvent:
    moment = datetime.fromisoformat(kept["at"])
    known = {**kept, "milestone": Milestone(kept["milestone"]), "reason": ExceptionReason(kept["reason"])}
    return TrackingEvent(**{**known, "at": moment})
