"""What would have to change for another answer: the smallest change, and what it saves.

Each change is tried as one more row of a bulk pass over the same services, so nothing is guessed. Lowering the declared
value is never among them: it has to be what the buyer paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from fahuo.rating.domain.table import Flags, Ints
from fahuo.routing.domain.columns import Floats, RouteColumns
from fahuo.routing.domain.weighing import best

if TYPE_CHECKING:
    from fahuo.routing.domain.route_table import RouteTable
    from fahuo.trade.measure import Size

CHEAPER, NEW_WINNER, OPENS = "CHEAPER", "NEW_WINNER", "OPENS"
MOST = 5
# In the currency of the weights; less is not worth a word.
LEAST_SAVING = Decimal("0.10")
_NO_SAVING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one thing: `kind` is WEIGHT, SIZE, PAPERS or TERMS, `field` what changes from what into what.

    `weight_g` or `size` hold the parcel afterwards where those change. `amount` orders changes of one kind by how
    much is asked of the seller.
    """

    kind: str
    field: str
    before: str
    after: str
    unit: str = ""
    amount: float = 0.0
    weight_g: int | None = None
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A change, which service it is about and what it does to it.

    `saving` is by how much the net price falls against today's winner, in `currency`; 0 when nothing wins today.
    `score` is by how much the lowest score changes when another service wins.
    """

    service: str
    change: Change
    effect: str
    saving: Decimal
    currency: str
    score: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as stored and shown."""
        change = self.change
        return {
            "service": self.service,
            "kind": change.kind,
            "change": {"field": change.field, "from": change.before, "to": change.after, "unit": change.unit},
            "effect": self.effect,
            "saving": str(self.saving),
            "currency": self.currency,
            "score": self.score,
        }


def with_changes(columns: RouteColumns, changes: Sequence[Change]) -> RouteColumns:
    """Return the one parcel of `columns` as it is, then a row per change with that one thing changed."""
    rows = columns.take(np.zeros(1 + len(changes), dtype=np.int64))
    parcels = rows.parcels
    for row, change in enumerate(changes, 1):
        if change.weight_g is not None:
            parcels.weight_g[row] = change.weight_g
        elif change.size is not None:
            parcels.volume_mm3[row] = change.size.volume_mm3
            parcels.longest_mm[row] = change.size.length_mm
            parcels.girth_mm[row] = change.size.girth_mm
        else:
            _SWITCHES[change.field](rows, row)
    return rows


def _insurance_off(rows: RouteColumns, row: int) -> None:
    rows.insured[row] = rows.parcels.insured[row] = False


def _return_label_off(rows: RouteColumns, row: int) -> None:
    rows.parcels.return_label[row] = False


def _papers_held(rows: RouteColumns, row: int) -> None:
    rows.papers_missing[row] = False


def _eori_given(rows: RouteColumns, row: int) -> None:
    rows.eori_given[row] = True


def _tax_id_given(rows: RouteColumns, row: int) -> None:
    rows.tax_id_missing[row] = False


def _latin_name(rows: RouteColumns, row: int) -> None:
    rows.not_latin[row] = False


_SWITCHES = {
    "insured": _insurance_off,
    "return_label": _return_label_off,
    "parcel.lines.papers": _papers_held,
    "customs.eori": _eori_given,
    "address.tax_id": _tax_id_given,
    "address.name": _latin_name,
}


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what changes do. `total` and `price` are row × service: the parcel as it is, then one row per change, as if
    every service could be booked; `bookable` are those that can. `winner` is today's column, −1 for none."""

    table: RouteTable
    total: Floats
    price: Floats
    bookable: Flags
    winner: int

    def changed(self, changes: Sequence[Change]) -> Iterator[Counterfactual]:
        """Yield what each change brings about, the useless ones left out."""
        total = np.where(self.bookable, self.total, np.inf)
        winners = best(total).tolist()
        for row, change in enumerate(changes, 1):
            winner = winners[row]
            if winner < 0:
                continue
            if winner != self.winner:
                yield from self._won(row, winner, change)
            else:
                yield from self._saved(row, winner, change, CHEAPER)
            opened = np.isinf(total[0]) & np.isfinite(total[row]) if self.winner >= 0 else np.zeros(0)
            for column in np.flatnonzero(opened).tolist():
                if column != winner:
                    yield from self._saved(row, column, change, OPENS)

    def signed(self, carriers: Mapping[str, Ints]) -> Iterator[Counterfactual]:
        """Yield the carriers whose contract would bring the best service; `carriers` has their columns."""
        for carrier, own in carriers.items():
            column = int(own[np.argmin(self.total[0, own])])
            if np.isfinite(self.total[0, column]):
                yield from self._won(0, column, Change("TERMS", "contract", "", carrier))

    def _won(self, row: int, column: int, change: Change) -> Iterator[Counterfactual]:
        if self.winner < 0:
            yield Counterfactual(self.table.services[column].key, change, OPENS, _NO_SAVING, self._unit)
            return
        better = round(float(self.total[row, column] - self.total[0, self.winner]), 2)
        if better < 0:
            saving = self._saving(row, column)
            yield Counterfactual(self.table.services[column].key, change, NEW_WINNER, saving, self._unit, better)

    def _saved(self, row: int, column: int, change: Change, effect: str) -> Iterator[Counterfactual]:
        saving = self._saving(row, column)
        if saving >= LEAST_SAVING:
            yield Counterfactual(self.table.services[column].key, change, effect, saving, self._unit)

    def _saving(self, row: int, column: int) -> Decimal:
        return Decimal(f"{self.price[0, self.winner] - self.price[row, column]:.2f}")

    @property
    def _unit(self) -> str:
        return self.table.rules.weights.currency


def pick(found: Iterable[Counterfactual]) -> tuple[Counterfactual, ...]:
    """Return at most MOST: of each kind, effect and service the smallest change; the best saving first."""
    smallest: dict[tuple[str, str, str], Counterfactual] = {}
    for one in found:
        key = (one.change.kind + one.change.field, one.effect, one.service)
        if key not in smallest or one.change.amount < smallest[key].change.amount:
            smallest[key] = one
    ordered = sorted(smallest.values(), key=lambda one: (-one.saving, one.score or 0.0, one.change.amount, one.service))
    return tuple(ordered[:MOST])
