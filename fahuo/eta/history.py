"""What is known of past parcels and of those under way, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from fahuo.eta.days import NEVER, Bools, Days, Ints
from fahuo.eta.stage import Stage

# A parcel that was not delivered so long after its label never will be: it is not waited for any more.
GIVEN_UP_AFTER = 120


@dataclass(frozen=True, slots=True)
class Lane:
    """One service from one country to another. `published` are the first and last day it is said to take, calendar
    days from the label, which four of five parcels keep."""

    service: str
    origin: str
    country: str
    published: tuple[float, float] = field(default=(14.0, 63.0), compare=False)


@dataclass(frozen=True, slots=True)
class Regions:
    """Which group a country belongs to; a country of no group is one of its own."""

    of_country: Mapping[str, str] = field(default_factory=dict)

    def region(self, country: str) -> str:
        """Return the group's name, or the country."""
        return self.of_country.get(country, country)


@dataclass(frozen=True, slots=True)
class History:
    """One place per parcel. `entered` is stage × parcel: the day on which each stage began, NEVER if it did not (yet).

    `failed_on` is the day on which it became known that a parcel will not be delivered (lost, returned, cancelled).
    """

    lane: Ints
    entered: Days
    delivered_on: Days
    failed_on: Days

    @classmethod
    def of(
        cls, lane: npt.ArrayLike, entered: npt.ArrayLike, delivered_on: npt.ArrayLike, failed_on: npt.ArrayLike
    ) -> History:
        """Return the columns as arrays."""
        return cls(
            np.asarray(lane, dtype=np.int64),
            np.asarray(entered, dtype=np.int32).reshape(len(Stage), -1),
            np.asarray(delivered_on, dtype=np.int32),
            np.asarray(failed_on, dtype=np.int32),
        )

    @classmethod
    def empty(cls) -> History:
        """Return the history of somebody who has not shipped yet."""
        return cls.of([], np.empty((len(Stage), 0)), [], [])

    def __len__(self) -> int:
        """How many parcels."""
        return len(self.lane)

    def rows(self, chosen: Bools | Ints) -> History:
        """Return some of the parcels."""
        return History(self.lane[chosen], self.entered[:, chosen], self.delivered_on[chosen], self.failed_on[chosen])

    def known_on(self, today: int) -> History:
        """Return what was known when this day ended: what came later has not happened, who came later is not there."""
        begun = self.rows(self.entered[Stage.LABEL] <= today)

        def seen(days: Days) -> Days:
            return np.where(days <= today, days, NEVER).astype(np.int32)

        return History(begun.lane, seen(begun.entered), seen(begun.delivered_on), seen(begun.failed_on))

    def in_time_order(self) -> History:
        """Return the same with stages that began after the delivery left out, as carriers tell some things late."""
        late = self.entered > np.where(self.delivered_on < NEVER, self.delivered_on, NEVER)
        return History(
            self.lane, np.where(late, NEVER, self.entered).astype(np.int32), self.delivered_on, self.failed_on
        )


def joined(parts: Sequence[History]) -> History:
    """Return the parcels of all parts."""
    return History(
        np.concatenate([part.lane for part in parts]),
        np.concatenate([part.entered for part in parts], axis=1),
        np.concatenate([part.delivered_on for part in parts]),
        np.concatenate([part.failed_on for part in parts]),
    )
