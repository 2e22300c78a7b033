"""Decisions about bookings, pure: what a carrier's answer means for the row that asked.

The rules (ARCHITECTURE.md, "Never twice"): the intent is committed before the call; after a doubtful answer we
ask by reference and do not repeat; only an explicit "not found", after the carrier had time to settle, permits
a second create; a carrier that cannot be asked sends the row to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

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
from fahuo.trade.charge import Rate
from fahuo.trade.label import LabelFile
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

# After this many rounds of asking and waiting a person looks at the row.
MAX_CALLS = 12
REFERENCE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Booked:
    """The carrier holds the booking."""

    waybill: Waybill


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing is booked and repeating would not help; the order goes back to the clerk."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """Nobody knows yet, or it is too early: ask again after `wait`. The row keeps its status."""

    wait: timedelta
    problem: Problem


@dataclass(frozen=True, slots=True)
class Review:
    """Neither asking nor repeating is safe: a person decides."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Labelled:
    """The carrier's label, not checked yet."""

    file: LabelFile


BookingResult = Booked | Failed | Pending | Review
LabelResult = Labelled | Pending | Review | Failed


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait. `settle`: how long a carrier may still write a call whose answer we did not get."""

    settle: timedelta = timedelta(seconds=30)
    backoff: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=15)

    def after(self, calls: int) -> timedelta:
        """Double with each call: 5 s, 10 s, 20 s … 15 min."""
        doubled: timedelta = self.backoff * (1 << min(calls, 16))
        return min(doubled, self.longest)


def reference(*, seller_id: int, order_number: str, attempt: int) -> str:
    """Return `<seller>-<order>-<attempt>`, the key by which a carrier is asked. At most 50 ASCII characters."""
    text = f"{seller_id}-{order_number}-{attempt}"
    if len(text) > REFERENCE_LENGTH or not text.isascii():
        raise ValueError(f"Order number {order_number!r} makes a reference that carriers refuse (50 ASCII characters)")
    return text


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


def after_create_error(error: CarrierError, *, calls: int, patience: Patience) -> BookingResult:
    """Say what a failed `create` means, when the carrier was asked and does not (yet) hold the booking."""
    match error:
        case DuplicateReference():
            return Review(Problem("BOOKING_CONTRADICTION", "", error.message))
        case Refused():
            return Failed(error.problems)
        case NotAuthorised():
            return Failed((Problem("CARRIER_NOT_AUTHORISED", "", error.message),))
        case Unsupported():
            return Failed((Problem("CARRIER_UNSUPPORTED", "", error.message),))
        case _ if calls >= MAX_CALLS:
            return Review(Problem("BOOKING_DOUBTFUL", "", error.message))
        case _:
            return Pending(_wait(error, calls, patience), _pending_problem(error))


def after_find_error(error: CarrierError, *, calls: int, patience: Patience) -> BookingResult:
    """Say what it means that we could not even ask: nothing may be sent."""
    match error:
        case Unsupported():
            return Review(Problem("BOOKING_DOUBTFUL", "", error.message))
        case _ if calls >= MAX_CALLS:
            return Review(Problem("BOOKING_DOUBTFUL", "", error.message))
        case NotAuthorised():
            return Pending(patience.longest, Problem("CARRIER_NOT_AUTHORISED", "", error.message))
        case _:
            return Pending(_wait(error, calls, patience), _pending_problem(error))


def after_label_error(error: CarrierError, *, calls: int, patience: Patience) -> LabelResult:
    """Say what a missing label means. The booking stands in every case."""
    match error:
        case Refused():
            return Review(error.problems[0])
        case Unsupported():
            return Failed((Problem("LABEL_UNSUPPORTED", "", error.message),))
        case _ if calls >= MAX_CALLS:
            return Review(Problem("LABEL_NOT_READY", "", error.message))
        case NotReady():
            return Pending(patience.after(calls), Problem("LABEL_NOT_READY", "", error.message))
        case _:
            return Pending(_wait(error, calls, patience), _pending_problem(error))


def _wait(error: CarrierError, calls: int, patience: Patience) -> timedelta:
    asked = getattr(error, "retry_after", None)
    wait = timedelta(seconds=asked) if asked else patience.after(calls)
    # What may still be written at the carrier needs its settling time before "not found" can be believed.
    return max(wait, patience.settle) if error.doubtful else wait


def _pending_problem(error: CarrierError) -> Problem:
    code = {RateLimited: "CARRIER_BUSY", Unavailable: "CARRIER_UNAVAILABLE"}.get(type(error), "CARRIER_UNREADABLE")
    return Problem(code, "", error.message)


def skip_code(outcome: str, stage: str) -> str:
    """Say why an order that was asked for is not taken up."""
    if stage == "SHIPPED":
        return "ORDER_ALREADY_SHIPPED"
    if outcome != "READY":
        return "ORDER_NOT_READY"
    return "ORDER_IN_WORK"


def rate_as_json(rate: Rate) -> dict[str, object]:
    """Return a rate as stored with the shipment: every charge with its working, decimals as text."""
    return {
        "service": rate.service_key,
        "sheet": rate.sheet,
        "zone": rate.zone,
        "actual_weight_g": rate.actual_weight_g,
        "volumetric_weight_g": rate.volumetric_weight_g,
        "chargeable_weight_g": rate.chargeable_weight_g,
        "currency": rate.currency,
        "total": str(rate.total.rounded().amount),
        "charges": [
            {"kind": charge.kind.value, "amount": str(charge.amount.amount), "working": charge.working}
            for charge in rate.charges
        ],
    }


def event_kind(status: str, result: object) -> str:
    """Name the line of the timeline: the status reached, or WAITING / REVIEW."""
    match result:
        case Pending():
            return "WAITING"
        case Review():
            return "REVIEW"
        case _:
            return status


def event_detail(result: object) -> dict[str, str]:
    """Return what the timeline says beside the kind; never an address."""
    match result:
        case Booked(waybill):
            return {"waybill": waybill.number, "tracking": waybill.tracking_number}
        case Failed(problems):
            return problems[0].as_dict()
        case Pending(_, problem) | Review(problem):
            return problem.as_dict()
        case _:
            return {}
