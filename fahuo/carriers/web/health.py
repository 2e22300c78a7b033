"""Accounts that are not called right now, for a banner on pages where people wait for carriers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fahuo.accounts.models import Seller
from fahuo.carriers import queries, registry
from fahuo.carriers.domain.circuit import State
from fahuo.carriers.web.states import Fault, fault_of


@dataclass(frozen=True, slots=True)
class Trouble:
    """One account in trouble. Without `retry_at` nothing is sent until a person acts."""

    account_id: int
    carrier_en: str
    carrier_zh: str
    since: datetime | None
    retry_at: datetime | None
    stopped: bool
    fault: Fault


def troubles(seller: Seller) -> list[Trouble]:
    """Return the accounts in use that are not called right now, by carrier; empty when all is well."""
    return [_trouble(found) for found in queries.health(seller.pk) if not found.well]


def _trouble(found: queries.Health) -> Trouble:
    try:
        page = registry.manifest(found.carrier)
        names = (found.name or page.name_en, found.name or page.name_zh)
    except registry.UnknownCarrier:
        names = (found.carrier, found.carrier)
    stopped = found.state is State.STOPPED
    fault = fault_of(found.code, found.detail)
    return Trouble(found.account_id, *names, found.since, found.retry_at, stopped, fault)
