"""What an alert can be about, and which causes stand for a parcel at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fahuo.trade.alert_kind import AlertKind

# What a carrier says of a parcel, as `Journey.exception` has it.
CARRIER_TOLD = frozenset(
    {
        AlertKind.CUSTOMS_HELD,
        AlertKind.ADDRESS_UNCLEAR,
        AlertKind.DELIVERY_FAILED,
        AlertKind.RETURNED,
        AlertKind.LOST,
        AlertKind.DAMAGED,
    }
)
# Of these a later word of the carrier is news after somebody closed the alert; the others are facts that stay.
SAID_ANEW = frozenset({AlertKind.CUSTOMS_HELD, AlertKind.ADDRESS_UNCLEAR, AlertKind.DELIVERY_FAILED})


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong now. `name` tells it from others of its kind; `said_at`: when it was last said."""

    seller_id: int
    kind: AlertKind
    name: str
    caused_at: datetime
    seen_at: datetime
    carrier: str = ""
    country: str = ""
    detail: str = ""
    shipment_id: int | None = None
    order_id: int | None = None
    account_id: int | None = None
    said_at: datetime | None = None

    @property
    def key(self) -> tuple[int, str, str]:
        """What there is one alert of."""
        return (self.seller_id, str(self.kind), self.name)


def channel_cause(channel_id: int) -> str:
    """Return the name of a channel that fails."""
    return f"channel:{channel_id}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is known of a parcel under way. `live`: it was not cancelled.

    `exception` is the heaviest of `exceptions`, and stands since `exception_at`.
    """

    seller_id: int
    shipment_id: int
    order_id: int
    carrier: str
    country: str
    live: bool
    exception: str
    exception_at: datetime | None
    exceptions: Sequence[str]
    heard_at: datetime | None
    pickup_due_at: datetime | None
    silent_at: datetime | None

    def causes(self, at: datetime) -> list[Cause]:
        """Return what is wrong with it at a moment: what its carrier says, and the deadlines that have passed."""
        if not self.live:
            return []
        told = dict.fromkeys((self.exception, *self.exceptions))
        found = [self._told(AlertKind(kind), at) for kind in told if kind in CARRIER_TOLD]
        if self.pickup_due_at is not None and self.pickup_due_at <= at:
            found.append(self._cause(AlertKind.PICKUP_OVERDUE, self.pickup_due_at, self.pickup_due_at))
        if self.silent_at is not None and self.silent_at <= at:
            found.append(self._cause(AlertKind.SILENT, self.silent_at, self.silent_at))
        return found

    def _told(self, kind: AlertKind, at: datetime) -> Cause:
        heard_at = self.heard_at or at
        since = self.exception_at if kind == self.exception else None
        return self._cause(kind, since or heard_at, heard_at, since if kind in SAID_ANEW else None)

    def _cause(self, kind: AlertKind, caused_at: datetime, seen_at: datetime, said_at: datetime | None = None) -> Cause:
        return Cause(
            self.seller_id, kind, f"parcel:{self.shipment_id}", caused_at, seen_at,
            carrier=self.carrier, country=self.country, shipment_id=self.shipment_id, order_id=self.order_id,
            said_at=said_at,
        )  # fmt: skip
