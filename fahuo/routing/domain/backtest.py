"""A template set replayed on past orders: what they cost as they were chosen, by the set, and by the recommendation.

Sums are whole hundredths of a yuan, so that they do not depend on how the orders were cut into chunks. Two comparisons
are kept apart, because their orders differ: `ALL` orders that some service takes (by the set and by the
recommendation), and `SHIPPED` ones, of which it is known what was chosen as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from fahuo.rating.domain.table import Flags, Ints

CHOSEN, TEMPLATE, SMART = "chosen", "template", "smart"
ALL, SHIPPED = "all", "shipped"
WAYS = {ALL: (TEMPLATE, SMART), SHIPPED: (CHOSEN, TEMPLATE, SMART)}
EXAMPLES = 5
# What becomes of the orders. `beaten`: the recommendation was better by more than the margin; `incomplete`: a product
# is not in the catalogue any more; `no_rules`: from before the rule book begins; `not_comparable`: what was chosen
# cannot be booked on the replay.
COUNTS = (
    *("orders", "shipped", "matched", "used", "beaten", "excluded"),
    *("no_service", "not_comparable", "incomplete", "no_rules"),
)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way comes to, one entry per order. Money in hundredths of a yuan; `service` is a place in the columns.

    `cost` is net of rebates, `days` are expected, `on_time` is the probability of keeping the promised date (NaN where
    nothing was promised), `failure` the expected cost of loss, return and dispute.
    """

    service: Ints
    cost: Ints
    days: Floats
    on_time: Floats
    failure: Ints


@dataclass(frozen=True, slots=True)
class Replayed:
    """A batch of orders of one day. `taken`: some service takes the order; `known`: it is known what was chosen."""

    order_ids: Sequence[int]
    numbers: Sequence[str]
    countries: Sequence[str]
    services: Sequence[str]
    taken: Flags
    known: Flags
    ways: Mapping[str, Figures]


@dataclass(slots=True)
class Sums:
    """Of some orders what one way comes to."""

    orders: int = 0
    cost: int = 0
    days: float = 0.0
    promised: int = 0
    on_time: float = 0.0
    failure: int = 0

    def add(self, figures: Figures, rows: npt.NDArray[np.intp]) -> None:
        """Count these orders."""
        kept = figures.on_time[rows]
        promised = ~np.isnan(kept)
        self.orders += len(rows)
        self.cost += int(figures.cost[rows].sum())
        self.days += float(figures.days[rows].sum())
        self.promised += int(promised.sum())
        self.on_time += float(kept[promised].sum())
        self.failure += int(figures.failure[rows].sum())

    def as_json(self) -> dict[str, Any]:
        """Return money as text in yuan; days and on-time are means, null when there is nothing to average."""
        return {
            "orders": self.orders,
            "cost": yuan(self.cost),
            "failure": yuan(self.failure),
            "days": round(self.days / self.orders, 2) if self.orders else None,
            "on_time": round(self.on_time / self.promised, 4) if self.promised else None,
        }


Group = dict[str, dict[str, Sums]]


def _group() -> Group:
    return {basis: {way: Sums() for way in ways} for basis, ways in WAYS.items()}


