"""Choose which of a carrier's accounts is used."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.services.contracts import NoAccount, lock_accounts, rest


@transaction.atomic
def switch(*, seller: Seller, person: Person | None, account_id: int, at: datetime) -> CarrierAccount:
    """Use this account from now on, and none else of its carrier; what was booked stays with the one it was booked at.

    Using the one that is in use already changes nothing. Raises `NoAccount`.
    """
    lock_accounts(seller)
    row = CarrierAccount.objects.filter(seller=seller, pk=account_id).first()
    if row is None:
        raise NoAccount(str(account_id))
    if not row.active:
        rest(seller, row.carrier)
        row.active = True
        row.save(update_fields=["active"])
        _log("switch_account", row, person, at)
    return row


@transaction.atomic
def disconnect(*, seller: Seller, person: Person | None, carrier: str, at: datetime) -> bool:
    """Use no account of the carrier any more; what was booked can still be asked for. False when none was in use."""
    lock_accounts(seller)
    row = CarrierAccount.objects.filter(seller=seller, carrier=carrier, active=True).first()
    if row is not None:
        rest(seller, carrier)
        _log("disconnect_carrier", row, person, at)
    return row is not None


def _log(verb: str, row: CarrierAccount, person: Person | None, at: datetime) -> None:
    log.record(seller=row.seller, person=person, verb=verb, subject=row.carrier, at=at, environment=row.environment)
