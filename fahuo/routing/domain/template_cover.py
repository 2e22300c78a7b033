"""What a set of templates leaves out and where its templates get in each other's way, exactly.

The templates cut countries, weights, speeds and cargo into classes: parcels of one cell (one class of each) are alike
to every template. So looking at each cell once says everything: which template takes it, and which ones come too late.

* UNREACHABLE: earlier templates together take every parcel of this one.
* CONFLICT: an earlier template with another service takes a part of this one's parcels, and others beside them. An
  earlier template that lies wholly inside a later one is what an ordered list is for, and is no conflict.
* GAP: parcels that no template takes; there the recommendation decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from fahuo.rating.domain.table import COUNTRY_AT, Flags, Ints
from fahuo.routing.domain.templates import LEVEL_AT, NO_LIMIT, NONE, Templates, classes_of
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import ServiceLevel

# An example should look like a parcel that somebody sends.
_USUAL = ("US", "DE", "FR", "ES", "GB", "KR", "JP", "BR", "CA", "AU", "PL", "NL", "MX", "SA")
_USUAL_G = 500
_LEVELS: tuple[ServiceLevel | None, ...] = (*ServiceLevel, None)
_CODES = tuple(COUNTRY_AT)


class FindingKind(StrEnum):
    """What can be said about a template, or about the whole set (GAP)."""

    UNREACHABLE = "UNREACHABLE"
    CONFLICT = "CONFLICT"
    GAP = "GAP"
    SERVICE_UNKNOWN = "SERVICE_UNKNOWN"
    NO_RATE_SHEET = "NO_RATE_SHEET"
    NO_CONTRACT = "NO_CONTRACT"
    NEVER_WEIGHT = "NEVER_WEIGHT"
    NEVER_CARGO = "NEVER_CARGO"
    NEVER_COUNTRY = "NEVER_COUNTRY"
    SOME_CARGO = "SOME_CARGO"
    SOME_COUNTRIES = "SOME_COUNTRIES"


@dataclass(frozen=True, slots=True)
class Example:
    """One parcel; `level` None: the buyer's choice is not known."""

    country: str
    weight_g: int
    level: ServiceLevel | None
    cargo: frozenset[CargoClass]


@dataclass(frozen=True, slots=True)
class Finding:
    """`place`: of the template in the set, −1 for the set. `by`: earlier templates that have to do with it."""

    kind: FindingKind
    place: int = NONE
    by: tuple[int, ...] = ()
    example: Example | None = None
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Classes:
    """The classes of one kind: for each template whether it takes them, and one member of each class."""

    taken: Flags  # template × class
    members: tuple[int, ...]


def findings(templates: Templates) -> list[Finding]:
    """Return UNREACHABLE and CONFLICT of each template in their order, and the GAP of the set, if any, last."""
    cover = _Cover(templates)
    found: list[Finding] = []
    for place in range(len(templates.rows)):
        found.extend(cover.of(place))
    if cover.gap is not None:
        found.append(Finding(FindingKind.GAP, example=cover.gap))
    return found


class _Cover:
    """Walks over all cells once, country class by country class, so that memory stays small."""

    def __init__(self, templates: Templates) -> None:
        self.rows = templates.rows
        self.countries = _classes(templates.by_country, [_CODES.index(code) for code in _USUAL])
        self.weights = _weight_classes(templates.weights)
        self.levels = _classes(templates.by_level, [LEVEL_AT[ServiceLevel.STANDARD], len(LEVEL_AT)])
        self.cargo = _classes(templates.by_cargo, [0])
        count = len(self.rows)
        self.reached = np.zeros(count, dtype=np.bool_)
        self.taken_by: list[dict[int, Example]] = [{} for _ in range(count)]
        self.gap: Example | None = None
        for place in range(len(self.countries.members)):
            self._walk(place)

    def of(self, place: int) -> Iterator[Finding]:
        """Yield what is wrong with one template."""
        earlier = self.taken_by[place]
        if not self.reached[place]:
            first = min(earlier)
            yield Finding(FindingKind.UNREACHABLE, place, tuple(sorted(earlier)), earlier[first])
            return
        service = self.rows[place].service_key
        crossing = tuple(
            other
            for other in sorted(earlier)
            if self.rows[other].service_key != service and not self._inside(other, place)
        )
        if crossing:
            yield Finding(FindingKind.CONFLICT, place, crossing, earlier[crossing[0]])

    def _inside(self, small: int, large: int) -> bool:
        """Tell whether every parcel of one template fits the other one."""
        kinds = (self.countries, self.weights, self.levels, self.cargo)
        return all(bool((kind.taken[small] <= kind.taken[large]).all()) for kind in kinds)

    def _walk(self, country: int) -> None:
        owner = np.full(
            (len(self.cargo.members), len(self.levels.members), len(self.weights.members)), NONE, dtype=np.int32
        )
        for place in np.flatnonzero(self.countries.taken[:, country]).tolist():
            box = np.ix_(self.cargo.taken[place], self.levels.taken[place], self.weights.taken[place])
            before = owner[box]
            free = before == NONE
            self.reached[place] |= bool(free.any())
            for other in np.unique(before[~free]).tolist():
                if other not in self.taken_by[place]:
                    here = np.full_like(owner, NONE)
                    here[box] = before
                    self.taken_by[place][other] = self._example(country, here == other)
            owner[box] = np.where(free, place, before)
        if self.gap is None and (owner == NONE).any():
            self.gap = self._example(country, owner == NONE)

    def _example(self, country: int, cells: Flags) -> Example:
        """Return a parcel of the first of these cells: classes stand with the most usual one first."""
        cargo, level, weight = np.unravel_index(int(np.argmax(cells)), cells.shape)
        return Example(
            _CODES[self.countries.members[country]],
            self.weights.members[weight],
            _LEVELS[self.levels.members[level]],
            classes_of(self.cargo.members[cargo]),
        )


def _classes(taken: Flags, usual: Sequence[int]) -> _Classes:
    """Group places that every template treats alike; each class is spoken for by its most usual member."""
    places = [*usual, *(place for place in range(taken.shape[1]) if place not in set(usual))]
    members: dict[bytes, int] = {}
    for place in places:
        members.setdefault(taken[:, place].tobytes(), place)
    chosen = tuple(members.values())
    return _Classes(taken[:, list(chosen)], chosen)


def _weight_classes(limits: Ints) -> _Classes:
    """Cut the weights at every limit. The lightest parcel weighs one gram, the heaviest is not known."""
    cuts = sorted({1, *(int(cut) for cut in limits.ravel() if 1 < cut < NO_LIMIT)})
    members = [_weight(low, high) for low, high in zip(cuts, [*cuts[1:], None], strict=True)]
    members.sort(key=lambda weight_g: (weight_g != _USUAL_G, weight_g))
    weights = np.array(members, dtype=np.int64)
    taken = (weights >= limits[:, :1]) & (weights < limits[:, 1:])
    return _Classes(taken, tuple(members))


def _weight(low: int, high: int | None) -> int:
    if low <= _USUAL_G and (high is None or high > _USUAL_G):
        return _USUAL_G
    return low if high is None else (low + high) // 2
