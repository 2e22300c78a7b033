"""How far a parcel is, as expected dates know it, and how much of the way is believed to be left then."""

from __future__ import annotations

from enum import IntEnum


class Stage(IntEnum):
    """The places of a parcel's clock, in the sequence of the way. A stage begins on the day of its first event."""

    LABEL = 0
    SCANNED = 1
    DEPARTED = 2
    ARRIVED = 3
    RELEASED = 4
    LAST_MILE = 5
    OUT_FOR_DELIVERY = 6


# The share of the published days that is believed to be left when a stage begins, before own parcels speak: the
# project's choice. `docs/algorithms/delivery-dates.md` §3.
LEFT = (1.0, 0.9, 0.75, 0.5, 0.4, 0.25, 0.04)
