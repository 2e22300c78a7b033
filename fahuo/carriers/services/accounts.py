"""Add an account at a carrier, or change how one is reached."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.carriers import registry
from fahuo.carriers.capability import Manifest
from fahuo.carriers.domain.access import INVALID, Access, access_problems, same_origin
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.queries import terms_of
from fahuo.carriers.services import circuit
from fahuo.carriers.services.contracts import NoAccount, Overtaken, lock_accounts, rest, store
from fahuo.kit import secrets
from fahuo.trade.contract import ContractTerms
from fahuo.trade.problem import Problem


class AccountRefused(ValueError):
    """An account that cannot be; `problems` names each field. Nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.detail}" for problem in problems))
        self.problems = tuple(problems)


@transaction.atomic
def add_account(*, seller: Seller, person: Person | None, access: Access, at: datetime) -> CarrierAccount:
    """Store a new account and log it; it is used at once unless another environment of the carrier is in use.

    The terms are taken over from the account in use. Raises `AccountRefused`, `UnknownCarrier`.
    """
    access = _completed(access, {})
    _check(access, registry.manifest(access.carrier))
    lock_accounts(seller)
    used = CarrierAccount.objects.filter(seller=seller, carrier=access.carrier, active=True).first()
    takes_over = used is None or used.environment == access.environment
    if takes_over:
        rest(seller, access.carrier)
    terms = terms_of(used) if used else ContractTerms(access.carrier)
    row = store(seller=seller, access=access, terms=_with_importer(terms, access), active=takes_over)
    _log("add_account", row, person=person, at=at, environment=row.environment)
    return row


@transaction.atomic
def change_account(
    *, seller: Seller, person: Person | None, account_id: int, access: Access, at: datetime, seen: str = ""
) -> tuple[str, ...]:
    """Change how an account is reached and log what; secrets left empty stay as they are.

    `seen` is the `account_mark` that the person started from. After a change nobody knows whether it works: the last
    test is forgotten, and calls that were stopped may be made again. Carrier and environment stay. Returns what
    changed. Raises `NoAccount`, `Overtaken`, `AccountRefused`.
    """
    row = CarrierAccount.objects.select_for_update().filter(seller=seller, pk=account_id).first()
    if row is None:
        raise NoAccount(str(account_id))
    if seen and seen != account_mark(row):
        raise Overtaken(row.carrier)
    page, before = registry.manifest(row.carrier), _opened(row)
    access = _completed(replace(access, carrier=row.carrier, environment=row.environment), _kept(row, access, before))
    _check(access, page)
    changed = _changed(row, access, before)
    if changed:
        _write(row, access)
        circuit.reset(row.pk)
        _log("change_account", row, person=person, at=at, fields=list(changed))
    return changed


def account_mark(row: CarrierAccount) -> str:
    """Return a short text that differs after every change of the account, and says nothing of what is in it."""
    written = (bytes(row.credentials), row.base_url, row.name, row.calls_per_s, row.calls_at_once)
    return hashlib.sha256(repr(written).encode()).hexdigest()[:16]


def open_keys(row: CarrierAccount) -> dict[str, str]:
    """Return the credentials that are no secret, for the form that changes them."""
    secret = registry.manifest(row.carrier).secret_credentials
    return {key: value for key, value in _opened(row).items() if key not in secret}


def _opened(row: CarrierAccount) -> dict[str, str]:
    """Return the credentials, none when no key opens them: then all are entered again."""
    try:
        return secrets.unseal(bytes(row.credentials))
    except secrets.SecretsUnavailable:
        return {}


def _kept(row: CarrierAccount, access: Access, before: Mapping[str, str]) -> Mapping[str, str]:
    """Return what may stay: secrets never travel to another server than the one they were entered for."""
    if not same_origin(row.base_url, access.base_url):
        return {}
    secret = registry.manifest(row.carrier).secret_credentials
    return {key: value for key, value in before.items() if key in secret}


def _completed(access: Access, kept: Mapping[str, str]) -> Access:
    """Return the account with what is kept, or what an emulator expects, in the empty places; no others than known."""
    page = registry.manifest(access.carrier)
    demo = page.demo_credentials if access.emulated else {}
    given = {key: access.credentials.get(key, "").strip() for key in (entry.key for entry in page.fields)}
    filled = {key: value or kept.get(key) or demo.get(key, "") for key, value in given.items()}
    credentials = {key: value for key, value in filled.items() if value}
    return replace(access, credentials=credentials, base_url=access.base_url.strip().rstrip("/"))


def _check(access: Access, page: Manifest) -> None:
    problems = access_problems(access, page)
    if access.emulated and not settings.FAHUO_EMULATORS_ALLOWED:
        problems.append(Problem(INVALID, "environment", "NOT_ALLOWED"))
    if problems:
        raise AccountRefused(problems)


def _changed(row: CarrierAccount, access: Access, before: Mapping[str, str]) -> tuple[str, ...]:
    columns = ("name", "base_url", "calls_per_s", "calls_at_once")
    found = [name for name in columns if getattr(row, name) != getattr(access, name)]
    keys = sorted({*before, *access.credentials})
    return (*found, *(key for key in keys if before.get(key) != access.credentials.get(key)))


def _write(row: CarrierAccount, access: Access) -> None:
    row.name, row.base_url = access.name, access.base_url
    row.calls_per_s, row.calls_at_once = access.calls_per_s, access.calls_at_once
    row.credentials = secrets.seal(access.credentials)
    row.tested_at, row.test_code, row.test_detail = None, "", ""
    row.save()


def _with_importer(terms: ContractTerms, access: Access) -> ContractTerms:
    """At an emulator somebody must be the importer, or nothing could go to the EU."""
    eori = terms.eori or (registry.manifest(access.carrier).demo_eori if access.emulated else "")
    return replace(terms, eori=eori)


def _log(verb: str, row: CarrierAccount, *, person: Person | None, at: datetime, **detail: object) -> None:
    log.record(seller=row.seller, person=person, verb=verb, subject=row.carrier, at=at, **detail)
