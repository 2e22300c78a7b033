"""Urge a carrier to come (催促揽收): what was said, to whom, about which parcels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.pickups.models import Pickup, Urge, UrgeLine, UrgeWay
from fahuo.pickups.services import timeline
from fahuo.pickups.services.start import MOST
from fahuo.shipments.models import LIVE, Shipment
from fahuo.trade.problem import Problem

# Two clicks, or two clerks with the same page: noted once.
SAME_URGE = timedelta(minutes=5)


@transaction.atomic
def urge(
    *,
    seller: Seller,
    person: Person | None,
    carrier: str,
    shipment_ids: Sequence[int],
    way: UrgeWay,
    text: str,
    answer: str = "",
    pickup: Pickup | None = None,
    at: datetime,
) -> Urge | Problem:
    """Write down that a carrier was urged, leaving out parcels for which the same was noted a moment ago."""
    if len(shipment_ids) > MOST:
        return Problem("PICKUP_TOO_MANY", "parcels", str(len(shipment_ids)))
    own = Shipment.objects.filter(seller=seller, pk__in=shipment_ids, carrier=carrier, status__in=LIVE)
    # Locked, so that of two clerks one waits and sees what the other noted.
    locked = list(own.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    if not locked:
        return Problem("PICKUP_NO_PARCELS", "parcels")
    noted = UrgeLine.objects.filter(seller=seller, shipment_id__in=locked, urge__way=way, urge__at__gt=at - SAME_URGE)
    ids = sorted(set(locked) - set(noted.values_list("shipment_id", flat=True)))
    if not ids:
        return Problem("PICKUP_URGED_ALREADY", "parcels")
    made = Urge.objects.create(
        seller=seller, person=person, carrier=carrier, pickup=pickup, way=way, text=text, answer=answer[:300], at=at
    )
    UrgeLine.objects.bulk_create(UrgeLine(seller=seller, urge=made, shipment_id=key) for key in ids)
    if pickup is not None:
        timeline.note(pickup, "URGED", at=at, person=person, detail={"way": str(way)})
    accounts.record(seller=seller, person=person, verb="urge_carrier", subject=carrier, at=at, shipments=len(ids))
    return made


def answered(*, seller: Seller, urge_id: int, answer: str) -> bool:
    """Write what the carrier answered; False when there is no such urge of this seller."""
    return bool(Urge.objects.filter(seller=seller, pk=urge_id).update(answer=answer[:300]))
