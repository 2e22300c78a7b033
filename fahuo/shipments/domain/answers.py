"""What an answer, or its absence, means for the row."""

from __future__ import annotations

from datetime import datetime, timedelta

from fahuo.carriers.domain.journal import NOTHING_BOOKED, outcome_of
from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotReady,
    Paused,
    RateLimited,
    Refused,
    Stopped,
    Unavailable,
    Unsupported,
)
from fahuo.shipments.domain.results import Booked, BookingResult, Failed, LabelResult, Pending, Review
from fahuo.shipments.domain.retries import Attempt
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

# After this many rounds of asking and waiting a person looks at the row.
MAX_CALLS = 12
# A booking that our own gate holds back is nobody's hostage: after this a person looks at it too.
LONGEST_HELD_BACK = timedelta(hours=24)


def send_by(lease_until: datetime, *, answer: timedelta, settle: timedelta) -> datetime:
    """Return the last moment at which a booking may be sent under this lease.

    Connecting and answering may each take `answer`, and the carrier may write until `settle` later; only after that
    may another worker take the row over and believe a "not found".
    """
    return lease_until - 2 * answer - settle


def after_find(known: Waybill | None) -> BookingResult | None:
    """Say what a carrier's answer about our reference means; None: it is free to be booked."""
    if known is None:
        return None
    if known.cancelled:
        return Failed((Problem("BOOKING_CANCELLED_AT_CARRIER", "", known.number),))
    return Booked(known)


def after_create_error(error: CarrierError, attempt: Attempt) -> BookingResult:
    """Say what a failed `create` means, when the carrier was asked and does not (yet) hold the booking.

    Where nothing of it can be there, waiting ends with the order back at the clerk, who may choose another carrier.
    """
    match error:
        case DuplicateReference():
            return Review(Problem("BOOKING_CONTRADICTION", "", error.message))
        case Refused():
            return Failed(error.problems)
        case NotAuthorised():
            return Failed((Problem("CARRIER_NOT_AUTHORISED", "", error.message),))
        case Unsupported():
            return Failed((Problem("CARRIER_UNSUPPORTED", "", error.message),))
        case _:
            result = _later(error, attempt, "BOOKING_DOUBTFUL")
            nothing_there = outcome_of("create", error) in NOTHING_BOOKED
            return Failed((_pending_problem(error),)) if nothing_there and isinstance(result, Review) else result


def after_find_error(error: CarrierError, attempt: Attempt) -> BookingResult:
    """Say what it means that we could not even ask: nothing may be sent."""
    if isinstance(error, Unsupported):
        return Review(Problem("BOOKING_CANNOT_BE_ASKED", ""))
    return _later(error, attempt, "BOOKING_DOUBTFUL")


def after_label_error(error: CarrierError, attempt: Attempt) -> LabelResult:
    """Say what a missing label means. The booking stands in every case."""
    match error:
        case Refused():
            return Review(error.problems[0])
        case Unsupported():
            return Failed((Problem("LABEL_UNSUPPORTED", "", error.message),))
        case _:
            return _later(error, attempt, "LABEL_NOT_READY", settling=False)


def _later(error: CarrierError, attempt: Attempt, in_the_end: str, *, settling: bool = True) -> Pending | Review:
    """Try again, unless it was tried too often, or held back for too long. What was never sent is no try."""
    sent = not isinstance(error, Paused)
    if attempt.calls >= MAX_CALLS if sent else settling and attempt.waited >= LONGEST_HELD_BACK:
        return Review(Problem(in_the_end, "", error.message))
    return Pending(attempt.wait_after(error, settling=settling), _pending_problem(error), counted=sent)


_CODES: tuple[tuple[type[CarrierError], str], ...] = (
    (Stopped, "CARRIER_STOPPED"),
    (Paused, "CARRIER_PAUSED"),
    (RateLimited, "CARRIER_BUSY"),
    (Unavailable, "CARRIER_UNAVAILABLE"),
    (NotAuthorised, "CARRIER_NOT_AUTHORISED"),
    (NotReady, "LABEL_NOT_READY"),
)


def _pending_problem(error: CarrierError) -> Problem:
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "CARRIER_UNREADABLE")
    return Problem(code, "", error.message)
