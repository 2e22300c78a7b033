"""What would have to change for another answer: the smallest change, and what it saves.

Each change is tried as one more row of a bulk pass over the same services, so nothing is guessed. Lowering the declared
value is never among them: it has to be what the buyer paid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from fahuo.routing.domain.columns import Floats, RouteColumns
from fahuo.routing.domain.prices import factors
from fahuo.routing.domain.weighing import Weighed, best

if TYPE_CHECKING:
    from fahuo.routing.domain.route_table import RouteTable
    from fahuo.routing.domain.scene import Scene
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
    much is asked of the seller. `of` is the column whose next step the change aims at, −1 for none.
    """

    kind: str
    field: str
    before: str
    after: str
    unit: str = ""
    amount: float = 0.0
    weight_g: int | None = None
    size: Size | None = None
    of: int = -1


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


def changed_columns(columns: RouteColumns, at: int, changes: list[Change]) -> RouteColumns:
    """Return one row per change: the parcel at a place with that one thing changed."""
    rows = columns.take(np.full(len(changes), at))
    parcels = rows.parcels
    for row, change in enumerate(changes):
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
class Offer:
    """What the services come to for one parcel: score and net price by column, in the currency of the weights."""

    score: Floats
    price: Floats


@dataclass(frozen=True, slots=True)
class Today(Offer):
    """Today's answer for one parcel, with the winner's column (−1 for none)."""

    winner: int

    @property
    def won_price(self) -> float:
        """The winner's net price, not a number when nothing wins."""
        return float(self.price[self.winner]) if self.winner >= 0 else float("nan")


def prices_in_unit(scene: Scene) -> Floats:
    """Return net prices in the currency of the weights."""
    found: Floats = scene.prices.net * scene.table.once(factors)
    return found


def judge(today: Today, changes: list[Change], scene: Scene, weighed: Weighed) -> list[Counterfactual]:
    """Return what each change does, the useless ones left out: `scene` and `weighed` have one row per change."""
    winners, prices = best(weighed.total), prices_in_unit(scene)
    found: list[Counterfactual] = []
    for row, change in enumerate(changes):
        winner = int(winners[row])
        if winner < 0:
            continue
        found.extend(
            _effects(today, change, winner=winner, at=Offer(weighed.total[row], prices[row]), table=scene.table)
        )
    return found


def won(today: Today, change: Change, *, table: RouteTable, column: int, at: Offer) -> Counterfactual:
    """Return that a service wins by a change: a new winner, or one that opens where nothing won."""
    unit, service = table.rules.weights.currency, table.services[column].key
    if today.winner < 0:
        return Counterfactual(service, change, OPENS, _NO_SAVING, unit)
    better = round(float(at.score[column] - today.score[today.winner]), 2)
    return Counterfactual(service, change, NEW_WINNER, _saving(today, at.price[column]), unit, better)


def _effects(today: Today, change: Change, *, winner: int, at: Offer, table: RouteTable) -> Iterable[Counterfactual]:
    services, prices, scores = table.services, at.price, at.score
    unit = table.rules.weights.currency
    if winner != today.winner:
        one = won(today, change, table=table, column=winner, at=at)
        if one.score is None or one.score < 0:
            yield one
    elif change.of in (-1, winner) and _saving(today, prices[winner]) >= LEAST_SAVING:
        yield Counterfactual(services[winner].key, change, CHEAPER, _saving(today, prices[winner]), unit)
    if today.winner >= 0:
        opened = np.isinf(today.score) & np.isfinite(scores)
        opened[winner] = False
        for column in np.flatnonzero(opened).tolist():
            if _saving(today, prices[column]) >= LEAST_SAVING:
                yield Counterfactual(services[column].key, change, OPENS, _saving(today, prices[column]), unit)


def _saving(today: Today, price: float) -> Decimal:
    return Decimal(f"{today.won_price - price:.2f}")


def pick(found: Iterable[Counterfactual]) -> tuple[Counterfactual, ...]:
    """Return at most MOST: of each kind, effect and service the smallest change; the best saving first."""
    smallest: dict[tuple[str, str, str], Counterfactual] = {}
    for one in found:
        key = (one.change.kind + one.change.field, one.effect, one.service)
        if key not in smallest or one.change.amount < smallest[key].change.amount:
            smallest[key] = one
    ordered = sorted(smallest.values(), key=lambda one: (-one.saving, one.score or 0.0, one.change.amount, one.service))
    return tuple(ordered[:MOST])
