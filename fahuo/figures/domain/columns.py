"""What is counted: the columns of every cell, and the buckets in which lengths of time are counted."""

from __future__ import annotations

from bisect import bisect_left
from enum import IntEnum, auto


class Count(IntEnum):
    """One thing that is true of a parcel or not; its place in a cell."""

    ORDERS = 0  # orders that want a label; they count on the day when the label's clock began
    LABEL_DUE = auto()
    LABEL_MET = auto()
    PARCELS = auto()  # parcels with a label; they and all below count on the day of the label
    PICKUP_DUE = auto()
    PICKUP_MET = auto()
    TRACKING_DUE = auto()
    TRACKING_MET = auto()
    PROMISED = auto()
    ON_TIME_DUE = auto()
    ON_TIME_MET = auto()
    CLOSED = auto()  # the end is known, or has been awaited long enough
    LOST = auto()
    TROUBLED = auto()
    DISPUTED = auto()
    DELIVERED = auto()


# Upper ends, inclusive; what is more goes into one bucket above. Hours, hours, days.
LABEL_ENDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 24.0, 72.0)
PICKUP_ENDS = (6.0, 12.0, 24.0, 36.0, 48.0, 72.0, 120.0, 240.0)
TRANSIT_ENDS = (3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 18.0, 22.0, 27.0, 34.0, 45.0, 60.0)

COUNTS = tuple(one.name.lower() for one in Count)
LABEL_HOURS = tuple(f"label_{place}" for place in range(len(LABEL_ENDS) + 1))
PICKUP_HOURS = tuple(f"pickup_{place}" for place in range(len(PICKUP_ENDS) + 1))
TRANSIT_DAYS = tuple(f"transit_{place}" for place in range(len(TRANSIT_ENDS) + 1))
COLUMNS = (*COUNTS, *LABEL_HOURS, *PICKUP_HOURS, *TRANSIT_DAYS)
AT = {name: place for place, name in enumerate(COLUMNS)}


def bucket(value: float, ends: tuple[float, ...]) -> int:
    """Return the place of the bucket that holds a value: two hours are in the bucket that ends with two hours."""
    return bisect_left(ends, value)
