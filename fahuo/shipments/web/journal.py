"""Calls to the carrier as a shipment's page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from fahuo.carriers.queries import calls
from fahuo.orders.problem_texts import title
from fahuo.shipments.models import Shipment
from fahuo.shipments.web.words import OPERATIONS, OUTCOMES

MOST = 30
LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class ToldCall:
    """One call, ready to be drawn; `transcript` is cut where it is long."""

    at: datetime
    operation: str
    outcome: str
    tone: str
    milliseconds: int | None
    problem: str
    request_id: str
    transcript: str


def told(shipment: Shipment) -> tuple[ToldCall, ...]:
    """Return the newest calls about a shipment, newest first."""
    language = get_language() or "en"
    rows = calls.calls_of(shipment.seller_id, shipment.reference, limit=MOST)
    return tuple(_told(row, language) for row in rows)


def _told(row: calls.CallRow, language: str) -> ToldCall:
    words, tone = OUTCOMES.get(row.outcome, (row.outcome, ""))
    return ToldCall(
        at=row.started_at,
        operation=str(OPERATIONS.get(row.operation, row.operation)),
        outcome=str(words),
        tone=tone,
        milliseconds=row.milliseconds,
        problem=title(row.code, language) if row.code else "",
        request_id=row.request_id,
        transcript=row.transcript if len(row.transcript) <= LONGEST else f"{row.transcript[:LONGEST]}…",
    )
