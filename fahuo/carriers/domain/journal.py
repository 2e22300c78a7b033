"""Lines of the journal, and how it names the end of a call: what may exist at the carrier afterwards, what cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotReady,
    RateLimited,
    Refused,
    Unavailable,
    Unsupported,
)

# After a booking that ended so nothing of it is at the carrier; after any other it may be, or is.
NOTHING_BOOKED = frozenset({"REFUSED", "TURNED_AWAY", "NOT_SENT"})


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended. `transcript` is scrubbed."""

    outcome: str
    ended_at: datetime
    code: str = ""
    request_id: str = ""
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call about one booking: through which account, what for, since when. Without `ending` it is an intent."""

    seller_id: int
    account_id: int
    carrier: str
    operation: str
    reference: str
    started_at: datetime
    ending: Ending | None = None


def outcome_of(operation: str, error: CarrierError) -> str:
    """Return the outcome of a call that raised this error."""
    if operation == "create" and isinstance(error, DuplicateReference | NotReady):
        return "DOUBTFUL"  # there is something, or will be
    if isinstance(error, Unavailable) and not error.doubtful:
        return "NOT_SENT"
    return next((outcome for kind, outcome in _OUTCOMES if isinstance(error, kind)), "DOUBTFUL")


_OUTCOMES: tuple[tuple[type[CarrierError], str], ...] = (
    (Unsupported, "NOT_SENT"),
    (NotAuthorised, "TURNED_AWAY"),
    (RateLimited, "TURNED_AWAY"),
    (NotReady, "ABSENT"),
    (Refused, "REFUSED"),
)
