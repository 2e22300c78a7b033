"""Alerts as pages show them: with the parcel's deadline and last event at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fahuo.alerts.models import LIVE
from fahuo.alerts.queries.board import AlertRow
from fahuo.alerts.web import words
from fahuo.backoffice.countdowns import Countdown, countdown
from fahuo.shipments.web.words import carrier_name
from fahuo.tracking.queries.standings import StandingRow, standings
from fahuo.tracking.web.words import milestone_words
from fahuo.trade.alert_kind import AlertKind

SOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class ListedAlert:
    """One row, ready to be drawn. What is not of a parcel has no milestone."""

    alert: AlertRow
    title: str
    urgent: bool
    carrier: str
    detail: str
    state: str
    tone: str
    why: str
    age: timedelta
    milestone: str
    milestone_tone: str
    last_event_at: datetime | None
    deadline: Countdown | None


def listed(seller_id: int, rows: Sequence[AlertRow], at: datetime) -> list[ListedAlert]:
    """Return the rows in words; one query for all their parcels."""
    known = standings(seller_id, [row.shipment_id for row in rows if row.shipment_id])
    return [_listed(row, known.get(row.shipment_id or 0), at) for row in rows]


def _listed(row: AlertRow, standing: StandingRow | None, at: datetime) -> ListedAlert:
    state, tone = words.STATES[row.state]
    milestone, milestone_tone = milestone_words(standing.milestone) if standing else ("", "")
    due_at = (standing.pickup_due_at or standing.silent_at) if standing else None
    return ListedAlert(
        alert=row,
        title=words.title(row.kind),
        urgent=words.urgent(row.kind),
        carrier=carrier_name(row.carrier) if row.carrier else "",
        detail=words.detail(row.detail),
        state=str(state),
        tone=tone,
        why=str(words.WHY_CLOSED.get(row.closed_why, "")),
        age=max((row.ended_at or at) - row.caused_at, timedelta(0)),
        milestone=milestone,
        milestone_tone=milestone_tone,
        last_event_at=standing.last_event_at if standing else None,
        deadline=countdown(_label_due(row) or due_at, at=at, soon=SOON),
    )


def _label_due(row: AlertRow) -> datetime | None:
    """Return when the label of an order was due: that it passed is what happened. It has no parcel with a deadline."""
    return row.caused_at if row.kind == AlertKind.LABEL_OVERDUE and row.state in LIVE else None
