"""Give an account the secret address to which its carrier pushes, or another one."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F

from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.models import CarrierAccount
from fahuo.tracking.models import PushAddress

TOKEN_BYTES = 32  # 256 bits


class NoPushes(LookupError):
    """The seller has no such account, or its carrier pushes nothing."""


@transaction.atomic
def give_address(*, seller: Seller, person: Person | None, account_id: int, at: datetime) -> PushAddress:
    """Make the address of an account and log it; the one it had before leads nowhere from now on."""
    account = CarrierAccount.objects.select_for_update().filter(seller=seller, pk=account_id).first()
    if account is None or not registry.manifest(account.carrier).can(Capability.PUSH):
        raise NoPushes(str(account_id))
    known = {"seller": seller, "token": secrets.token_urlsafe(TOKEN_BYTES), "created_at": at}
    address, _ = PushAddress.objects.update_or_create(account=account, defaults=known)
    log.record(seller=seller, person=person, verb="make_push_address", subject=account.carrier, at=at)
    return address


def note_push(*, account_id: int, at: datetime) -> None:
    """Count a push that was believed."""
    PushAddress.objects.filter(pk=account_id).update(last_push_at=at, pushes=F("pushes") + 1)


def note_refusal(*, account_id: int, code: str, at: datetime) -> None:
    """Count a push that was not believed, and why, so that the owner sees it. Nothing of it is kept."""
    PushAddress.objects.filter(pk=account_id).update(refused_at=at, refusal=code, refusals=F("refusals") + 1)
