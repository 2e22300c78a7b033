"""Carrier errors, named after who must act.

    CarrierError
    ├─ Unavailable       network, 5xx, time-out: doubtful, ask by reference, then try again
    │  └─ Paused         we did not ask: its circuit is open, or the account's limit is used up
    │     └─ Stopped     its key is not accepted: the owner must act, until then nothing is sent
    ├─ RateLimited       wait, then try again
    ├─ NotAuthorised     token or key wrong: the owner must act, calls stop
    ├─ Refused           our data is wrong: shown at the field, never repeated
    │  ├─ DuplicateReference   the carrier holds this reference already: ask for it, adopt it
    │  └─ NotFound             the carrier says in so many words that it does not know this number
    ├─ NotReady          the label or number is not there yet: ask again later
    ├─ Unsupported       cannot be said to this carrier: routing excludes the service
    ├─ NotGenuine        a push whose signature is not the carrier's: dropped
    └─ Unexpected        a reply we cannot read: doubtful, the developer must act

`doubtful` is True when the carrier may have done what we asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, TypedDict, Unpack

from fahuo.carriers import codes
from fahuo.trade.plain import plain
from fahuo.trade.problem import Problem

# What is kept of a carrier's own words, and the longest that it can make us wait.
LONGEST_WORDS = 500
HIDDEN = "[secret]"
LONGEST_WAIT_S = 3600.0


class Case(TypedDict, total=False):
    """What every carrier error can say about the call it came from."""

    carrier: str
    operation: str
    request_id: str
    transcript: str


class CarrierError(Exception):
    """Something a carrier call ended in. `transcript` is scrubbed of secrets and personal data."""

    code: ClassVar[str] = codes.CARRIER_UNREADABLE
    doubtful: bool = False

    def __init__(self, message: str, **case: Unpack[Case]) -> None:
        """Keep the whole case, so that a page or a log line needs nothing else."""
        message = plain(message, LONGEST_WORDS)
        super().__init__(message)
        self.message = message
        self.carrier = case.get("carrier", "")
        self.operation = case.get("operation", "")
        self.request_id = case.get("request_id", "")
        self.transcript = case.get("transcript", "")
        self.problems: tuple[Problem, ...] = (Problem(self.code, "", message),)

    def hide(self, secrets: Iterable[str]) -> None:
        """Take these values out of all that is told to people: some carriers repeat the key that they refuse."""
        for secret in secrets:
            self.message = self.message.replace(secret, HIDDEN)
            self.problems = tuple(
                replace(problem, detail=problem.detail.replace(secret, HIDDEN)) for problem in self.problems
            )


class Unavailable(CarrierError):
    """No answer, or 5xx. `retry_after` in seconds when the carrier said so.

    `doubtful` is False when no connection came about: then the carrier has seen nothing.
    """

    code = codes.CARRIER_UNAVAILABLE

    def __init__(
        self, message: str, *, retry_after: float | None = None, doubtful: bool = True, **case: Unpack[Case]
    ) -> None:
        """Keep when to come back, and whether the request may have arrived."""
        super().__init__(message, **case)
        self.retry_after = _wait(retry_after)
        self.doubtful = doubtful


class Paused(Unavailable):
    """Nothing was sent: the carrier's circuit is open, or our own limit for the account is used up. Never doubtful."""

    code = codes.CARRIER_PAUSED


class Stopped(Paused):
    """Nothing was sent: the carrier did not accept the account's key, and nobody has changed or tested it since."""

    code = codes.CARRIER_STOPPED


class RateLimited(CarrierError):
    """Too many calls. `retry_after` in seconds when the carrier said so."""

    code = codes.CARRIER_BUSY

    def __init__(self, message: str, *, retry_after: float | None = None, **case: Unpack[Case]) -> None:
        """Keep when to come back."""
        super().__init__(message, **case)
        self.retry_after = _wait(retry_after)


class NotAuthorised(CarrierError):
    """The carrier does not accept our key or token."""

    code = codes.CARRIER_NOT_AUTHORISED


class Refused(CarrierError):
    """The carrier says our data is wrong; `problems` names the fields as well as it can be told."""

    code = codes.CARRIER_REFUSED

    def __init__(self, message: str, *, problems: tuple[Problem, ...] = (), **case: Unpack[Case]) -> None:
        """Keep the problems; without any, the carrier's own words become one."""
        super().__init__(message, **case)
        self.problems = tuple(_fitting(problem) for problem in problems) or self.problems


class DuplicateReference(Refused):
    """The carrier holds a booking with this reference."""

    code = codes.CARRIER_HAS_REFERENCE


class NotFound(Refused):
    """The carrier does not know this number."""

    code = codes.CARRIER_KNOWS_NOT


class NotReady(CarrierError):
    """Not there yet; ask again."""

    code = codes.CARRIER_NOT_READY


class Unsupported(CarrierError):
    """This cannot be said to this carrier."""

    code = codes.CARRIER_UNSUPPORTED


class NotGenuine(CarrierError):
    """What came in is not signed by the carrier, or our key for it is wrong."""

    code = codes.CARRIER_PUSH_NOT_GENUINE


class Unexpected(CarrierError):
    """A reply we cannot read; the raw reply is in the transcript."""

    doubtful = True


def _wait(seconds: float | None) -> float | None:
    """Return the wait that was asked for, an hour at most; None where it is no time at all."""
    return min(seconds, LONGEST_WAIT_S) if seconds is not None and seconds >= 0 and not math.isnan(seconds) else None


def _fitting(problem: Problem) -> Problem:
    return Problem(problem.code, plain(problem.field, 80), plain(problem.detail, LONGEST_WORDS))
