"""Journeys as columns of days, as expected dates are learned from and made for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fahuo.eta.days import NEVER, Days, Ints
from fahuo.eta.history import History
from fahuo.eta.stage import Stage
from fahuo.tracking.domain.marks import number_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone

DAY_S = 86400
_MARK = np.dtype([("kind", "<u2"), ("first", "<i8"), ("last", "<i8")])
_MARKED = {
    Stage.RELEASED: Milestone.CUSTOMS_RELEASED,
    Stage.LAST_MILE: Milestone.LAST_MILE,
    Stage.OUT_FOR_DELIVERY: Milestone.OUT_FOR_DELIVERY,
}
# Of a parcel that goes back no delivery is expected.
GOING_BACK = Milestone.RETURNING.value


@dataclass(frozen=True, slots=True)
class Row:
    """One journey as it is read: moments in seconds since 1970, None where there is none."""

    shipment_id: int
    carrier: str
    service_code: str
    origin: str
    country: str
    milestone: str
    labelled_at: float
    scanned_at: float | None
    departed_at: float | None
    arrived_at: float | None
    delivered_at: float | None
    ended_at: float | None
    milestone_at: float | None
    marks: bytes


Key = tuple[str, str, str]  # service key, origin, country


class Lanes:
    """Numbers lanes as they come."""

    def __init__(self) -> None:
        self.place_of: dict[Key, int] = {}

    def place(self, row: Row) -> int:
        """Return the number of the row's lane."""
        key = (f"{row.carrier}/{row.service_code}", row.origin, row.country)
        return self.place_of.setdefault(key, len(self.place_of))


def clocks(offsets: Mapping[str, str]) -> dict[str, float]:
    """Return country → hours ahead of UTC, from the rule book's offsets."""
    return {country: float(hours) for hours, countries in offsets.items() for country in countries.split()}


def history_of(rows: Sequence[Row], lanes: Lanes, hours: Mapping[str, float]) -> History:
    """Return the rows as days at their destinations."""
    ahead = np.array([hours.get(row.country, 0.0) for row in rows]) * 3600
    entered = np.full((len(Stage), len(rows)), NEVER, dtype=np.int32)
    columns = (
        (Stage.LABEL, [row.labelled_at for row in rows]),
        (Stage.SCANNED, [row.scanned_at for row in rows]),
        (Stage.DEPARTED, [row.departed_at for row in rows]),
        (Stage.ARRIVED, [row.arrived_at for row in rows]),
    )
    for stage, moments in columns:
        entered[stage] = _days(moments, ahead)
    _marked(rows, ahead, entered)
    failed = [
        None if row.delivered_at is not None else (row.milestone_at if row.milestone == GOING_BACK else row.ended_at)
        for row in rows
    ]
    return History(
        np.array([lanes.place(row) for row in rows], dtype=np.int64),
        np.maximum(entered, entered[Stage.LABEL]),
        np.maximum(_days([row.delivered_at for row in rows], ahead), entered[Stage.LABEL]),
        _days(failed, ahead),
    )


def today_at(countries: Sequence[str], at: float, hours: Mapping[str, float]) -> Days:
    """Return the day that it is in each country at a moment."""
    ahead = np.array([hours.get(country, 0.0) for country in countries]) * 3600
    return np.asarray(np.floor((at + ahead) / DAY_S), dtype=np.int32)


def _days(moments: Sequence[float | None], ahead: npt.NDArray[np.float64]) -> Days:
    seconds = np.array(moments, dtype=np.float64)
    days = np.floor((seconds + ahead) / DAY_S)
    return np.where(np.isnan(days), NEVER, np.nan_to_num(days)).astype(np.int32)


def _marked(rows: Sequence[Row], ahead: npt.NDArray[np.float64], entered: Days) -> None:
    """Fill in the stages of which only the marks know."""
    packed = [row.marks for row in rows]
    marks: npt.NDArray[Any] = np.frombuffer(b"".join(packed), dtype=_MARK)
    of_row: Ints = np.repeat(np.arange(len(rows)), [len(one) // _MARK.itemsize for one in packed])
    for stage, milestone in _MARKED.items():
        chosen = marks["kind"] == number_of(milestone, ExceptionReason.NONE)
        at = of_row[chosen]
        entered[stage, at] = np.floor((marks["first"][chosen] / 1e6 + ahead[at]) / DAY_S).astype(np.int32)
