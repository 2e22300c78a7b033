"""The history of one alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fahuo.alerts.models import AlertEntry


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What happened, when, and who did it; nobody means we ourselves."""

    at: datetime
    verb: str
    person: str | None
    detail: str


def lines(seller_id: int, alert_id: int) -> list[HistoryLine]:
    """Return the lines, newest first."""
    rows = AlertEntry.objects.filter(seller_id=seller_id, alert_id=alert_id).order_by("-at", "-pk")[:200]
    return [HistoryLine(*row) for row in rows.values_list("at", "verb", "person__username", "detail")]
