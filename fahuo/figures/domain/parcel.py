"""What figures know of one order, its booking that stands, and how far the parcel is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from fahuo.tracking.domain.marks import kind_of, unpack
from fahuo.tracking.domain.words import trouble
from fahuo.trade.alert_kind import AlertKind
from fahuo.trade.milestone import Milestone

# Nobody waits longer: then a parcel counts as lost although its carrier does not say so.
LONGEST_WAY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Limits:
    """The rule book's hours on one day: until the label, the first scan, and (with 72 h of silence) until tracking must
    have come back."""

    label: timedelta
    pickup: timedelta
    tracking: timedelta


@dataclass(frozen=True, slots=True)
class Parcel:
    """One order that wants a label, or has one. Empty text and None: not known, or not yet.

    `label_from` is when the label's clock began, `label_due_at` when it ends. `shipment_id` is the booking that stands:
    a cancelled one counts for nothing. `is_followed`: its tracking is asked for; else nothing but the label counts.
    `troubled`: an exception was seen at any time. `disputed`: somebody said so.
    """

    order_id: int
    store: str
    country: str
    label_from: datetime
    label_due_at: datetime
    shipment_id: int | None = None
    carrier: str = ""
    service: str = ""
    labelled_at: datetime | None = None
    is_followed: bool = True
    scanned_at: datetime | None = None
    delivered_at: datetime | None = None
    milestone: str = ""
    promised_on: date | None = None
    troubled: bool = False
    disputed: bool = False

    @property
    def first_scan_at(self) -> datetime | None:
        """The first physical sign of it; a parcel that was delivered was in somebody's hands."""
        signs = [at for at in (self.scanned_at, self.delivered_at) if at is not None]
        return min(signs, default=None)

    @property
    def is_lost(self) -> bool:
        """Whether its carrier says that it is lost or destroyed."""
        return self.delivered_at is None and self.milestone in {Milestone.LOST, Milestone.DESTROYED}

    @property
    def has_ended(self) -> bool:
        """Whether its end is known: delivered, returned, lost, destroyed, or taken back before it left."""
        return self.delivered_at is not None or self.milestone in _ENDS


_ENDS = frozenset({Milestone.RETURNED, Milestone.LOST, Milestone.DESTROYED, Milestone.CANCELLED})
_TROUBLES = frozenset({Milestone.RETURNING, Milestone.RETURNED, Milestone.LOST, Milestone.DESTROYED})
_ALERTS = frozenset(kind.value for kind in AlertKind)


def was_troubled(packed: bytes | memoryview) -> bool:
    """Tell from a journey's marks whether something was ever seen that raises a red alert."""
    return any(map(_is_trouble, unpack(packed)))


@cache
def _is_trouble(number: int) -> bool:
    kind = kind_of(number)
    return kind is not None and (kind.milestone in _TROUBLES or trouble(kind.milestone, kind.reason) in _ALERTS)
