"""When to try again: a table by what went wrong, spread out so that a hundred rows do not come back as one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from fahuo.carriers.errors import (
    CarrierError,
    NotAuthorised,
    NotReady,
    Paused,
    RateLimited,
    Unavailable,
    Unexpected,
)

# The longest wait is as much longer than reckoned as this share says; never shorter, as settling must be kept.
SPREAD = 0.25
# Steps of the golden and the silver ratio fill the time evenly, without a die.
_ROW_STEP, _CALL_STEP = 0.6180339887498949, 0.4142135623730951


@dataclass(frozen=True, slots=True)
class Retry:
    """Waits of one kind of error: `base` times the installation's backoff, `growth` times more after each call."""

    base: float
    growth: float
    longest: timedelta


_QUARTER = timedelta(minutes=15)
# The most special first. What is not listed waits as the last line says.
RETRIES: tuple[tuple[type[CarrierError], Retry], ...] = (
    (Paused, Retry(1, 1, timedelta(minutes=2))),  # our own gate: it says when it opens, or soon
    (Unavailable, Retry(1, 2, _QUARTER)),  # down: leave it alone for longer and longer
    (RateLimited, Retry(1, 1.5, timedelta(minutes=2))),  # its window is short, seldom over a minute
    (NotReady, Retry(1, 1.5, timedelta(minutes=5))),  # being made; mostly there within seconds
    (NotAuthorised, Retry(180, 1, _QUARTER)),  # a person must act first
    (Unexpected, Retry(2, 3, timedelta(minutes=30))),  # the developer must act; few tries, far apart
    (CarrierError, Retry(1, 2, _QUARTER)),
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait. `settle`: how long a carrier may still write a call whose answer we did not get."""

    settle: timedelta = timedelta(seconds=30)
    backoff: timedelta = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which try this is: `calls` made before it, the installation's patience, this row's share of the spread, and how
    long it has `waited` to be booked.
    """

    calls: int = 0
    patience: Patience = field(default_factory=Patience)
    jitter: float = 0.0
    waited: timedelta = timedelta()

    def wait_after(self, error: CarrierError, *, settling: bool = True) -> timedelta:
        """Return how long to leave the carrier alone; what it asked for itself counts.

        A booking that may be on its way also has to settle; a label that is asked for changes nothing.
        """
        asked = getattr(error, "retry_after", None)
        wait = timedelta(seconds=asked) if asked else self._reckoned(error)
        if error.doubtful and settling:
            wait = max(wait, self.patience.settle)
        return wait * (1 + SPREAD * self.jitter)

    def _reckoned(self, error: CarrierError) -> timedelta:
        retry = next(retry for kind, retry in RETRIES if isinstance(error, kind))
        factor = retry.base * retry.growth ** min(self.calls, 16)
        return min(self.patience.backoff * factor, retry.longest)


def jitter(row_id: int, calls: int) -> float:
    """Return the share of the spread that this row waits this time: from 0 to 1, even over rows and over tries."""
    return (row_id * _ROW_STEP + calls * _CALL_STEP) % 1
