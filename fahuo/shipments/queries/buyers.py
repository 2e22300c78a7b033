"""How often earlier parcels to a buyer went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from fahuo.routing.models import ParcelOutcome
from fahuo.shipments.models import Shipment


def failures(seller_id: int, logins: Iterable[str]) -> Counter[str]:
    """Count by buyer's login the seller's parcels to him that were lost, came back or were disputed: two queries."""
    wanted = {login for login in logins if login}
    sent = Shipment.objects.filter(seller_id=seller_id, order__seller_id=seller_id, order__buyer_login__in=wanted)
    login_of = dict(sent.values_list("reference", "order__buyer_login")) if wanted else {}
    wrong = Q(lost=True) | Q(returned=True) | Q(disputed=True)
    found = ParcelOutcome.objects.filter(wrong, seller_id=seller_id, reference__in=login_of).values_list("reference")
    return Counter(login_of[reference] for (reference,) in found) if login_of else Counter()
