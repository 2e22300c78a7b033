"""The record of services on lanes: how long parcels took, how many went wrong, and how sure we are.

A lane is one service to one country. What a service publishes is where we start; own history moves the figures, the
more of it the further (shrinkage). `docs/algorithms/lanes.md` has the sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class LaneSource(StrEnum):
    """Where the figures of a lane come from, weakest first."""

    ASSUMED = "ASSUMED"  # nothing is published: the rule book's guess
    PUBLISHED = "PUBLISHED"  # the days of the rate sheet or the service
    SERVICE = "SERVICE"  # moved by own parcels of the same service to other countries
    LANE = "LANE"  # moved by own parcels of this lane


@dataclass(frozen=True, slots=True)
class LaneCounts:
    """What happened to parcels of one lane, as counted. Days run from hand-over to delivery.

    `delivered` parcels have `days` (sum) and `days_squared` (sum of squares). `tracked`: parcels whose first carrier
    event came back; `pickup_hours` is the sum over `picked_up` parcels from booking to pick-up.
    """

    parcels: int = 0
    delivered: int = 0
    days: float = 0.0
    days_squared: float = 0.0
    on_time: int = 0
    promised: int = 0  # of the delivered ones, how many had a promised date
    lost: int = 0
    returned: int = 0
    disputed: int = 0
    tracked: int = 0
    picked_up: int = 0
    pickup_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Lanes:
    """Counts by (service key, country) of one seller; what is absent has no history."""

    counts: Mapping[tuple[str, str], LaneCounts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LanePriors:
    """What is believed of a lane before own parcels speak, and how many parcels that belief weighs.

    `service_parcels` is the weight of the published days against a service's own record, `lane_parcels` that of the
    service's record against the lane's own; `rate_parcels` is either weight for the four probabilities.
    `calendar_days` are the calendar days in one published (working) day; `assumed_days` stand in where none are
    published. `loss`, `returned`, `disputed` and `untracked` are shares of all parcels.
    """

    calendar_days: float
    assumed_days: tuple[int, int]
    service_parcels: float
    lane_parcels: float
    rate_parcels: float
    loss: float
    returned: float
    disputed: float
    untracked: float
    pickup_hours: float
