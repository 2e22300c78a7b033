"""Where emulated carriers push to while `fahuo run` serves the pages: as real ones do, to the secret address."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.urls import reverse

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.models import CarrierAccount
from fahuo.tracking.models import PushAddress
from fahuo.tracking.services import addresses


def push_urls(base_url: str, *, at: datetime) -> dict[str, str]:
    """Return carrier code → full address. An emulator pushes to one place: with two accounts at it, to none."""
    rows = CarrierAccount.objects.filter(emulated=True, active=True).select_related("seller").defer("credentials")
    used = Counter(row.carrier for row in rows)
    return {
        row.carrier: base_url + reverse("carrier-push", args=[_token(row, at)])
        for row in rows
        if used[row.carrier] == 1 and registry.manifest(row.carrier).can(Capability.PUSH)
    }


def _token(account: CarrierAccount, at: datetime) -> str:
    known = PushAddress.objects.filter(pk=account.pk).first()
    given = known or addresses.give_address(seller=account.seller, person=None, account_id=account.pk, at=at)
    return given.token
