"""Days as numbers, and the grids that all laws share."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int32]  # days since 1970 in the calendar of the destination
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NEVER = np.int32(2**30)
# A parcel that takes longer than this counts as taking this long.
LAST = 120
# Days in a stage at which a law of its own is kept: of the parcels that were still there.
LANDMARKS = np.array([0, 1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 40, 60])
# The longest stay in a stage that a table of dates tells apart.
LONGEST_WAIT = 60

_EPOCH = date(1970, 1, 1).toordinal()
PEAK_MONTHS = (11, 12, 1)


def number(day: date) -> int:
    """Return the day's number."""
    return day.toordinal() - _EPOCH


def day(of: int) -> date:
    """Return the day of a number."""
    return date.fromordinal(int(of) + _EPOCH)


def is_peak(days: npt.ArrayLike) -> Ints:
    """Return 1 for days of the peak season (November to January), else 0."""
    months = np.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    return np.asarray(np.isin(months, PEAK_MONTHS), dtype=np.int64)


def landmark_of(waited: npt.ArrayLike) -> Ints:
    """Return the place of the last landmark that is not behind so many days."""
    places = np.searchsorted(LANDMARKS, np.maximum(np.asarray(waited), 0), side="right") - 1
    return np.asarray(places, dtype=np.int64)
