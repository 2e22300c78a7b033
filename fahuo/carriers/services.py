"""Writes about carrier accounts."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import secrets


@transaction.atomic
def connect(
    *, seller: Seller, carrier: str, base_url: str, credentials: Mapping[str, str], emulated: bool = False
) -> CarrierAccount:
    """Make this the seller's active account at the carrier; the one before it is kept, inactive."""
    Seller.objects.select_for_update().get(pk=seller.pk)  # two at once would both find nothing to retire
    CarrierAccount.objects.filter(seller=seller, carrier=carrier, active=True).update(active=False)
    return CarrierAccount.objects.create(
        seller=seller, carrier=carrier, base_url=base_url, credentials=secrets.seal(credentials), emulated=emulated
    )
