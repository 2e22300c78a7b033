"""Reads of carrier accounts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from fahuo.carriers.contract import Account
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import secrets


def contracts(seller_id: int) -> list[CarrierAccount]:
    """Return the seller's active accounts by carrier, for pages: the sealed credentials stay in the database."""
    rows = CarrierAccount.objects.filter(seller_id=seller_id, active=True).defer("credentials")
    return list(rows.order_by("carrier"))


def accounts(seller_id: int, *, on: date) -> dict[str, Account]:
    """Return the seller's accounts that are active and valid on this day, by carrier code, credentials opened."""
    started = Q(valid_from=None) | Q(valid_from__lte=on)
    not_over = Q(valid_until=None) | Q(valid_until__gt=on)
    rows = CarrierAccount.objects.filter(started, not_over, seller=seller_id, active=True)
    return {
        row.carrier: Account(
            carrier=row.carrier,
            base_url=row.base_url,
            credentials=secrets.unseal(bytes(row.credentials)),
            emulated=row.emulated,
            eori=row.eori,
        )
        for row in rows
    }
