"""Filters of a list: what can be chosen, how many rows each choice has, and the address that chooses it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fahuo.backoffice.formats import with_query


@dataclass(frozen=True, slots=True)
class Choice:
    """One chip: its words, its count, the address that turns it on or, when it is on, off."""

    value: str
    label: str
    count: int
    address: str
    chosen: bool
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A group of rows that are alike in every facet; a facet may hold several values (problem codes)."""

    values: Mapping[str, Sequence[str]]
    count: int


class Cube:
    """Rows counted once by all facets together, so that each chip's count respects all the other filters.

    One GROUP BY feeds every chip of the page; the chips of a facet ignore the choice made in that facet.
    """

    def __init__(self, cells: Iterable[Cell], chosen: Mapping[str, str]) -> None:
        self._cells = tuple(cells)
        self._total = 0
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        wanted = [(facet, value) for facet, value in chosen.items() if value]
        for cell in self._cells:
            misses = [facet for facet, value in wanted if value not in cell.values[facet]]
            if not misses:
                self._total += cell.count
            if len(misses) < 2:  # with one, it counts for the chips of that facet only
                for facet in misses or cell.values:
                    _add(self._counts[facet], cell, facet)

    def counts(self, facet: str) -> Counter[str]:
        """Return how many rows each value of the facet has under the other filters."""
        return self._counts[facet]

    def all_counts(self, facet: str) -> Counter[str]:
        """Return how many rows each value of the facet has, whatever is chosen."""
        found: Counter[str] = Counter()
        for cell in self._cells:
            _add(found, cell, facet)
        return found

    def total(self) -> int:
        """Return how many rows match all filters."""
        return self._total


def _add(counts: Counter[str], cell: Cell, facet: str) -> None:
    for value in cell.values[facet]:
        counts[value] += cell.count


def choices(
    facet: str,
    labels: Sequence[tuple[str, str, str]],
    counts: Mapping[str, int],
    *,
    path: str,
    query: Mapping[str, str],
) -> tuple[Choice, ...]:
    """Build the chips of a facet from (value, label, tone); choosing the chosen one again takes the filter away."""
    chosen = query.get(facet, "")
    return tuple(
        Choice(
            value,
            label,
            counts.get(value, 0),
            with_query(path, {**query, facet: "" if value == chosen else value}),
            value == chosen,
            tone,
        )
        for value, label, tone in labels
    )
