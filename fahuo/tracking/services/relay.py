"""Keep legs in step with accounts: those that were added later tell of parcels that are under way already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.models import CarrierAccount
from fahuo.shipments.models import LIVE
from fahuo.tracking.models import Journey
from fahuo.tracking.services.legs import lay

AT_ONCE = 2_000
# Accounts older than this have met every parcel when its journey began.
NEW_FOR = timedelta(days=2)
_NOT_WATCHED = """
SELECT j.shipment_id FROM tracking_journey j
  JOIN shipments_shipment s ON s.id = j.shipment_id
 WHERE j.seller_id = %s AND j.ended_at IS NULL AND s.status = ANY(%s)
   AND NOT EXISTS (SELECT 1 FROM tracking_leg l
                    WHERE l.seller_id = j.seller_id AND l.shipment_id = j.shipment_id AND l.account_id = %s)
 ORDER BY j.shipment_id LIMIT %s
"""


def watch_more(*, at: datetime) -> int:
    """Have parcels under way watched by tracking services that were connected after them; return how many."""
    found = 0
    for account in _new(at):
        if registry.manifest(account.carrier).can(Capability.REGISTER):
            with connection.cursor() as cursor:
                cursor.execute(_NOT_WATCHED, [account.seller_id, list(LIVE), account.pk, AT_ONCE])
                ids = [shipment_id for (shipment_id,) in cursor.fetchall()]
            lay(shipment_ids=ids, at=at)
            found += len(ids)
    return found


def lay_all_again(*, at: datetime) -> None:
    """Look through the parcels of sellers with a new account for numbers that are its carrier's own."""
    sellers = {account.seller_id for account in _new(at)}
    under_way = Journey.objects.filter(seller__in=sellers, ended_at=None).order_by("pk")
    for ids in _portions(list(under_way.values_list("pk", flat=True))):
        lay(shipment_ids=ids, at=at)


def _portions(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]


def _new(at: datetime) -> list[CarrierAccount]:
    rows = CarrierAccount.objects.filter(active=True, created_at__gt=at - NEW_FOR)
    return list(rows.only("seller_id", "carrier").order_by("pk"))
