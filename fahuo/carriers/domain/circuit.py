"""When calls through an account stop and begin again: a circuit breaker, pure.

    CLOSED ──failures in a row──> OPEN ──wait over, one call tries──> HALF_OPEN ──answer──> CLOSED
       └───keys refused in a row──> STOPPED <──key refused── HALF_OPEN ──failure──> OPEN, twice the wait

Calls overlap. One that fails although another, answered after it began, went well says nothing about now: a carrier
that loses one call in twenty would otherwise seem to be down whenever the lost ones time out together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fahuo.carriers import codes
from fahuo.carriers.errors import CarrierError, NotAuthorised, Paused, Unavailable, Unexpected


class State(StrEnum):
    """As of electrical fuses."""

    CLOSED = "CLOSED"
    OPEN = "OPEN"
    HALF_OPEN = "HALF_OPEN"
    STOPPED = "STOPPED"


class Verdict(StrEnum):
    """What a call says about its carrier."""

    ANSWERED = "ANSWERED"
    FAILED = "FAILED"
    KEY_REFUSED = "KEY_REFUSED"
    NOTHING = "NOTHING"


class Entry(StrEnum):
    """Whether a call may begin."""

    FREE = "FREE"
    AS_PROBE = "AS_PROBE"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class Fuse:
    """When a circuit opens, and for how long.

    A key that worked within `key_worked` is not wrong: another program with the same key may be ending our tokens.
    """

    failures: int = 5
    key_refusals: int = 3
    key_worked: timedelta = timedelta(seconds=10)
    first_wait: timedelta = timedelta(seconds=15)
    longest_wait: timedelta = timedelta(minutes=10)
    spread: float = 0.25  # of the wait, so that accounts do not all come back at once

    def wait(self, failures: int, chance: float) -> timedelta:
        """Return how long nothing is sent after so many failures; `chance` lies between 0 and 1."""
        doubled: timedelta = self.first_wait * (1 << min(max(failures - self.failures, 0), 16))
        return min(doubled, self.longest_wait) * (1 + self.spread * chance)


FUSE = Fuse()


@dataclass(frozen=True, slots=True)
class Circuit:
    """The state of an account. `failures` and `key_refusals` are those in a row, `answered_at` is the last answer.

    `code` is the problem code that says who must act, empty while all is well.
    """

    state: State = State.CLOSED
    changed_at: datetime | None = None
    retry_at: datetime | None = None
    failures: int = 0
    key_refusals: int = 0
    code: str = ""
    detail: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A call that ended. `chance` is a number between 0 and 1 by which a wait is spread."""

    verdict: Verdict
    began: datetime
    at: datetime
    code: str = ""
    detail: str = ""
    probe: bool = False
    chance: float = 0.0


def verdict(error: BaseException | None, *, answered: bool) -> Verdict:
    """Judge a call by how it ended; `answered` tells whether the carrier answered anything at all.

    What never left (our own check, our own gate) says nothing, and neither does a defect of ours. Refusals of what we
    asked, and even "too many calls", come from a carrier that is well.
    """
    match error:
        case Paused():
            return Verdict.NOTHING
        case Unavailable() | Unexpected():
            return Verdict.FAILED
        case NotAuthorised() if answered:
            return Verdict.KEY_REFUSED
        case None | CarrierError() if answered:
            return Verdict.ANSWERED
        case _:
            return Verdict.NOTHING


def entry(circuit: Circuit, at: datetime) -> Entry:
    """Tell whether a call may begin now. As a probe only one may, so whoever asks must still win that right."""
    if circuit.state is State.CLOSED:
        return Entry.FREE
    if circuit.state is State.STOPPED or circuit.retry_at is None or at < circuit.retry_at:
        return Entry.CLOSED
    return Entry.AS_PROBE


def probing(circuit: Circuit, at: datetime, until: datetime) -> Circuit:
    """Return the circuit while one call tries; when that is never heard of again, another may try from `until`."""
    return replace(circuit, state=State.HALF_OPEN, changed_at=at, retry_at=until)


def after(circuit: Circuit, ended: Ended, fuse: Fuse = FUSE) -> Circuit:
    """Return the circuit after a call. While it is not closed, only the probe changes anything."""
    if circuit.state is State.CLOSED:
        ended = replace(ended, probe=False)  # somebody reset it meanwhile
    elif not (ended.probe and circuit.state is State.HALF_OPEN):
        return circuit
    match ended.verdict:
        case Verdict.NOTHING:
            return (
                replace(circuit, state=State.OPEN, changed_at=ended.at, retry_at=ended.at) if ended.probe else circuit
            )
        case Verdict.ANSWERED:
            return _answered(circuit, ended)
        case Verdict.FAILED:
            return _failed(circuit, ended, fuse)
        case Verdict.KEY_REFUSED:
            return _key_refused(circuit, ended, fuse)


def _answered(circuit: Circuit, ended: Ended) -> Circuit:
    changed_at = ended.at if ended.probe else circuit.changed_at
    return Circuit(State.CLOSED, changed_at, answered_at=ended.at)


def _outdated(circuit: Circuit, ended: Ended, grace: timedelta = timedelta()) -> bool:
    return circuit.answered_at is not None and circuit.answered_at > ended.began - grace and not ended.probe


def _failed(circuit: Circuit, ended: Ended, fuse: Fuse) -> Circuit:
    if _outdated(circuit, ended):
        return circuit
    failures = circuit.failures + 1
    if failures < fuse.failures and not ended.probe:
        return replace(circuit, failures=failures)
    unreadable = ended.code == codes.CARRIER_UNREADABLE
    return replace(
        circuit,
        state=State.OPEN,
        changed_at=ended.at,
        retry_at=ended.at + fuse.wait(failures, ended.chance),
        failures=failures,
        code=codes.CARRIER_UNREADABLE if unreadable else codes.CARRIER_DOWN,
        detail=ended.detail,
    )


def _key_refused(circuit: Circuit, ended: Ended, fuse: Fuse) -> Circuit:
    if _outdated(circuit, ended, fuse.key_worked):
        return circuit
    refusals = circuit.key_refusals + 1
    if refusals < fuse.key_refusals and not ended.probe:
        return replace(circuit, key_refusals=refusals)
    return replace(
        circuit,
        state=State.STOPPED,
        changed_at=ended.at,
        retry_at=None,
        key_refusals=refusals,
        code=codes.CARRIER_STOPPED,
        detail=ended.detail,
    )
