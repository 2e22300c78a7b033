"""What is wrong with carriers as a whole: access, answers, and how much of their tracking comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from fahuo.trade.alert_kind import AlertKind

# A carrier may miss a few calls; that it is down is said when nothing was answered for so long.
DOWN_AFTER = timedelta(minutes=5)
CONTRACT_OVER = "CONTRACT_EXPIRED"  # of the error book, as are the codes of circuits


@dataclass(frozen=True, slots=True)
class Fault:
    """What stops the calls of an account, and since when at the latest."""

    kind: AlertKind
    since: datetime


def fault(*, state: str, changed_at: datetime, down_for: timedelta, at: datetime) -> Fault | None:
    """Judge a circuit. `down_for`: how long nothing was answered before its last change."""
    if state == "STOPPED":
        return Fault(AlertKind.TOKEN_EXPIRED, changed_at)
    since = changed_at - down_for
    if state in {"OPEN", "HALF_OPEN"} and at - since >= DOWN_AFTER:
        return Fault(AlertKind.CARRIER_DOWN, since)
    return None


def term(until: date, *, on: date) -> tuple[AlertKind, str]:
    """Judge a contract that ends soon or has ended, `until` being the first day without it: what it is, and more."""
    if until <= on:
        return AlertKind.TOKEN_EXPIRED, CONTRACT_OVER
    return AlertKind.CONTRACT_ENDING, (until - timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class Returned:
    """How many of a carrier's parcels should have a physical scan by now, and how many have."""

    parcels: int
    scanned: int

    @property
    def share(self) -> Decimal:
        """The tracking return."""
        return Decimal(self.scanned) / self.parcels

    def too_low(self, *, bound: Decimal, least: int) -> bool:
        """Whether there are enough parcels to judge, and too few with a scan."""
        return self.parcels >= least and self.share < bound

    def words(self) -> str:
        """The figures, in any language: rounded down, so that what is too low never looks as if it were not."""
        hundredths = self.scanned * 10_000 // self.parcels
        return f"{hundredths / 100:.2f} % ({self.scanned:,} / {self.parcels:,})"
