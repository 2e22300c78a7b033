"""Carrier errors, named after who must act.

    CarrierError
    ├─ Unavailable       network, 5xx, time-out: doubtful, ask by reference, then try again
    ├─ RateLimited       wait, then try again
    ├─ NotAuthorised     token or key wrong: the owner must act, calls stop
    ├─ Refused           our data is wrong: shown at the field, never repeated
    │  └─ DuplicateReference   the carrier holds this reference already: ask for it, adopt it
    ├─ NotReady          the label or number is not there yet: ask again later
    ├─ Unsupported       cannot be said to this carrier: routing excludes the service
    └─ Unexpected        a reply we cannot read: doubtful, the developer must act
"""

from __future__ import annotations

from fahuo.trade.problem import Problem


class CarrierError(Exception):
    """Something a carrier call ended in. `transcript` is scrubbed of secrets and personal data."""

    doubtful = False  # True when the carrier may have done what we asked

    def __init__(
        self, message: str, *, carrier: str = "", operation: str = "", request_id: str = "", transcript: str = ""
    ) -> None:
        """Keep the whole case, so that a page or a log line needs nothing else."""
        super().__init__(message)
        self.message = message
        self.carrier = carrier
        self.operation = operation
        self.request_id = request_id
        self.transcript = transcript


class Unavailable(CarrierError):
    """No answer, or 5xx. `retry_after` in seconds when the carrier said so."""

    doubtful = True

    def __init__(self, message: str, *, retry_after: float | None = None, **case: str) -> None:
        """Keep when to come back."""
        super().__init__(message, **case)
        self.retry_after = retry_after


class RateLimited(CarrierError):
    """Too many calls. `retry_after` in seconds when the carrier said so."""

    def __init__(self, message: str, *, retry_after: float | None = None, **case: str) -> None:
        """Keep when to come back."""
        super().__init__(message, **case)
        self.retry_after = retry_after


class NotAuthorised(CarrierError):
    """The carrier does not accept our key or token."""


class Refused(CarrierError):
    """The carrier says our data is wrong; `problems` names the fields as well as it can be told."""

    def __init__(self, message: str, *, problems: tuple[Problem, ...] = (), **case: str) -> None:
        """Keep the problems; without any, the carrier's own words become one."""
        super().__init__(message, **case)
        self.problems = problems or (Problem("CARRIER_REFUSED", "", message),)


class DuplicateReference(Refused):
    """The carrier holds a booking with this reference."""


class NotReady(CarrierError):
    """Not there yet; ask again."""


class Unsupported(CarrierError):
    """This cannot be said to this carrier."""


class Unexpected(CarrierError):
    """A reply we cannot read; the raw reply is in the transcript."""

    doubtful = True
