"""How many calls polling may make now, from the pace that all processes share. Pure."""

from __future__ import annotations

from dataclasses import dataclass

# Bookings and labels go through the same account, and somebody waits for them.
SHARE_OF_CALLS = 0.8
SHARE_OF_SLOTS = 0.5
AHEAD_S = 1.0


@dataclass(frozen=True, slots=True)
class Purse:
    """What an account allows. Without an interval (an emulator that bears all) only calls in flight are limited.

    `ahead_s`: how far its next place in the pace lies ahead of now, negative when it has rested; `slack_s`: how much
    earlier than evenly spread calls may begin.
    """

    interval_s: float | None
    slack_s: float
    ahead_s: float
    most_at_once: int
    in_flight: int


def calls_free(purse: Purse) -> int:
    """Return how many calls may be begun now. Calls that are in flight may not have taken their place yet."""
    free = max(1, int(purse.most_at_once * SHARE_OF_SLOTS)) - purse.in_flight
    if purse.interval_s is not None:
        span = AHEAD_S + purse.slack_s - max(purse.ahead_s, 0.0)
        places = int(span / purse.interval_s)
        if places >= 1:
            places = max(1, int(places * SHARE_OF_CALLS))
        elif purse.ahead_s <= purse.interval_s * (1 - 1 / SHARE_OF_CALLS):
            places = 1  # less than a call a second: one at a time, and after a rest that leaves the others their share
        free = min(free, places - purse.in_flight)
    return max(free, 0)
