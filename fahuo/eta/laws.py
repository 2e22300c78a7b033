"""The law of the days that are left in one stage, for every lane: counted, and shrunk to what the lane belongs to.

A law is a row of G(k), the probability that delivery comes on day k or later, at each landmark: of the parcels that
were still in the stage after so many days. Sums: `docs/algorithms/delivery-dates.md` §2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fahuo.eta.days import LANDMARKS, LAST, Floats, Ints, is_peak, landmark_of
from fahuo.eta.history import History
from fahuo.eta.prior import published_hazards
from fahuo.eta.settings import Settings
from fahuo.eta.sources import behind, levels
from fahuo.eta.stage import Stage
from fahuo.eta.stays import Stays, stays
from fahuo.eta.tree import SEASONS, Tree

Cells = npt.NDArray[np.float32]  # group × landmark × day
_NOBODY = np.float32(1e-20)
Counts = tuple[Cells, Cells]  # delivered, and still waiting


@dataclass(frozen=True, slots=True)
class StageLaws:
    """`later` is G, node × landmark × day (LAST + 2 of them). `parcels` are the delivered ones behind each level of a
    node (node × level, not weighted), `level` is the one that weighs most."""

    later: Cells
    parcels: Ints
    level: Ints


def stage_laws(history: History, stage: Stage, groups: Tree, *, today: int, settings: Settings) -> StageLaws:
    """Return the laws of a stage from what was known when `today` ended; the history must know nothing later."""
    found = stays(history, stage, today=today)
    lane = history.lane[found.parcel]
    node = groups.node(lane, is_peak(found.begun_on))
    age = today - found.begun_on

    def counts(place: Ints, half_life: float, size: int) -> Counts:
        return _counts(found, place, 0.5 ** (age / half_life), size)

    seasons = counts(node, settings.season_half_life, SEASONS * len(groups.lanes))
    ever = counts(lane, settings.half_life, len(groups.lanes))
    recent = counts(lane, settings.recent_half_life, len(groups.lanes))
    later, level = _shrunk(recent, seasons, ever, stage=stage, groups=groups, settings=settings)
    counted = np.bincount(node[found.delivered], minlength=SEASONS * len(groups.lanes))
    return StageLaws(later, behind(counted, groups), level)


def _counts(found: Stays, place: Ints, weight: Floats, size: int) -> Counts:
    """Return the delivered parcels, and those that wait, by group, landmark and day."""
    mark, done = landmark_of(found.stayed), found.delivered
    return (
        _cells(place[done], mark[done], found.days[done], weight[done], size),
        _cells(place[~done], mark[~done], found.days[~done], weight[~done], size),
    )


def _cells(node: Ints, mark: Ints, days: Ints, weight: Floats, size: int) -> Cells:
    """Add up weights by node, landmark and day; a parcel counts at every landmark that it reached."""
    shape = (size, len(LANDMARKS), LAST + 1)
    flat = np.bincount((node * shape[1] + mark) * shape[2] + days, weight, int(np.prod(shape)))
    cells: Cells = flat.astype(np.float32).reshape(shape)
    for place in reversed(range(shape[1] - 1)):
        cells[:, place] += cells[:, place + 1]
    return cells


def _from_the_end(values: Cells) -> Cells:
    """Return the running sums from the last day."""
    summed = np.empty_like(values)
    np.cumsum(values[:, :, ::-1], axis=2, out=summed[:, :, ::-1])
    return summed


def _at_risk(ended: Cells, waiting: Cells) -> Cells:
    """Return how many were not delivered before day k and known to be so on that day: a parcel that has waited for c
    days without an end says something of the days before c only."""
    risk = _from_the_end(ended)
    risk[:, :, :-1] += _from_the_end(waiting)[:, :, 1:]
    return risk


def _shrunk(
    recent: Counts, seasons: Counts, ever: Counts, *, stage: Stage, groups: Tree, settings: Settings
) -> tuple[Cells, Ints]:
    """Return G of every node, and the level that weighs most in it."""
    weighed: Floats = (ever[0] + ever[1])[:, 0].sum(axis=1)
    heard: Cells = np.asarray(settings.most_heard / (settings.most_heard + weighed), dtype=np.float32)[:, None, None]
    area = _summed((ever[0] * heard, ever[1] * heard), groups.region, len(groups.region_keys))
    service = _summed(area, groups.service, len(groups.service_keys))
    alike = _summed(service, groups.alike, len(groups.alike_keys))
    published = published_hazards(groups.low, groups.high, stage).astype(np.float32)
    alike_law = _moved(published, alike, settings.alike)
    service_law = _moved(alike_law[groups.alike], service, settings.service)
    area_law = _moved(service_law[groups.service], area, settings.region)
    lane_law = _moved(area_law[groups.region], ever, settings.lane)
    season_law = _moved(lane_law.repeat(SEASONS, axis=0), seasons, settings.season)
    newest = (recent[0].repeat(SEASONS, axis=0), recent[1].repeat(SEASONS, axis=0))
    node_law = _moved(season_law, newest, settings.recent)
    level = levels([_seen(one) for one in (seasons, ever, area, service, alike)], groups, settings)
    return np.concatenate([_later(law) for law in (node_law, area_law, service_law, alike_law)]), level


def _seen(counts: Counts) -> Floats:
    """Return how many parcels are heard at the beginning of the stage."""
    return np.asarray(_at_risk(*counts)[:, 0, 0], dtype=np.float64)


def _summed(counts: Counts, parent: Ints, size: int) -> Counts:
    """Add children up to their parents."""
    shape = (size, *counts[0].shape[1:])
    sums = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    for total, part in zip(sums, counts, strict=True):
        np.add.at(total, parent, part)
    return sums


def _moved(hazards: Cells, counts: Counts, weight: float) -> Cells:
    """Return hazards moved by own parcels, the parent's law weighing as many parcels as `weight`.

    It counts on day k as the share of it that is left then, so without parcels under way the result is the mixture
    (weight × parent + n × own) ÷ (weight + n) of the two laws.
    """
    left = _later(hazards)[:, :, : LAST + 1]
    left *= weight
    risk = _at_risk(*counts)
    risk += left
    np.maximum(risk, _NOBODY, out=risk)
    left *= hazards
    left += counts[0]
    left /= risk
    moved: Cells = np.where(risk > _NOBODY, left, hazards)
    moved[:, :, LAST] = 1.0
    return moved


def _later(hazards: Cells) -> Cells:
    """Return G(0) = 1, G(1), … G(LAST + 1) = 0."""
    later = np.ones((*hazards.shape[:2], LAST + 2), dtype=np.float32)
    np.cumprod(1 - hazards, axis=2, out=later[:, :, 1:])
    return later
