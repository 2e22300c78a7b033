"""Reads of the journal of calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from fahuo.carriers.domain.journal import NOTHING_BOOKED
from fahuo.carriers.models import CarrierCall

CREATE = "create"
_MAY_EXIST = """
SELECT DISTINCT c.seller_id, c.reference
  FROM unnest(%s::bigint[], %s::text[]) AS v(seller_id, reference)
  JOIN carriers_carriercall AS c ON c.seller_id = v.seller_id AND c.reference = v.reference
 WHERE c.operation = 'create' AND c.outcome <> ALL(%s::text[])
"""


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call as a page shows it."""

    id: int
    operation: str
    started_at: datetime
    milliseconds: int | None
    outcome: str
    code: str
    request_id: str
    transcript: str


def may_exist(references: Sequence[tuple[int, str]]) -> set[tuple[int, str]]:
    """Return those (seller id, reference) of which a booking was sent that may be, or is, at the carrier."""
    if not references:
        return set()
    sellers, texts = [seller for seller, _ in references], [text for _, text in references]
    with connection.cursor() as cursor:
        cursor.execute(_MAY_EXIST, [sellers, texts, sorted(NOTHING_BOOKED)])
        return {(seller, text) for seller, text in cursor.fetchall()}


def settled_at(seller_id: int, reference: str, *, settle: timedelta, lease: timedelta) -> datetime | None:
    """Return from when on "not found" may be believed of a reference; None when nothing doubtful was sent.

    A call that ended may be written by the carrier until `settle` later. One that never ended was sent under a lease
    taken before it began, and everything that could come of it has come when a whole lease is over.
    """
    creates = CarrierCall.objects.filter(seller_id=seller_id, reference=reference, operation=CREATE)
    rows = creates.exclude(outcome__in=NOTHING_BOOKED).values_list("started_at", "ended_at")
    return max((ended + settle if ended else started + lease for started, ended in rows), default=None)


def calls_of(seller_id: int, reference: str, *, limit: int) -> list[CallRow]:
    """Return the newest calls about a booking, newest first."""
    rows = CarrierCall.objects.filter(seller_id=seller_id, reference=reference).order_by("-started_at", "-pk")[:limit]
    return [
        CallRow(
            row.pk,
            row.operation,
            row.started_at,
            round((row.ended_at - row.started_at) / timedelta(milliseconds=1)) if row.ended_at else None,
            row.outcome,
            row.code,
            row.request_id,
            row.transcript,
        )
        for row in rows
    ]
