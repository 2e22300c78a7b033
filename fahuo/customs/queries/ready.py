"""Whether a firm may declare, on customs' own day: whatever clock the installation goes by."""

from __future__ import annotations

from datetime import datetime

from fahuo.customs.ceb.values import beijing_day
from fahuo.customs.domain.composing import blocking
from fahuo.customs.domain.readiness import readiness
from fahuo.customs.models import Declarant
from fahuo.customs.queries.declaring import holder_of
from fahuo.trade.problem import Problem


def stops(row: Declarant | None, at: datetime) -> tuple[Problem, ...]:
    """Return what stops a firm from going on with what it declared itself; nothing when it may."""
    if row is None:
        return (Problem("ERR_NO_DECLARANT"),)
    return blocking(readiness(holder_of(row), beijing_day(at)))
