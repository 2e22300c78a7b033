"""Fits the laws of all lanes, lays the ends of their intervals by the recent past, and answers for parcels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from fahuo.eta import calibration
from fahuo.eta.calibration import Scores
from fahuo.eta.days import LAST, LONGEST_WAIT, NEVER, Bools, Days, Ints, is_peak, landmark_of
from fahuo.eta.history import History, Lane, Regions
from fahuo.eta.laws import StageLaws, stage_laws
from fahuo.eta.settings import Settings
from fahuo.eta.stage import Stage
from fahuo.eta.stays import Stays, stays
from fahuo.eta.tables import COLUMNS, Table, fill
from fahuo.eta.tree import Level, Tree, tree

# The past is predicted anew from so many moments, each for the days until the next.
FOLDS, FOLD_DAYS = 4, 14
# A moment counts so much as the next one.
_FADING = 0.6
DEFAULT = Settings()


@dataclass(frozen=True, slots=True)
class Model:
    """What is expected of every node in every stage. `table` is node × stage × days waited × COLUMNS, in days left from
    today; `parcels` node × stage × level, `level` node × stage."""

    groups: Tree
    fitted_on: int
    table: Table
    parcels: Ints
    level: Ints


@dataclass(frozen=True, slots=True)
class Expected:
    """One place per parcel; days are of the destination's calendar. The inner interval holds half of the parcels."""

    from_on: Days
    likely_on: Days
    until_on: Days
    inner_from_on: Days
    inner_until_on: Days
    level: Ints
    parcels: Ints

    def where(self, chosen: Bools, other: Expected) -> Expected:
        """Return these days where chosen, else the other ones."""
        names = (column.name for column in fields(self))
        return Expected(*(np.where(chosen, getattr(self, name), getattr(other, name)) for name in names))


def fit(
    history: History, lanes: Sequence[Lane], regions: Regions, *, today: int, settings: Settings = DEFAULT
) -> Model:
    """Return the model of what was known when `today` ended. `lanes` are those of the history, and any others asked."""
    groups = tree(lanes, regions)
    known = history.known_on(today).in_time_order()
    known = known.rows(np.argsort(groups.seat[known.lane], kind="stable"))
    table = np.empty((groups.nodes, len(Stage), LONGEST_WAIT + 1, len(COLUMNS)), dtype=np.uint8)
    parcels, levels = [], []
    for stage in Stage:
        ends = calibration.ends(_scores(known, stage, groups, today=today, settings=settings))
        laws = stage_laws(known, stage, groups, today=today, settings=settings)
        fill(table[:, stage], laws, ends)
        parcels.append(laws.parcels)
        levels.append(laws.level)
    return Model(groups, today, table, np.stack(parcels, axis=1), np.stack(levels, axis=1))


def expect(model: Model, node: Ints, stage: Ints, begun_on: Days, *, today: Days | int) -> Expected:
    """Return when parcels will arrive that are in a stage since `begun_on`, by their nodes. One pass for all."""
    now = np.asarray(today, dtype=np.int32)
    waited = np.clip(now - begun_on, 0, LONGEST_WAIT)
    found = model.table[node, stage, waited].astype(np.int32) + now[..., None]
    level = model.level[node, stage]
    parcels = np.where(level < Level.PUBLISHED, model.parcels[node, stage, np.minimum(level, Level.ALIKE)], 0)
    first, likely, last, inner_first, inner_last = (found[..., column] for column in range(len(COLUMNS)))
    return Expected(first, likely, last, inner_first, inner_last, level, parcels)


def _scores(known: History, stage: Stage, groups: Tree, *, today: int, settings: Settings) -> Scores:
    """Return how parcels of the last weeks did by the laws that were valid for them."""
    found, parts = stays(known, stage, today=today), []
    first = int(known.entered[Stage.LABEL].min(initial=NEVER))
    lane = known.lane[found.parcel]
    for cut in range(today - FOLDS * FOLD_DAYS, today, FOLD_DAYS):
        if first <= cut:
            laws = stage_laws(known, stage, groups, today=cut, settings=settings)
            scores = calibration.joined(_fold(found, lane, laws, cut))
            parts.append(replace(scores, weight=scores.weight * _FADING ** ((today - cut) // FOLD_DAYS - 1)))
    return calibration.joined(parts)


def _fold(found: Stays, lane: Ints, laws: StageLaws, cut: int) -> list[Scores]:
    """Score those that entered the stage in the days after the cut, and those that waited in it on two of the days."""
    new = (found.begun_on > cut) & (found.begun_on <= cut + FOLD_DAYS)
    rounds = [(new, np.zeros(len(lane), dtype=np.int64))]
    for on in (cut + FOLD_DAYS // 2, cut + FOLD_DAYS):
        waited = (on - found.begun_on).astype(np.int64)
        rounds.append(((waited > 0) & (found.stayed >= waited) & (waited <= LONGEST_WAIT), waited))
    parts = []
    for chosen, waited in rounds:
        rows = np.flatnonzero(chosen)
        node = laws.groups.node(lane[rows], is_peak(found.begun_on[rows]))
        parts.append(score(laws, node, waited[rows], days=found.days[rows], delivered=found.delivered[rows]))
    return parts


def score(laws: StageLaws, node: Ints, waited: Ints, *, days: Ints, delivered: Bools) -> Scores:
    """Return the scores of parcels that were delivered, or waited, until so many days of the stage."""
    days = np.maximum(days, waited)
    left, after, before = laws.later(node, landmark_of(waited), waited, np.minimum(days + 1, LAST + 1), days)
    base = np.maximum(left.astype(np.float64), 1e-30)
    of_class = calibration.class_of(laws.parcels[node, Level.LANE], waited)
    return Scores(of_class, 1 - after / base, 1 - before / base, delivered, np.ones(len(delivered)))
