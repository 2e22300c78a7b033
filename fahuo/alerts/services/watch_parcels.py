"""Look at parcels that something happened to, or whose deadline passed, and bring their alerts in line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from fahuo.alerts.domain.causes import Parcel
from fahuo.alerts.queries import parcels as reads
from fahuo.alerts.queries import standing
from fahuo.alerts.services.settle import Settled, settle
from fahuo.alerts.services.tell import tell
from fahuo.tracking.models import Journey

LIMIT = 1000


@transaction.atomic
def take_changed(*, at: datetime, limit: int = LIMIT) -> tuple[int, Settled]:
    """Settle parcels whose journey changed; return how many, as a full batch means that there are more."""
    found = reads.changed(limit)
    settled = _settle(found, at)
    Journey.objects.filter(pk__in=[parcel.shipment_id for parcel in found]).update(alerts_due=False)
    return len(found), settled


@transaction.atomic
def take_overdue(
    *, kind: str, at: datetime, within: timedelta | None = None, limit: int = LIMIT
) -> tuple[int, Settled]:
    """Settle parcels whose deadline passed; only what passed `within` so long."""
    found = reads.overdue(kind, at, limit, within)
    return len(found), _settle(found, at)


@transaction.atomic
def take_over(*, at: datetime, limit: int = LIMIT) -> tuple[int, Settled]:
    """End the alerts of parcels that were cancelled, and those of deadlines that lie ahead."""
    found = reads.over(at, limit)
    return len(found), _settle(found, at)


def _settle(found: Sequence[Parcel], at: datetime) -> Settled:
    if not found:
        return Settled()
    known = standing.of_parcels(*reads.keys(found))
    void_names = {f"parcel:{parcel.shipment_id}" for parcel in found if not parcel.live}
    settled = settle(
        causes=[cause for parcel in found for cause in parcel.causes(at)],
        standing=known,
        at=at,
        void={row.id for row in known if row.cause in void_names},
    )
    tell(at=at)
    return settled
