"""Turns laws into a table of days: for each node and days waited, the interval's ends and its middle."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fahuo.eta.calibration import Ends, class_of
from fahuo.eta.days import LONGEST_WAIT, Ints, landmark_of
from fahuo.eta.laws import Cells, StageLaws
from fahuo.eta.tree import Level

COLUMNS = ("from", "likely", "until", "inner_from", "inner_until")
_WAITS = np.arange(LONGEST_WAIT + 1)
_AT_ONCE = 200  # nodes; bounds the memory


def stage_table(laws: StageLaws, ends: Ends) -> npt.NDArray[np.int16]:
    """Return days left from today: node × days waited × COLUMNS."""
    parts = [
        _part(laws.later[start : start + _AT_ONCE], laws.parcels[start : start + _AT_ONCE], ends)
        for start in range(0, len(laws.later), _AT_ONCE)
    ]
    return np.concatenate(parts) if parts else np.empty((0, len(_WAITS), len(COLUMNS)), dtype=np.int16)


def _part(later: Cells, parcels: Ints, ends: Ends) -> npt.NDArray[np.int16]:
    """Do it for some nodes. Who waited longer is never expected earlier: the days only grow with the wait."""
    at_mark = later[:, landmark_of(_WAITS)]
    left = at_mark[:, _WAITS, _WAITS][:, :, None]
    # F(k), given that it was not delivered before.
    share = np.asarray(1 - at_mark[:, :, 1:] / np.maximum(left, np.float32(1e-30)), dtype=np.float32)
    share[:, _WAITS[:, None] > np.arange(share.shape[2])[None, :]] = -2.0
    place = class_of(parcels[:, Level.LANE][:, None], _WAITS[None, :])
    likely = (share >= 0.5).argmax(axis=2)
    found = [likely, *_around(share, place, ends, 0, likely), *_around(share, place, ends, 1, likely)]
    days = np.maximum.accumulate(np.stack([found[1], found[0], *found[2:]], axis=2), axis=1)
    days[:, :, 3] = np.maximum(days[:, :, 3], days[:, :, 0])
    days[:, :, 4] = np.minimum(days[:, :, 4], days[:, :, 2])
    return (days - _WAITS[None, :, None]).astype(np.int16)


def _around(share: Cells, place: Ints, ends: Ends, tail: int, likely: Ints) -> tuple[Ints, Ints]:
    """Return first and last day of an interval around the likely day."""
    first = (share > ends.lower[tail][place][:, :, None]).argmax(axis=2)
    last = (share >= ends.upper[tail][place][:, :, None]).argmax(axis=2)
    waits = np.broadcast_to(_WAITS, likely.shape)
    return np.clip(first, waits, likely), np.maximum(last, likely)
