"""Months of events: made ahead and on demand, dropped when they are older than the operator keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def ensure(moments: Iterable[datetime], *, at: datetime) -> None:
    """Make the months of these moments."""
