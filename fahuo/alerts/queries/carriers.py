"""How carriers are doing, for all sellers at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import F, Q

from fahuo.accounts.models import Seller
from fahuo.alerts.domain.carriers import Returned
from fahuo.carriers.domain.circuit import FUSE
from fahuo.carriers.models import CarrierAccount, Circuit
from fahuo.shipments.models import LIVE
from fahuo.tracking.models import UnmappedCode

_RETURNED = """
SELECT j.seller_id, j.carrier, count(*), count(j.scanned_at)
  FROM tracking_journey AS j JOIN shipments_shipment AS s ON s.id = j.shipment_id
 WHERE j.seller_id = ANY(%s) AND j.labelled_at >= %s AND j.labelled_at < %s AND s.status = ANY(%s)
 GROUP BY j.seller_id, j.carrier
"""


def circuits() -> list[Circuit]:
    """Return the circuits of accounts in use through which not all is well."""
    rows = Circuit.objects.filter(account__active=True).exclude(state=Circuit.State.CLOSED)
    return list(rows.select_related("account").defer("account__credentials"))


def down_for(circuit: Circuit) -> timedelta:
    """Return how long at least nothing was answered before the circuit's last change: the waits between its tries."""
    waits = (FUSE.wait(failures, 0) for failures in range(FUSE.failures, circuit.failures))
    return sum(waits, timedelta())


def ended_contracts(on: date) -> list[CarrierAccount]:
    """Return the accounts in use whose contract is over on a day, the first on which it is not in force or later."""
    return list(CarrierAccount.objects.filter(active=True, valid_until__lte=on).defer("credentials"))


def unknown_codes() -> list[UnmappedCode]:
    """Return the codes that wait for somebody: nobody dealt with them, or they came again since."""
    waits = Q(settled_at=None) | Q(last_seen_at__gt=F("settled_at"))
    return list(UnmappedCode.objects.filter(waits))


def returned(*, since: datetime, until: datetime) -> dict[tuple[int, str], Returned]:
    """Count the parcels labelled between two moments and those of them with a scan, by seller and carrier."""
    with connection.cursor() as cursor:
        cursor.execute(_RETURNED, [list(Seller.objects.values_list("pk", flat=True)), since, until, list(LIVE)])
        return {(seller_id, carrier): Returned(parcels, scanned) for seller_id, carrier, parcels, scanned in cursor}
