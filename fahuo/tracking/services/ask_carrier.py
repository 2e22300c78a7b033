"""Requests to carriers about silent parcels: noted when a person has sent one, settled when a parcel is heard of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from fahuo.accounts.models import Person, Seller
from fahuo.accounts.services import record
from fahuo.shipments.models import LIVE
from fahuo.tracking.models import AskedOutcome, AskedParcel, Journey, SupplementRequest
from fahuo.tracking.queries.silent import ANSWER_WITHIN

LONGEST_TEXT = 100_000
MOST_PARCELS = 5_000
# Heard of: something newer than when it was asked for. Ended: delivered, returned, lost, or cancelled by us.
_SETTLE = """
WITH due AS (
    SELECT a.id,
           CASE WHEN j.ended_at IS NOT NULL OR NOT s.status = ANY(%(live)s) THEN 'ENDED' ELSE 'HEARD' END AS outcome
      FROM tracking_askedparcel a
      JOIN tracking_journey j ON j.shipment_id = a.shipment_id
      JOIN shipments_shipment s ON s.id = a.shipment_id
     WHERE a.outcome = 'OPEN'
       AND (j.ended_at IS NOT NULL OR NOT s.status = ANY(%(live)s)
            OR j.last_event_at IS DISTINCT FROM a.silent_since)
     ORDER BY a.id LIMIT %(limit)s FOR UPDATE OF a SKIP LOCKED)
UPDATE tracking_askedparcel a SET outcome = due.outcome, settled_at = %(at)s FROM due WHERE a.id = due.id
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was noted: the request (None when there was nothing to note) and how many parcels were left out, and why."""

    request: SupplementRequest | None
    taken: int
    asked_already: int
    heard_of: int


def mark_sent(
    *,
    seller: Seller,
    person: Person | None,
    carrier: str,
    language: str,
    text: str,
    shipment_ids: Sequence[int],
    at: datetime,
) -> Sent:
    """Note that a person sent a request for these parcels; left out is what was heard of or asked for meanwhile."""
    with transaction.atomic():
        wanted = sorted(set(shipment_ids))[:MOST_PARCELS]
        silent = _silent(seller, carrier, wanted, at)
        waiting = set(_waiting(seller, silent, at))
        taken = {pk: since for pk, since in silent.items() if pk not in waiting}
        request = None
        if taken:
            _close(seller, taken, at)
            request = SupplementRequest.objects.create(
                seller=seller, person=person, carrier=carrier, language=language, sent_at=at, parcels=len(taken),
                text=text.replace("\x00", "")[:LONGEST_TEXT],
            )  # fmt: skip
            AskedParcel.objects.bulk_create(
                AskedParcel(seller=seller, request=request, shipment_id=pk, silent_since=since, asked_at=at)
                for pk, since in taken.items()
            )
            record(seller=seller, person=person, verb="ask_carrier", subject=carrier, at=at, shipments=len(taken))
    return Sent(request, len(taken), len(waiting), len(wanted) - len(silent))


def settle_heard(*, at: datetime, limit: int = 5_000) -> int:
    """Settle the requests for parcels that were heard of since, or whose way ended; return how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"live": list(LIVE), "limit": limit, "at": at})
        settled: int = cursor.rowcount
    return settled


def _silent(seller: Seller, carrier: str, shipment_ids: Sequence[int], at: datetime) -> dict[int, datetime | None]:
    """Return those still silent with their last event, locked, so that of two clerks one waits for the other."""
    rows = Journey.objects.filter(seller=seller, pk__in=shipment_ids, carrier=carrier, silent_at__lte=at, ended_at=None)
    live = rows.filter(shipment__status__in=LIVE).order_by("pk").select_for_update(of=("self",), no_key=True)
    return dict(live.values_list("pk", "last_event_at"))


def _waiting(seller: Seller, silent: dict[int, datetime | None], at: datetime) -> list[int]:
    """Return those for which an answer to a request about this very silence is still awaited."""
    rows = AskedParcel.objects.filter(
        seller=seller, shipment_id__in=silent, outcome=AskedOutcome.OPEN, asked_at__gt=at - ANSWER_WITHIN
    )
    return [pk for pk, since in rows.values_list("shipment_id", "silent_since") if silent[pk] == since]


def _close(seller: Seller, taken: dict[int, datetime | None], at: datetime) -> None:
    """End what was asked for before: no answer came, or it was about an earlier silence."""
    rows = AskedParcel.objects.filter(seller=seller, shipment_id__in=taken, outcome=AskedOutcome.OPEN)
    earlier = [pk for pk, shipment_id, since in rows.values_list("pk", "shipment_id", "silent_since")
               if taken[shipment_id] != since]  # fmt: skip
    AskedParcel.objects.filter(pk__in=earlier).update(outcome=AskedOutcome.HEARD, settled_at=at)
    rows.update(outcome=AskedOutcome.ASKED_AGAIN, settled_at=at)
