"""Calls to the carrier as a shipment's page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language

from fahuo.carriers.queries import calls
from fahuo.orders.problem_texts import title
from fahuo.shipments.models import Shipment
from fahuo.shipments.web.words import OPERATIONS, OUTCOMES

MOST = 100
LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class ToldCall:
    """One call, or several alike from `since` on, ready to be drawn; `transcript` is cut where it is long."""

    at: datetime
    operation: str
    outcome: str
    tone: str
    milliseconds: int | None
    problem: str
    request_id: str
    transcript: str
    since: datetime
    times: int = 1


def told(shipment: Shipment) -> tuple[ToldCall, ...]:
    """Return the newest calls about a shipment, newest first; those in a row that say nothing new are one."""
    language = get_language() or "en"
    rows = calls.calls_of(shipment.seller_id, shipment.reference, limit=MOST)
    return tuple(_folded(_told(row, language) for row in rows))


def _folded(calls_told: Iterable[ToldCall]) -> list[ToldCall]:
    kept: list[ToldCall] = []
    for call in calls_told:
        if kept and not call.transcript and not kept[-1].transcript and _same(kept[-1], call):
            kept[-1] = replace(kept[-1], since=call.at, times=kept[-1].times + 1)
        else:
            kept.append(call)
    return kept


def _same(one: ToldCall, other: ToldCall) -> bool:
    return (one.operation, one.outcome, one.problem) == (other.operation, other.outcome, other.problem)


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
        since=row.started_at,
    )
