"""Writes about carrier accounts."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import secrets


def emulated_carriers() -> list[str]:
    """Return the carriers that any seller reaches through an emulator."""
    accounts = CarrierAccount.objects.filter(active=True, emulated=True)
    return sorted(set(accounts.values_list("carrier", flat=True)))


def move_emulated(*, carrier: str, base_url: str) -> int:
    """Point every emulated account of a carrier at the place where its emulator listens now."""
    return CarrierAccount.objects.filter(carrier=carrier, active=True, emulated=True).update(base_url=base_url)


@transaction.atomic
def connect(
    *,
    seller: Seller,
    carrier: str,
    base_url: str,
    credentials: Mapping[str, str],
    emulated: bool = False,
    eori: str = "",
) -> CarrierAccount:
    """Make this the seller's active account at the carrier; the one before it is kept, inactive."""
    Seller.objects.select_for_update().get(pk=seller.pk)  # two at once would both find nothing to retire
    CarrierAccount.objects.filter(seller=seller, carrier=carrier, active=True).update(active=False)
    return CarrierAccount.objects.create(
        seller=seller,
        carrier=carrier,
        base_url=base_url,
        credentials=secrets.seal(credentials),
        emulated=emulated,
        eori=eori,
    )
