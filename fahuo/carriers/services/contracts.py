"""Connect a seller to carriers, and write down what was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import transaction

from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.carriers.domain import term_problems
from fahuo.carriers.domain.access import EMULATED, LIVE, Access
from fahuo.carriers.domain.terms import fingerprint
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.queries import terms_of
from fahuo.carriers.queries.market import offered_codes
from fahuo.carriers.services import circuit
from fahuo.kit import secrets
from fahuo.trade.contract import ContractTerms
from fahuo.trade.problem import Problem

# Counted or known otherwise, so not written down as terms.
NOT_AGREED = {"carrier", "emulated", "parcels_today", "parcels_this_month"}
TERMS = tuple(field.name for field in fields(ContractTerms) if field.name not in NOT_AGREED)


class TermsRefused(ValueError):
    """Terms that cannot be; `problems` names each field. Nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.detail}" for problem in problems))
        self.problems = tuple(problems)


class NoAccount(LookupError):
    """The seller has no active account at this carrier."""


class Overtaken(Exception):
    """Somebody else changed it since it was read; nothing was written."""


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
    environment: str = LIVE,
    name: str = "",
    terms: ContractTerms | None = None,
) -> CarrierAccount:
    """Make this the seller's active account at the carrier; the one before it is kept, inactive.

    With the same credentials on the same side of the carrier it is the same account, at another address or on other
    terms: what is under way with it goes on. Without `terms` nothing is limited. `emulated` decides over
    `environment`. Raises `TermsRefused`.
    """
    agreed = terms or ContractTerms(carrier)
    _check(agreed, seller)
    lock_accounts(seller)
    access = Access(carrier, EMULATED if emulated else environment, base_url, credentials, name)
    if (known := _same_account(seller, access)) is not None:
        columns = {"base_url": base_url, "name": name or known.name, **_columns(agreed)}
        CarrierAccount.objects.filter(pk=known.pk).update(**columns)
        circuit.reset(known.pk)
        known.refresh_from_db()
        return known
    rest(seller, carrier)
    return store(seller=seller, access=access, terms=agreed)


def _same_account(seller: Seller, access: Access) -> CarrierAccount | None:
    """Return the active account if these are its credentials; sealed ones that no key opens are not."""
    rows = CarrierAccount.objects.filter(seller=seller, carrier=access.carrier, environment=access.environment)
    row = rows.filter(active=True).first()
    try:
        same = row is not None and secrets.unseal(bytes(row.credentials)) == dict(access.credentials)
    except secrets.SecretsUnavailable:
        return None
    return row if same else None


def lock_accounts(seller: Seller) -> None:
    """Let nobody else add or switch accounts of the seller until this transaction ends.

    Two at once would both find nothing to retire. Foreign keys to the seller stay possible: whoever holds an account's
    capacity writes shipments, and each would wait for the other.
    """
    Seller.objects.select_for_update(no_key=True).get(pk=seller.pk)


def rest(seller: Seller, carrier: str) -> None:
    """Take the carrier's active account out of use; it is kept for the bookings that were made with it."""
    CarrierAccount.objects.filter(seller=seller, carrier=carrier, active=True).update(active=False)


def store(*, seller: Seller, access: Access, terms: ContractTerms, active: bool = True) -> CarrierAccount:
    """Write a new account, its credentials sealed."""
    return CarrierAccount.objects.create(
        seller=seller,
        carrier=access.carrier,
        name=access.name,
        environment=access.environment,
        base_url=access.base_url,
        credentials=secrets.seal(access.credentials),
        emulated=access.emulated,
        calls_per_s=access.calls_per_s,
        calls_at_once=access.calls_at_once,
        active=active,
        **_columns(terms),
    )


@transaction.atomic
def change_terms(
    *, seller: Seller, person: Person | None, terms: ContractTerms, at: datetime, seen: str = ""
) -> tuple[str, ...]:
    """Write what was agreed with a carrier down and log it; return the fields that changed.

    `seen` is the fingerprint of the terms that the person started from. Raises `NoAccount`, `Overtaken`, or
    `TermsRefused` with every problem.
    """
    _check(terms, seller)
    rows = CarrierAccount.objects.select_for_update().filter(seller=seller, carrier=terms.carrier, active=True)
    row = rows.first()
    if row is None:
        raise NoAccount(f"{seller.name} has no account at {terms.carrier}.")
    before = terms_of(row)
    if seen and seen != fingerprint(before):
        raise Overtaken(terms.carrier)
    changed = tuple(name for name in TERMS if getattr(before, name) != getattr(terms, name))
    if changed:
        for name, value in _columns(terms).items():
            setattr(row, name, value)
        row.save(update_fields=changed)
        log.record(
            seller=seller, person=person, verb="change_terms", subject=terms.carrier, at=at, fields=sorted(changed)
        )
    return changed


def _check(terms: ContractTerms, seller: Seller) -> None:
    offered = offered_codes(seller.pk, terms.carrier) if terms.services else frozenset()
    if problems := term_problems(terms, offered):
        raise TermsRefused(problems)


def _columns(terms: ContractTerms) -> dict[str, Any]:
    lists = {"services": sorted(terms.services), "pickup_areas": list(terms.pickup_areas)}
    return {name: lists.get(name, getattr(terms, name)) for name in TERMS}


def hold_capacities(*, seller: Seller) -> None:
    """Let nobody else take parcels of contracts with a daily capacity until this transaction ends.

    Whoever counts the parcels of today and then adds some must hold them, or two at once would fill the same place.
    """
    limited = CarrierAccount.objects.filter(seller=seller, active=True, daily_capacity__isnull=False)
    list(limited.order_by("pk").select_for_update().values_list("pk"))
