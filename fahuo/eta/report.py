"""The figures of a back-test: coverage, width and error, for all predictions and for parts of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fahuo.eta.backtest import Outcome
from fahuo.eta.days import Bools, Ints
from fahuo.eta.stage import Stage

# The 90 % interval is honest when it holds so many of the parcels.
HONEST = (0.88, 0.92)
SIZES = (10, 100, 1000)
SIZE_NAMES = ("1-9", "10-99", "100-999", "1000+")
# Parts with fewer predictions say little: they are shown and never called the worst.
_ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the predictions. Shares are between 0 and 1; widths are days, both ends counted; `error` is the
    median distance between the likely day and the day on which it came."""

    part: str
    name: str
    predictions: int
    held: float
    early: float
    late: float
    held_50: float
    width: float
    median_width: float
    width_50: float
    error: float
    published_held: float
    published_width: float
    quantiles_held: float
    quantiles_width: float


def lines(found: Outcome, parcels: Ints) -> list[Line]:
    """Return the lines: all, by size of the lane (`parcels` of each lane), by stage, and by whether it had waited."""
    return [line(found, np.ones(len(found.hit), dtype=np.bool_), "all", "all"), *_parts(found, parcels)]


def _parts(found: Outcome, parcels: Ints) -> Iterator[Line]:
    size = np.searchsorted(SIZES, parcels[found.lane], side="right")
    groups: list[tuple[str, Sequence[str], Ints]] = [
        ("parcels of the lane", SIZE_NAMES, size.astype(np.int64)),
        ("stage", [stage.name for stage in Stage], found.stage),
        ("waited", ("first day", "later"), (found.waited > 0).astype(np.int64)),
    ]
    for part, names, place in groups:
        for number, name in enumerate(names):
            if (chosen := place == number).any():
                yield line(found, chosen, part, name)


def line(found: Outcome, chosen: Bools, part: str, name: str) -> Line:
    """Return one line."""
    own = found.rows(chosen)
    came = own.error[np.isfinite(own.error)]

    def mean(values: np.ndarray) -> float:
        return round(float(values.mean()), 4)

    return Line(
        part=part,
        name=name,
        predictions=len(own.hit),
        held=mean(own.hit),
        early=mean(~own.hit & ~own.late),
        late=mean(own.late),
        held_50=mean(own.half),
        width=mean(own.width),
        median_width=float(np.median(own.width)),
        width_50=mean(own.half_width),
        error=float(np.median(came)) if len(came) else 0.0,
        published_held=mean(own.published_hit),
        published_width=mean(own.published_width),
        quantiles_held=mean(own.quantile_hit),
        quantiles_width=mean(own.quantile_width),
    )


def is_honest(all_of_them: Line) -> bool:
    """Tell whether the interval that should hold 90 % does so within two points."""
    return HONEST[0] <= all_of_them.held <= HONEST[1]


def worst(found: Sequence[Line]) -> Line | None:
    """Return the part whose coverage is furthest from 90 %."""
    parts = [one for one in found if one.part != "all" and one.predictions >= _ENOUGH]
    return max(parts, key=lambda one: abs(one.held - 0.9), default=None)
