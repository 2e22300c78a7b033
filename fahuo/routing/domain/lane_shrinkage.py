"""Moves what is believed of lanes by what happened on them, in two steps: published → service → lane.

With n parcels of its own and a prior worth k parcels, an estimate is (k × prior + n × own) ÷ (k + n). A lane counts in
its service's estimate as n × k ÷ (n + k) parcels, so that one busy lane cannot speak for all. The sums stand in
`docs/algorithms/lanes.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from fahuo.routing.domain.lanes import LaneCounts, LanePriors

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FIGURES = attrgetter(
    *("parcels", "delivered", "days", "days_squared", "lost", "returned", "disputed", "tracked"),
    *("picked_up", "pickup_hours"),
)


@dataclass(frozen=True, slots=True)
class History:
    """The counted lanes as arrays, one place per lane. `wrong` holds lost, returned, disputed and untracked parcels."""

    column: Ints
    parcels: Floats
    delivered: Floats
    days: Floats
    days_squared: Floats
    wrong: Floats  # kind × lane
    picked_up: Floats
    pickup_hours: Floats

    @classmethod
    def of(cls, columns: Sequence[int], counts: Sequence[LaneCounts]) -> History:
        """Return the counts as arrays."""
        figures = np.array([_FIGURES(c) for c in counts], dtype=np.float64).reshape(-1, 10)
        n, delivered, days, squared, lost, returned, disputed, tracked, picked, hours = figures.T
        wrong = np.stack([lost, returned, disputed, n - tracked])
        return cls(np.array(columns, dtype=np.int64), n, delivered, days, squared, wrong, picked, hours)


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """What the lanes of a service say together; one place per service and a last one for "no history".

    `pace` is how many times the published mean its parcels took, `looseness` how many times the published relative
    variance they scattered.
    """

    pace: Floats
    looseness: Floats
    wrong: Floats  # kind × service
    pickup_hours: Floats


def prior_rates(priors: LanePriors) -> Floats:
    """Return the four shares in the sequence of `History.wrong`."""
    return np.array([priors.loss, priors.returned, priors.disputed, priors.untracked])


def service_record(
    history: History, published: Floats, relative: Floats, services: int, priors: LanePriors
) -> ServiceRecord:
    """Return the first step: each service's record, from the published mean and relative variance of its lanes."""

    def pooled(values: Floats, n: Floats, prior: float, weights: tuple[float, float]) -> Floats:
        own, above = weights
        heard = n * own / (n + own)
        weight = np.bincount(history.column, heard, services + 1)
        total = np.bincount(history.column, heard * values, services + 1)
        return (above * prior + total) / (above + weight)

    days, rates = (priors.lane_parcels, priors.service_parcels), (priors.rate_parcels, priors.rate_parcels)
    mean = history.days / np.maximum(history.delivered, 1)
    freedom = np.maximum(history.delivered - 1, 0)
    own = _squares(history) / np.maximum(freedom, 1) / np.maximum(mean, 1e-9) ** 2
    hours = history.pickup_hours / np.maximum(history.picked_up, 1)
    shares = history.wrong / np.maximum(history.parcels, 1)
    return ServiceRecord(
        pooled(mean / published, history.delivered, 1.0, days),
        pooled(own / relative, freedom, 1.0, days),
        np.stack([pooled(s, history.parcels, q, rates) for s, q in zip(shares, prior_rates(priors), strict=True)]),
        pooled(hours, history.picked_up, priors.pickup_hours, days),
    )


def lane_days(history: History, mean: Floats, relative: Floats, priors: LanePriors) -> tuple[Floats, Floats]:
    """Return the second step for days: mean and spread of each lane, from what its service makes of it."""
    k, n = priors.lane_parcels, history.delivered
    moved = (k * mean + history.days) / (k + n)
    gap = history.days / np.maximum(n, 1) - mean
    # The last term is the doubt that a prior far from the counted mean brings (normal-inverse-gamma law).
    variance = (k * relative * mean**2 + _squares(history) + k * n / (k + n) * gap**2) / (k + n)
    return moved, np.sqrt(variance)


def lane_rates(history: History, wrong: Floats, priors: LanePriors) -> Floats:
    """Return the second step for the four probabilities: beta law with pseudo-counts, kind × lane."""
    k = priors.rate_parcels
    return (k * wrong + history.wrong) / (k + history.parcels)


def lane_pickup(history: History, hours: Floats, priors: LanePriors) -> Floats:
    """Return the second step for the hours from booking to pick-up."""
    k = priors.lane_parcels
    return (k * hours + history.pickup_hours) / (k + history.picked_up)


def _squares(history: History) -> Floats:
    """Sum of squared distances from the lane's own mean."""
    return np.maximum(history.days_squared - history.days**2 / np.maximum(history.delivered, 1), 0.0)