@dataclass(slots=True)
class Tally:
    """Everything counted so far: as large as there are countries and services, however many orders there were."""

    counts: Counter[str] = field(default_factory=Counter)
    totals: Group = field(default_factory=_group)
    by_country: dict[str, Group] = field(default_factory=lambda: defaultdict(_group))
    by_service: dict[str, Group] = field(default_factory=lambda: defaultdict(_group))
    # (basis, from, to) → orders, saved hundredths
    moved: dict[tuple[str, str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    excluded: Counter[tuple[str, str]] = field(default_factory=Counter)
    gains: list[tuple[int, int, dict[str, str]]] = field(default_factory=list)
    losses: list[tuple[int, int, dict[str, str]]] = field(default_factory=list)

    def add(self, batch: Replayed) -> None:
        """Count a batch."""
        self.counts["orders"] += len(batch.order_ids)
        self.counts["no_service"] += int((~batch.taken).sum())
        self.counts["shipped"] += int(batch.known.sum())
        for basis, mask in ((ALL, batch.taken), (SHIPPED, batch.taken & batch.known)):
            rows = np.flatnonzero(mask)
            if len(rows):
                self._sums(basis, batch, rows)
                self._moves(basis, batch, rows)

    def exclude(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Count orders whose template's service was excluded: (service, problem code)."""
        self.excluded.update(pairs)

    def as_json(self) -> dict[str, Any]:
        """Return the result as it is stored and shown."""
        return {
            "currency": "CNY",
            "counts": {name: self.counts[name] for name in COUNTS},
            "totals": _group_json(self.totals),
            "by_country": [{"country": key} | _group_json(self.by_country[key]) for key in _largest(self.by_country)],
            "by_service": [{"service": key} | _group_json(self.by_service[key]) for key in _largest(self.by_service)],
            "moved": [
                {"basis": basis, "from": old, "to": new, "orders": orders, "saving": yuan(saved)}
                for (basis, old, new), (orders, saved) in sorted(self.moved.items(), key=lambda one: (-one[1][0], one))
            ],
            "excluded": [
                {"service": service, "code": code, "orders": orders}
                for (service, code), orders in sorted(self.excluded.items(), key=lambda one: (-one[1], one[0]))
            ],
            "examples": [one[2] for one in self.gains[::-1]] + [one[2] for one in self.losses[::-1]],
        }

    def _sums(self, basis: str, batch: Replayed, rows: npt.NDArray[np.intp]) -> None:
        countries = np.array(batch.countries)[rows]
        places = [(code, rows[countries == code]) for code in np.unique(countries).tolist()]
        for way in WAYS[basis]:
            figures = batch.ways[way]
            self.totals[basis][way].add(figures, rows)
            for code, some in places:
                self.by_country[code][basis][way].add(figures, some)
            for column in np.unique(figures.service[rows]).tolist():
                some = rows[figures.service[rows] == column]
                self.by_service[batch.services[column]][basis][way].add(figures, some)

    def _moves(self, basis: str, batch: Replayed, rows: npt.NDArray[np.intp]) -> None:
        """Note who goes elsewhere by the set than before: as was chosen, or as the recommendation alone says."""
        before, after = batch.ways[WAYS[basis][0] if basis == SHIPPED else SMART], batch.ways[TEMPLATE]
        for row in rows[before.service[rows] != after.service[rows]].tolist():
            old, new = batch.services[before.service[row]], batch.services[after.service[row]]
            saved = int(before.cost[row] - after.cost[row])
            cell = self.moved[basis, old, new]
            cell[0] += 1
            cell[1] += saved
            order = {"order_id": str(batch.order_ids[row]), "order": batch.numbers[row]}
            place = {"country": batch.countries[row], "basis": basis, "from": old, "to": new}
            self._example(saved, batch.order_ids[row], order | place | {"saving": yuan(saved)})

    def _example(self, saved: int, order_id: int, shown: dict[str, str]) -> None:
        """Keep the orders that gain most, and those that lose most."""
        kept = self.gains if saved > 0 else self.losses
        if saved and (len(kept) < EXAMPLES or abs(saved) > abs(kept[0][0])):
            kept.append((saved, order_id, shown))
            kept.sort(key=lambda one: (abs(one[0]), one[1]))
            del kept[:-EXAMPLES]


def yuan(hundredths: int) -> str:
    """Return an amount as text: `-12.30`."""
    return str(Decimal(hundredths).scaleb(-2))


def _group_json(group: Group) -> dict[str, Any]:
    return {basis: {way: sums.as_json() for way, sums in ways.items()} for basis, ways in group.items()}


def _largest(groups: Mapping[str, Group]) -> list[str]:
    return sorted(groups, key=lambda key: (-max(sums.orders for sums in groups[key][ALL].values()), key))
