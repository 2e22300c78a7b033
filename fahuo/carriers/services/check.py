"""Test the connection to a carrier: ask it something harmless, and keep what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.carriers import codes, registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.errors import CarrierError, NotReady, Refused, Unsupported
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.queries import accounts_by_id
from fahuo.carriers.services import circuit
from fahuo.carriers.services.asking import ask_one
from fahuo.carriers.services.contracts import NoAccount
from fahuo.kit import transcript
from fahuo.kit.secrets import SecretsUnavailable
from fahuo.trade import error_book

# Of no form that our references have, so no booking of anybody can bear it.
NOBODYS_REFERENCE = "FAHUO-CONNECTION-TEST-0"
NOBODYS_NUMBER = "FAHUOTEST000000000"
LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True)
class Checked:
    """What a test came to. `code` is empty when all is well, else it says what is wrong and `who` must act."""

    operation: str
    code: str
    detail: str
    took_ms: int

    @property
    def well(self) -> bool:
        """Whether the carrier answered and accepted the account."""
        return not self.code

    @property
    def who(self) -> str:
        """Who must act: clerk, owner, operator or developer; nobody when all is well."""
        entry = error_book.ENTRIES.get(self.code)
        return entry.who if entry else ""


def check(*, seller: Seller, person: Person | None, account_id: int, at: datetime) -> Checked:
    """Ask the carrier something harmless through this account and keep the result. Raises `NoAccount`.

    Nothing is booked or changed at the carrier. When it went well, calls that were stopped may be made again.
    """
    row = CarrierAccount.objects.filter(seller=seller, pk=account_id).first()
    if row is None:
        raise NoAccount(str(account_id))
    found = _tested(row)
    # What was changed meanwhile was not tested.
    tested = CarrierAccount.objects.filter(pk=row.pk, credentials=bytes(row.credentials), base_url=row.base_url)
    written = tested.update(tested_at=at, test_code=found.code, test_detail=found.detail)
    if found.well and written:
        circuit.reset(row.pk)
    log.record(seller=seller, person=person, verb="test_account", subject=row.carrier, at=at, code=found.code or "OK")
    return found


def question_of(carrier: str) -> Capability | None:
    """Return what this carrier is asked in a test; None when it offers nothing that does no harm."""
    page = registry.manifest(carrier)
    harmless = (Capability.SERVICES, Capability.FIND, Capability.TRACK, Capability.TRACK_MANY)
    return next((capability for capability in harmless if page.can(capability)), None)


def _tested(row: CarrierAccount) -> Checked:
    try:
        account = accounts_by_id([row.pk])[row.pk]
    except SecretsUnavailable as error:
        return Checked("", codes.CARRIER_NOT_AUTHORISED, str(error)[:LONGEST_DETAIL], 0)
    return _asked(account)


def _asked(account: Account) -> Checked:
    operation = question_of(account.carrier)
    started = perf_counter()
    code = detail = ""
    try:
        detail = ask_one(account, lambda carrier: ask_harmless(carrier, operation))
    except (Refused, NotReady) as error:
        # It read the question and knew the account; that it dislikes a number which nobody has is no fault.
        code, detail = ("", "") if operation is not Capability.SERVICES else (error.code, error.message)
    except CarrierError as error:
        code, detail = error.code, error.message
    took_ms = round((perf_counter() - started) * 1000)
    secrets = [value for value in account.credentials.values() if value]
    return Checked(operation or "", code, str(transcript.scrub(detail, secrets=secrets))[:LONGEST_DETAIL], took_ms)


async def ask_harmless(carrier: Carrier, operation: Capability | None) -> str:
    """Ask the carrier this, and return what may be told of the answer. Nothing is booked or changed there."""
    if operation is Capability.SERVICES:
        return str(len(await carrier.services()))
    if operation is Capability.FIND:
        await carrier.find(NOBODYS_REFERENCE)
    elif operation is Capability.TRACK:
        await carrier.track(NOBODYS_NUMBER)
    elif operation is Capability.TRACK_MANY:
        await carrier.track_many([NOBODYS_NUMBER])
    else:
        raise Unsupported("It offers nothing that can be asked without doing something.", carrier=carrier.code)
    return ""
