"""Routing templates: an ordered list of "such a parcel takes this service"; the first one that matches decides.

A parcel is looked at by four things: country, actual weight, the speed the buyer chose, and its cargo classes. Of the
classes only the special ones count: a towel beside a phone makes it a parcel with a battery; a parcel without any
special goods has the one class GENERAL. A template matches when all classes of the parcel are in its list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from fahuo.rating.domain.table import CARGO_BIT, COUNTRY_AT, SPECIAL, Flags, Ints
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import ServiceLevel

LEVEL_AT = {level: place for place, level in enumerate(ServiceLevel)}
# The speed of a parcel whose buyer chose nothing that we know: only templates for any speed match it.
UNKNOWN_LEVEL = -1
COMBINATIONS = 1 << len(SPECIAL)
NONE = -1
NO_LIMIT = 2**62  # heavier than anything


@dataclass(frozen=True, slots=True)
class Template:
    """One row of a set. Empty sets mean any; `weight_from_g` is inclusive, `weight_until_g` exclusive."""

    id: int
    service_key: str
    name: str = ""
    countries: frozenset[str] = frozenset()
    weight_from_g: int = 0
    weight_until_g: int | None = None
    levels: frozenset[ServiceLevel] = frozenset()
    cargo: frozenset[CargoClass] = frozenset()

    def matches(self, country: str, weight_g: int, level: ServiceLevel | None, cargo: frozenset[CargoClass]) -> bool:
        """Tell whether this parcel fits. The arrays of `Templates` say the same; a test holds them to it."""
        return (
            (not self.countries or country in self.countries)
            and weight_g >= self.weight_from_g
            and (self.weight_until_g is None or weight_g < self.weight_until_g)
            and (not self.levels or level in self.levels)
            and (not self.cargo or counted(cargo) <= self.cargo)
        )


@dataclass(frozen=True, slots=True)
class Templates:
    """A set as the recommendation uses it: with figures instead of names, for a whole batch at once.

    `smart_first`: the recommendation decides, and a template wins only when its service scores at most `smart_margin`
    worse; otherwise the template that matches decides, unless a rule excludes its service.
    """

    rows: tuple[Template, ...]
    smart_first: bool = True
    smart_margin: Decimal = Decimal(0)
    # template × country, × weight (from, until), × level (the last place is "not known"), × combination of classes
    by_country: Flags = field(repr=False, compare=False, default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))
    weights: Ints = field(repr=False, compare=False, default_factory=lambda: np.zeros((0, 2), dtype=np.int64))
    by_level: Flags = field(repr=False, compare=False, default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))
    by_cargo: Flags = field(repr=False, compare=False, default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))

    @classmethod
    def of(cls, rows: Iterable[Template], *, smart_first: bool = True, smart_margin: Decimal = Decimal(0)) -> Templates:
        """Compile the rows, in their order."""
        rows = tuple(rows)
        limits = [(row.weight_from_g, NO_LIMIT if row.weight_until_g is None else row.weight_until_g) for row in rows]
        return cls(
            rows,
            smart_first,
            smart_margin,
            _table([_countries(row) for row in rows], len(COUNTRY_AT)),
            np.array(limits, dtype=np.int64).reshape(len(rows), 2),
            _table([_levels(row) for row in rows], len(LEVEL_AT) + 1),
            _table([_cargo(row) for row in rows], COMBINATIONS),
        )

    @property
    def service_of(self) -> tuple[str, ...]:
        """The service of each template."""
        return tuple(row.service_key for row in self.rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each template; empty where it has none."""
        return tuple(row.name for row in self.rows)

    @property
    def ids(self) -> tuple[int, ...]:
        """The key of each template."""
        return tuple(row.id for row in self.rows)

    def first_match(self, country: Ints, weight_g: Ints, level: Ints, cargo: Ints) -> Ints:
        """Return for each parcel the place of the first template that matches, −1 where none does.

        One entry per parcel: place in `COUNTRY_AT`, actual grams, place in `LEVEL_AT` or −1, sum of `CARGO_BIT`.
        """
        found = np.full(len(country), NONE, dtype=np.int64)
        # What no template has taken yet; it shrinks, so that a set's catch-all rows at the end are cheap.
        left = np.arange(len(country))
        for place in range(len(self.rows)):
            low, high = self.weights[place]
            hit = (weight_g >= low) & (weight_g < high)
            hit &= self.by_country[place][country]
            hit &= self.by_level[place][level]  # −1 is the last place
            hit &= self.by_cargo[place][cargo]
            if not hit.any():
                continue
            found[left[hit]] = place
            rest = ~hit
            left, country, weight_g = left[rest], country[rest], weight_g[rest]
            level, cargo = level[rest], cargo[rest]
        return found

    def first_match_one(
        self, country: str, weight_g: int, level: ServiceLevel | None, cargo: frozenset[CargoClass]
    ) -> int:
        """Return the same for one parcel, looking at one template after the other."""
        matching = (at for at, row in enumerate(self.rows) if row.matches(country, weight_g, level, cargo))
        return next(matching, NONE)


def counted(cargo: frozenset[CargoClass]) -> frozenset[CargoClass]:
    """Return the classes that count: the special ones, or GENERAL when there is none."""
    return cargo - {CargoClass.GENERAL} or frozenset({CargoClass.GENERAL})


def classes_of(combination: int) -> frozenset[CargoClass]:
    """Return the classes behind a sum of `CARGO_BIT`."""
    return frozenset(cargo for cargo in SPECIAL if combination & CARGO_BIT[cargo]) or frozenset({CargoClass.GENERAL})


def level_place(level: ServiceLevel | None) -> int:
    """Return a level as `first_match` wants it."""
    return UNKNOWN_LEVEL if level is None else LEVEL_AT[level]


def _countries(row: Template) -> list[int]:
    return [COUNTRY_AT[code] for code in row.countries] if row.countries else list(range(len(COUNTRY_AT)))


def _levels(row: Template) -> list[int]:
    return [LEVEL_AT[level] for level in row.levels] if row.levels else list(range(len(LEVEL_AT) + 1))


def _cargo(row: Template) -> list[int]:
    return [at for at in range(COMBINATIONS) if not row.cargo or classes_of(at) <= row.cargo]


def _table(places: Sequence[Sequence[int]], width: int) -> Flags:
    flags = np.zeros((len(places), width), dtype=np.bool_)
    for row, holds in enumerate(places):
        flags[row, holds] = True
    return flags
