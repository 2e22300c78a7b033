"""Tracking events (轨迹) as a carrier reports them, already in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """One event. `at` is UTC; `raw_code` is the carrier's own code, kept even when it is UNMAPPED.

    `raw_time` is the time as the carrier wrote it, with its zone where it names one. `reason` says more of a
    milestone that is an exception, where the carrier's code does.
    """

    at: datetime
    milestone: Milestone
    raw_code: str
    description: str = ""
    place: str = ""
    country: str = ""
    raw_time: str = ""
    reason: ExceptionReason = ExceptionReason.NONE
