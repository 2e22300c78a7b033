"""One lane as a page shows it: what to expect, how sure we are, and what the figures come from."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from fahuo.rating.domain.table import COUNTRY_AT
from fahuo.routing.domain.lane_law import Z
from fahuo.routing.domain.lane_table import SOURCES, LaneTable
from fahuo.routing.domain.lanes import LaneCounts, LanePriors, LaneSource

NO_PARCELS = LaneCounts()


@dataclass(frozen=True, slots=True)
class Share:
    """A probability, with the 80 % interval in which it lies."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LaneView:
    """`low` to `high` are the days between which 80 % of the parcels arrive; `mean_low` to `mean_high` is where the
    mean itself lies. `parcels` is the lane's own sample, `on_time` the counted share of those with a promise."""

    mean: float
    mean_low: float
    mean_high: float
    low: int
    high: int
    loss: Share
    returned: Share
    disputed: Share
    untracked: Share
    pickup_hours: float
    parcels: int
    delivered: int
    on_time: Share | None
    promised: int
    source: LaneSource


def lane_view(
    table: LaneTable, column: int, country: str, priors: LanePriors, counts: LaneCounts = NO_PARCELS
) -> LaneView:
    """Return what the table says of a service (its column) to a country; `counts` are the lane's own."""
    row = int(table.lane[COUNTRY_AT[country], column])
    mean, spread = float(table.mean[row]), float(table.spread[row])
    doubt = Z * spread / sqrt(priors.lane_parcels + counts.delivered)
    heard = priors.rate_parcels + counts.parcels
    return LaneView(
        mean=mean,
        mean_low=mean - doubt,
        mean_high=mean + doubt,
        low=round(float(table.low[row])),
        high=round(float(table.high[row])),
        loss=share(float(table.loss[row]), heard),
        returned=share(float(table.returned[row]), heard),
        disputed=share(float(table.disputed[row]), heard),
        untracked=share(float(table.untracked[row]), heard),
        pickup_hours=float(table.pickup_hours[row]),
        parcels=counts.parcels,
        delivered=counts.delivered,
        on_time=share(counts.on_time / counts.promised, counts.promised) if counts.promised else None,
        promised=counts.promised,
        source=SOURCES[int(table.source[row])],
    )


def share(p: float, n: float) -> Share:
    """Return a share seen in n parcels with its 80 % interval by Wilson's score (1927): never below 0 or above 1."""
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return Share(p, max(0.0, middle - half), min(1.0, middle + half))
