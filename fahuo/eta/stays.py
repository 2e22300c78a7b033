"""The parcels of one stage: when it began, how long they stayed in it, and how long until they were delivered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fahuo.eta.days import LAST, NEVER, Bools, Days, Ints
from fahuo.eta.history import GIVEN_UP_AFTER, History
from fahuo.eta.stage import Stage


@dataclass(frozen=True, slots=True)
class Stays:
    """One place per parcel that entered the stage. `parcel` is its place in the history.

    `stayed` are days until the next stage, or so far. `days` are days until delivery where `delivered`. Else they are
    those that it is known to take at least (it is censored): it did not come today, so tomorrow is the first day left.
    """

    parcel: Ints
    begun_on: Days
    stayed: Ints
    left: Bools
    days: Ints
    delivered: Bools


def stays(history: History, stage: Stage, *, today: int) -> Stays:
    """Return the stays in a stage as known when `today` ended. Parcels that will not be delivered are left out."""
    begun = history.entered[stage]
    old = history.entered[Stage.LABEL] < today - GIVEN_UP_AFTER
    delivered = history.delivered_on <= today
    hopeless = (history.failed_on <= today) | old
    parcel = np.flatnonzero((begun <= today) & (delivered | ~hopeless))
    begun, end, next_on = begun[parcel], history.delivered_on[parcel], _next(history, stage)[parcel]
    delivered = end <= today
    left = next_on <= today
    stayed = np.minimum(np.where(left, next_on, today) - begun, LAST).astype(np.int64)
    days = np.minimum(np.where(delivered, end, today + 1) - begun, LAST).astype(np.int64)
    return Stays(parcel, begun, np.maximum(stayed, 0), left, np.maximum(days, 0), delivered)


def _next(history: History, stage: Stage) -> Days:
    """Return the day on which each parcel left the stage: for a later one, or at the door."""
    later = history.entered[stage + 1 :]
    next_on: Days = np.minimum(later.min(axis=0, initial=NEVER), history.delivered_on)
    return next_on


def stage_on(history: History) -> Ints:
    """Return the furthest stage of each parcel."""
    reached = history.entered < NEVER
    furthest: Ints = (len(Stage) - 1 - reached[::-1].argmax(axis=0)).astype(np.int64)
    return furthest


def begun_on(history: History, stage: Ints) -> Days:
    """Return the day on which each parcel's stage began."""
    return history.entered[stage, np.arange(len(history))]
