"""What a carrier's answer about a pick-up, or its absence, means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    Paused,
    RateLimited,
    Refused,
    Unavailable,
    Unsupported,
)
from fahuo.trade.pickup import PickupConfirmed
from fahuo.trade.problem import Problem

# After so many looks a person looks at it.
MOST_LOOKS = 12
# "Not there" is believed when it was said this often, each time after the carrier had time to settle.
ABSENT_TWICE = 2
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The carrier does not come, and holds nothing."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A person must say whether the carrier has it."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Again:
    """Look again after a while. `sent` False: nothing left us, it may be sent then; `looked`: this was a look."""

    wait: timedelta
    problem: Problem
    sent: bool
    looked: bool = False


Result = PickupConfirmed | Refusal | Doubt | Again


def after_order(error: CarrierError, *, can_be_asked: bool, settle: timedelta) -> Result:
    """Say what a failed order means. What was surely not taken may be sent again; what may have been is looked for."""
    problem = _problem(error)
    match error:
        case DuplicateReference():
            return Again(settle, problem, sent=True) if can_be_asked else Doubt(_doubt(error))
        case Refused():
            return Refusal(error.problems)
        case NotAuthorised() | Unsupported():
            return Refusal((problem,))
    if isinstance(error, RateLimited) or (isinstance(error, Unavailable) and not error.doubtful):
        return Again(wait_after(error, settle), problem, sent=False)
    return Again(settle, problem, sent=True) if can_be_asked else Doubt(_doubt(error))


def after_look(found: PickupConfirmed | None, *, looked: int, settle: timedelta) -> Result:
    """Say what a carrier's answer about our reference means. It is never sent again by itself."""
    if found is not None:
        return found
    absent = Problem("PICKUP_NOT_LISTED", "")
    return Doubt(absent) if looked + 1 >= ABSENT_TWICE else Again(settle, absent, sent=True, looked=True)


def after_look_error(error: CarrierError, *, looked: int, settle: timedelta) -> Result:
    """Say what it means that we could not even look."""
    if isinstance(error, Unsupported) or looked + 1 >= MOST_LOOKS:
        return Doubt(_doubt(error))
    return Again(wait_after(error, settle), _problem(error), sent=True, looked=not isinstance(error, Paused))


def wait_after(error: CarrierError, settle: timedelta) -> timedelta:
    """Return how long to wait: what the carrier asks for, else until it had time to settle; a quarter hour at most."""
    asked = getattr(error, "retry_after", None)
    return min(max(settle, timedelta(seconds=asked or 0)), LONGEST_WAIT)


def _doubt(error: CarrierError) -> Problem:
    return Problem("PICKUP_DOUBTFUL", "", error.message[:200])


def _problem(error: CarrierError) -> Problem:
    told = error.problems[0]
    return Problem(told.code, "", error.message[:200])
