"""Turns laws into a table of days: for each node and days waited, the interval's ends and its middle."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fahuo.eta.calibration import Ends, class_of
from fahuo.eta.counts import Cells
from fahuo.eta.days import LONGEST_WAIT, Floats, Ints, landmark_of
from fahuo.eta.laws import StageLaws
from fahuo.eta.tree import Level

COLUMNS = ("from", "likely", "until", "inner_from", "inner_until")
Table = npt.NDArray[np.uint8]  # days are at most LAST
_WAITS = np.arange(LONGEST_WAIT + 1)
_MARK_OF = landmark_of(_WAITS)


def fill(table: Table, laws: StageLaws, ends: Ends) -> None:
    """Write days left from today: node × days waited × COLUMNS."""
    for nodes, later in laws.portions():
        table[nodes] = _days_left(later, laws.parcels[nodes, Level.LANE], ends)


def _days_left(later: Cells, parcels: Ints, ends: Ends) -> Ints:
    """Do it for some nodes. Who waited longer is never expected earlier: the days only grow with the wait."""
    at_mark = later[:, _MARK_OF]
    left, after = at_mark[:, _WAITS, _WAITS], at_mark[:, :, 1:]
    place = class_of(parcels[:, None], _WAITS[None, :])

    def until(end: Floats | float) -> Cells:
        """Return G at an end, of those that are left after the wait."""
        return np.asarray(left * (1 - end), dtype=np.float32)[:, :, None]

    likely = np.maximum((after <= until(0.5)).argmax(axis=2), _WAITS)
    found = [likely]
    for lower, upper in zip(ends.lower, ends.upper, strict=True):
        found.append(np.clip((after < until(lower[place])).argmax(axis=2), _WAITS, likely))
        found.append(np.maximum((after <= until(upper[place])).argmax(axis=2), likely))
    days = np.maximum.accumulate(np.stack([found[1], found[0], *found[2:]], axis=2), axis=1)
    days[:, :, 3] = np.maximum(days[:, :, 3], days[:, :, 0])
    days[:, :, 4] = np.minimum(days[:, :, 4], days[:, :, 2])
    return days - _WAITS[None, :, None]
