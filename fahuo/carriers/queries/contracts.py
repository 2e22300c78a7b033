"""Reads of accounts and of what was agreed with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from fahuo.carriers.contract import Account
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import secrets
from fahuo.trade.contract import ContractTerms

# A contract that ended longer ago than this is nobody's contract any more, rather than one that ran out.
FORGOTTEN = timedelta(days=365)


def contracts(seller_id: int) -> list[CarrierAccount]:
    """Return the seller's active accounts by carrier, for pages: the sealed credentials stay in the database."""
    rows = CarrierAccount.objects.filter(seller_id=seller_id, active=True).defer("credentials")
    return list(rows.order_by("carrier"))


def contract(seller_id: int, carrier: str) -> CarrierAccount | None:
    """Return the seller's active account at a carrier without its credentials, or None."""
    rows = CarrierAccount.objects.filter(seller_id=seller_id, carrier=carrier, active=True)
    return rows.defer("credentials").first()


def terms_of(row: CarrierAccount) -> ContractTerms:
    """Return what was agreed; how many parcels went out already is for a higher room to count."""
    return ContractTerms(
        carrier=row.carrier,
        services=frozenset(row.services),
        eori=row.eori,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        daily_capacity=row.daily_capacity,
        cut_off=row.cut_off,
        pickup_areas=tuple(row.pickup_areas),
        expected_this_month=row.expected_this_month,
        emulated=row.emulated,
    )


def terms(seller_id: int, *, on: date) -> dict[str, ContractTerms]:
    """Return what the seller agreed with carriers, by carrier code, for choosing a service; no credentials are opened.

    Contracts that have not begun, or that ran out in the year before the day, are among them, so that routing can say
    so: `ContractTerms.in_force` tells. Parcels of today and of this month are 0; the caller counts them.
    """
    recent = Q(valid_until=None) | Q(valid_until__gt=on - FORGOTTEN)
    rows = CarrierAccount.objects.filter(recent, seller_id=seller_id, active=True).defer("credentials")
    return {row.carrier: terms_of(row) for row in rows.order_by("carrier")}


def accounts(seller_id: int, *, on: date) -> dict[str, Account]:
    """Return the seller's accounts that are active and valid on this day, by carrier code, credentials opened."""
    started = Q(valid_from=None) | Q(valid_from__lte=on)
    not_over = Q(valid_until=None) | Q(valid_until__gt=on)
    rows = CarrierAccount.objects.filter(started, not_over, seller=seller_id, active=True)
    return {row.carrier: _opened(row) for row in rows}


def accounts_by_id(ids: Iterable[int]) -> dict[int, Account]:
    """Return these accounts, those among them that are no longer in use, credentials opened; unknown ones are left out.

    A booking is known to the account it was made with and to no other, however long ago that was retired.
    """
    return {row.pk: _opened(row) for row in CarrierAccount.objects.filter(pk__in=set(ids))}


def _opened(row: CarrierAccount) -> Account:
    return Account(
        carrier=row.carrier,
        base_url=row.base_url,
        credentials=secrets.unseal(bytes(row.credentials)),
        emulated=row.emulated,
        eori=row.eori,
        id=row.pk,
        calls_per_s=None if row.calls_per_s is None else float(row.calls_per_s),
        calls_at_once=row.calls_at_once,
        active=row.active,
    )
