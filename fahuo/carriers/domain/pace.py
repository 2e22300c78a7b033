"""How quickly an account may be called: the arithmetic of a token bucket (generic cell rate algorithm), pure."""

from __future__ import annotations

from dataclasses import dataclass

# An account's own limit is kept in every second, not only on average: calls are spread evenly and a little slower, so
# that what is late by `SLOT_LIVES_S` does not meet the next second's calls.
MARGIN = 1.05
SLOT_LIVES_S = 0.05
MOST_AT_ONCE = 25
BATCH_LASTS_S = 0.5
# A batch used up sooner than this was too small.
BUSY_S = 0.25


@dataclass(frozen=True, slots=True)
class Pace:
    """One call every `interval_s`, of which `burst` may come at once after a rest."""

    interval_s: float
    burst: int = 1

    @property
    def slack_s(self) -> float:
        """How much earlier than evenly spread a call may begin. Half of what the burst allows: the other half is for
        calls that use their place late.
        """
        return (self.burst - 1) * self.interval_s / 2

    @property
    def slot_lives_s(self) -> float:
        """How long a place may be used after its time."""
        return max(self.slack_s, SLOT_LIVES_S)

    @property
    def largest_batch(self) -> int:
        """The most places to reserve at once: half a second's, and no more than 25."""
        return max(1, min(MOST_AT_ONCE, int(BATCH_LASTS_S / self.interval_s)))


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits that are known of an account: its own, if it has them, and those of its carrier."""

    own_calls_per_s: float | None
    calls_per_s: float
    burst: int
    emulated: bool = False


def pace(known: Allowance) -> Pace | None:
    """Return the pace of an account; an emulator has none unless the account says so."""
    if known.own_calls_per_s:
        return Pace(MARGIN / known.own_calls_per_s)
    if known.emulated or not known.calls_per_s:
        return None
    return Pace(1 / known.calls_per_s, max(known.burst, 1))


def batch(pace: Pace, *, waiting: int, last: int, lasted_s: float, used_up: bool) -> int:
    """Return how many places to reserve: for those who wait, and ahead when the last batch was soon used up."""
    ahead = last * 2 if used_up and lasted_s < BUSY_S else 1
    return min(pace.largest_batch, max(waiting, ahead))


def starts(pace: Pace, *, first_in_s: float, count: int) -> list[float]:
    """Return in how many seconds each of the reserved calls may begin; `first_in_s` is the first one's even time."""
    return [first_in_s + place * pace.interval_s - pace.slack_s for place in range(count)]
