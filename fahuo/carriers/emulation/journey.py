"""How an emulated parcel travels: what can happen to it, in which plots, and how far it has come.

A plot is a script in hours after the booking. Each emulator says which code of its carrier stands for a step; steps for
which the carrier has none are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

HOUR_S = 3600


class Step(StrEnum):
    """Something that happens to a parcel."""

    DECLARED = "DECLARED"
    COLLECTED = "COLLECTED"
    RECEIVED = "RECEIVED"
    SORTED = "SORTED"
    EXPORT_CUSTOMS = "EXPORT_CUSTOMS"
    EXPORT_RELEASED = "EXPORT_RELEASED"
    DEPARTED = "DEPARTED"
    ARRIVED = "ARRIVED"
    IMPORT_CUSTOMS = "IMPORT_CUSTOMS"
    CUSTOMS_HELD = "CUSTOMS_HELD"
    CUSTOMS_RELEASED = "CUSTOMS_RELEASED"
    LAST_MILE = "LAST_MILE"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY"
    ADDRESS_UNCLEAR = "ADDRESS_UNCLEAR"
    NOT_DELIVERED = "NOT_DELIVERED"
    AT_PICKUP_POINT = "AT_PICKUP_POINT"
    DELIVERED = "DELIVERED"
    RETURNING = "RETURNING"
    RETURNED = "RETURNED"
    LOST = "LOST"


class Plot(StrEnum):
    """A script. SILENCE: nothing more is heard after the departure."""

    HAPPY = "HAPPY"
    CUSTOMS_HOLD = "CUSTOMS_HOLD"
    ADDRESS_UNCLEAR = "ADDRESS_UNCLEAR"
    FAILED_DELIVERY = "FAILED_DELIVERY"
    RETURN = "RETURN"
    LOSS = "LOSS"
    SILENCE = "SILENCE"


_TO_THE_AIRPORT = (
    (0, Step.DECLARED),
    (6, Step.COLLECTED),
    (8, Step.RECEIVED),
    (12, Step.SORTED),
    (20, Step.EXPORT_CUSTOMS),
    (24, Step.EXPORT_RELEASED),
    (30, Step.DEPARTED),
)
_TO_CUSTOMS = (*_TO_THE_AIRPORT, (50, Step.ARRIVED), (54, Step.IMPORT_CUSTOMS))
_TO_THE_DOOR = (*_TO_CUSTOMS, (62, Step.CUSTOMS_RELEASED), (84, Step.LAST_MILE), (110, Step.OUT_FOR_DELIVERY))
PLOTS: Mapping[Plot, tuple[tuple[float, Step], ...]] = {
    Plot.HAPPY: (*_TO_THE_DOOR, (120, Step.DELIVERED)),
    Plot.CUSTOMS_HOLD: (
        *_TO_CUSTOMS,
        (58, Step.CUSTOMS_HELD),
        (178, Step.CUSTOMS_RELEASED),
        (200, Step.LAST_MILE),
        (226, Step.OUT_FOR_DELIVERY),
        (236, Step.DELIVERED),
    ),
    Plot.ADDRESS_UNCLEAR: (
        *_TO_THE_DOOR,
        (118, Step.ADDRESS_UNCLEAR),
        (190, Step.OUT_FOR_DELIVERY),
        (198, Step.DELIVERED),
    ),
    Plot.FAILED_DELIVERY: (
        *_TO_THE_DOOR,
        (118, Step.NOT_DELIVERED),
        (140, Step.AT_PICKUP_POINT),
        (188, Step.DELIVERED),
    ),
    Plot.RETURN: (*_TO_THE_DOOR, (118, Step.NOT_DELIVERED), (240, Step.RETURNING), (480, Step.RETURNED)),
    Plot.LOSS: (*_TO_CUSTOMS, (62, Step.CUSTOMS_RELEASED), (400, Step.LOST)),
    Plot.SILENCE: _TO_THE_AIRPORT,
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of an emulated parcel: when (seconds since 1970), in which code of the carrier, and what it is.

    `step` is None for a stray code, which no carrier documents.
    """

    at: float
    code: str
    step: Step | None


def plot_of(reference: str, shares: Mapping[Plot, float]) -> Plot:
    """Choose a plot for a booking: always the same for one reference, and in the long run by the shares."""
    plots = list(shares) or [Plot.HAPPY]
    ends = list(accumulate(shares.values()))
    place = int.from_bytes(hashlib.sha256(reference.encode()).digest()[:8], "big") / 2**64 * (ends[-1] if ends else 1)
    return next((plot for plot, end in zip(plots, ends, strict=False) if place < end), plots[-1])


def happened(
    plot: Plot,
    codes: Mapping[Step, str],
    *,
    booked_at: float,
    now: float,
    speed: float = 1,
    told: Sequence[tuple[float, Step]] = (),
) -> list[Happening]:
    """Return what has happened to a parcel by now, oldest first. `speed`: emulated seconds in a second. `told` is a
    script with hours of its own (`durations.script`); without one the plot's hours hold."""
    script = [(hours * HOUR_S / speed, step) for hours, step in told or PLOTS[plot] if step in codes]
    return [Happening(booked_at + after, codes[step], step) for after, step in script if booked_at + after <= now]
