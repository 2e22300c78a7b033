"""Puts hard rules and wishes together: what excludes each pair of parcel and service, and what the others come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from fahuo.rating.domain.table import Ints
from fahuo.routing.domain.columns import Floats
from fahuo.routing.domain.dimensions import CLOSED, DIMENSIONS, RULES
from fahuo.routing.domain.scene import Scene

Rules = npt.NDArray[np.int8]

WISHES = tuple((dimension.name, dimension.contributes) for dimension in DIMENSIONS if dimension.contributes)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Parcel × service. `excluded`: place in RULES of the first rule that excludes, counted from 1, 0 for none.

    `total`: the score in the currency of the weights, infinite where excluded. `parts`: the same by dimension, each
    rounded to 0.01 and there only when asked for; the total is their sum.
    """

    excluded: Rules
    total: Floats
    parts: Mapping[str, Floats] = field(default_factory=dict)


def weigh(scene: Scene, *, parts: bool = False, signed_only: bool = True) -> Weighed:
    """Return what each pair comes to; not `signed_only`: as if the seller could book every service."""
    excluded = first_exclusions(scene, signed_only=signed_only)
    kept: dict[str, Floats] = {}
    hundredths = np.zeros(excluded.shape)
    for name, contributes in WISHES:
        part = contributes(scene)
        part *= 100
        np.rint(part, out=part)  # whole hundredths add up exactly
        hundredths += part
        if parts:
            kept[name] = part / 100
    hundredths /= 100
    hundredths[excluded > 0] = np.inf
    return Weighed(excluded, hundredths, kept)


def first_exclusions(scene: Scene, *, signed_only: bool = True) -> Rules:
    """Return the first rule that excludes each pair."""
    result = np.zeros(scene.prices.code.shape, dtype=np.int8)
    for place in range(len(RULES), 0, -1):
        if place == CLOSED and not signed_only:
            continue
        excludes = RULES[place - 1].excludes(scene)
        if excludes.any():
            np.copyto(result, place, where=excludes)
    return result


def best(total: Floats) -> Ints:
    """Return the service with the lowest score of each parcel, the first of equal ones; −1 when all are excluded."""
    if not total.size:
        return np.full(len(total), -1, dtype=np.int64)
    lowest = np.argmin(total, axis=1)
    return np.where(np.isinf(total[np.arange(len(total)), lowest]), -1, lowest)
