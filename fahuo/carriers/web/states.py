"""How an account is doing: whether it may be called, what its last test came to, and who must act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import get_language

from fahuo.carriers.models import CarrierAccount, Circuit
from fahuo.carriers.web.words import ENVIRONMENTS, MEANINGS, TEST_FIXES, TONES, WHO
from fahuo.trade import error_book


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem in the page's words. `detail` is what the carrier said, scrubbed."""

    code: str
    title: str
    fix: str
    who: str
    detail: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One account as a page shows it. `state` is WELL, UNTESTED, FAILED, PAUSED or STOPPED."""

    account: CarrierAccount
    circuit: Circuit | None
    state: str
    fault: Fault | None
    environment: str
    meaning: str
    tone: str


def standing(account: CarrierAccount, circuits: Mapping[int, Circuit]) -> Standing:
    """Return how the account is doing; what stops calls now weighs more than the last test."""
    circuit = circuits.get(account.pk)
    state, fault = _state(account, circuit)
    side = account.environment
    return Standing(account, circuit, state, fault, str(ENVIRONMENTS[side]), str(MEANINGS[side]), TONES[side])


def standings(accounts: Iterable[CarrierAccount], circuits: Mapping[int, Circuit]) -> list[Standing]:
    """Return the same for several accounts."""
    return [standing(account, circuits) for account in accounts]


def fault_of(code: str, detail: str) -> Fault:
    """Return a problem code in words; one that nobody wrote down by its name."""
    language = get_language() or ""
    entry = error_book.ENTRIES.get(code)
    if entry is None:
        return Fault(code, code, "", "", detail)
    return Fault(code, entry.title(language), entry.fix(language), str(WHO.get(entry.who, entry.who)), detail)


def _state(account: CarrierAccount, circuit: Circuit | None) -> tuple[str, Fault | None]:
    if circuit is not None:
        state = "STOPPED" if circuit.state == Circuit.State.STOPPED else "PAUSED"
        return state, fault_of(circuit.code, circuit.detail)
    if account.tested_at is None:
        return "UNTESTED", None
    if not account.test_code:
        return "WELL", None
    fault = fault_of(account.test_code, account.test_detail)
    return "FAILED", replace(fault, fix=str(TEST_FIXES.get(fault.code, fault.fix)))
