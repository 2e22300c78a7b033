"""What is watched, and when it was last looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fahuo.alerts.models import Watch, WatchName
from fahuo.carriers.models import CarrierAccount
from fahuo.orders.models import Order
from fahuo.tracking.models import Journey

# A round comes every two seconds; when none came for so long, no worker runs.
ASLEEP_AFTER = timedelta(minutes=2)
WOKE = "WOKE"  # the row of `Watch` that says when a round came after such a silence
CATCH_UP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Watching:
    """How many parcels, orders and accounts are watched. `looked_at` is None before the first round."""

    parcels: int
    orders: int
    accounts: int
    looked_at: datetime | None
    asleep: bool

    @property
    def nothing(self) -> bool:
        """Whether there is nothing yet that could go wrong."""
        return not (self.parcels or self.orders or self.accounts)


def watching(seller_id: int, *, at: datetime) -> Watching:
    """Count what is watched."""
    looked_at = last_look()
    return Watching(
        Journey.objects.filter(seller_id=seller_id, ended_at=None).count(),
        Order.objects.filter(seller_id=seller_id, stage__in=("OPEN", "IN_WORK"), label_due_at__isnull=False).count(),
        CarrierAccount.objects.filter(seller_id=seller_id, active=True).count(),
        looked_at,
        is_asleep(looked_at, at),
    )


def last_look() -> datetime | None:
    """Return when parcels were last looked at."""
    return Watch.objects.filter(name=WatchName.PARCELS).values_list("looked_at", flat=True).first()


def catching_up(at: datetime) -> bool:
    """Whether nobody watched until a moment ago: what carriers told meanwhile is asked for first."""
    woke_at = Watch.objects.filter(name=WOKE).values_list("looked_at", flat=True).first()
    return woke_at is not None and woke_at <= at < woke_at + CATCH_UP


def is_asleep(looked_at: datetime | None, at: datetime) -> bool:
    """Whether nobody looks: no worker runs, or it cannot reach the database."""
    return looked_at is None or looked_at < at - ASLEEP_AFTER
