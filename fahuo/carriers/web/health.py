"""Accounts that are not called right now, for a banner on pages where people wait for carriers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fahuo.accounts.models import Seller
from fahuo.carriers import queries
from fahuo.carriers.domain.circuit import State
from fahuo.carriers.web.states import Fault, fault_of
from fahuo.carriers.web.words import carrier_name


@dataclass(frozen=True, slots=True)
class Trouble:
    """One account in trouble. Without `retry_at` nothing is sent until a person acts."""

    carrier: str
    name: str
    since: datetime | None
    retry_at: datetime | None
    stopped: bool
    fault: Fault


def troubles(seller: Seller) -> list[Trouble]:
    """Return the accounts in use that are not called right now, by carrier; empty when all is well."""
    return [_trouble(found) for found in queries.health(seller.pk) if not found.well]


def _trouble(found: queries.Health) -> Trouble:
    return Trouble(
        carrier=found.carrier,
        name=carrier_name(found.carrier, found.name),
        since=found.since,
        retry_at=found.retry_at,
        stopped=found.state is State.STOPPED,
        fault=fault_of(found.code, found.detail),
    )
