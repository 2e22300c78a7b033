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
SELECT c.seller_id, c.reference, max(c.ended_at), max(c.started_at) FILTER (WHERE c.ended_at IS NULL)
  FROM unnest(%s::bigint[], %s::text[]) AS v(seller_id, reference)
  JOIN carriers_carriercall AS c ON c.seller_id = v.seller_id AND c.reference = v.reference
 WHERE c.operation = 'create' AND c.outcome <> ALL(%s::text[])
 GROUP BY c.seller_id, c.reference
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


@dataclass(frozen=True, slots=True)
class LastSent:
    """When the last booking of a reference that ended did so, and when the last that never ended was sent."""

    ended_at: datetime | None
    open_since: datetime | None

    def settled_at(self, *, settle: timedelta, lease: timedelta, lease_from: datetime) -> datetime:
        """Return from when on "not found" may be believed by who holds the row since `lease_from`.

        What was sent under an earlier lease has had its time; what was sent under this one has it still before it.
        """
        moments = [self.ended_at + settle] if self.ended_at else []
        if self.open_since is not None and self.open_since >= lease_from:
            moments.append(self.open_since + lease)
        return max(moments, default=lease_from)


def may_exist(references: Sequence[tuple[int, str]]) -> dict[tuple[int, str], LastSent]:
    """Return those (seller id, reference) of which a booking was sent that may be, or is, at the carrier."""
    if not references:
        return {}
    sellers, texts = [seller for seller, _ in references], [text for _, text in references]
    with connection.cursor() as cursor:
        cursor.execute(_MAY_EXIST, [sellers, texts, sorted(NOTHING_BOOKED)])
        return {(seller, text): LastSent(*moments) for seller, text, *moments in cursor.fetchall()}


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
