"""Past orders of one day, routed three ways at once: as they were chosen, by a template set, by the recommendation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fahuo.rating.domain.table import Flags, Ints, whole
from fahuo.routing.domain.backtest import CHOSEN, SMART, TEMPLATE, Figures, Floats, Replayed, Tally
from fahuo.routing.domain.columns import NOT_PROMISED
from fahuo.routing.domain.decide import Decision, decide
from fahuo.routing.domain.dimensions import RULES
from fahuo.routing.domain.dimensions.cost import failure
from fahuo.routing.domain.dimensions.promise import on_time
from fahuo.routing.domain.scene import Scene
from fahuo.routing.domain.templates import NONE, Templates
from fahuo.routing.domain.weighing import Weighed, best, weigh
from fahuo.trade.money import Money, minor_digits


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an order was shipped with, and what was booked for it."""

    service_key: str
    cost: Money


@dataclass(frozen=True, slots=True)
class PastOrder:
    """Which order a row of the scene is, and what was chosen for it, if anything."""

    id: int
    number: str
    country: str
    chosen: Chosen | None = None


def replay(
    scene: Scene, past: Sequence[PastOrder], templates: Templates, tally: Tally, closed: Mapping[str, str]
) -> None:
    """Route the orders of a scene and count them. The scene has its requests, so that exclusions can be named, and at
    least one service.

    `closed`: service key → problem code of the services that the seller could not book that day. Capacity is not
    replayed: it is not known any more what else went out that day.
    """
    weighed = weigh(scene)
    decision = decide(weighed, scene.columns, scene.table, templates)
    smart = best(weighed.total)
    chosen, cost, known = _chosen(scene, past)
    tally.counts["not_comparable"] += sum(one.chosen is not None for one in past) - int(known.sum())
    shown = _Shown(on_time(scene), failure(scene))
    tally.add(
        Replayed(
            [one.id for one in past],
            [one.number for one in past],
            [one.country for one in past],
            [service.key for service in scene.table.services],
            smart >= 0,
            known,
            {
                CHOSEN: _figures(scene, shown, chosen, cost),
                TEMPLATE: _figures(scene, shown, np.maximum(decision.winner, 0)),
                SMART: _figures(scene, shown, np.maximum(smart, 0)),
            },
        )
    )
    _matches(_Match(scene, weighed, decision, templates, closed), tally)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Parcel × service."""

    on_time: Floats
    failure: Floats


@dataclass(frozen=True, slots=True)
class _Match:
    """What is needed to say what became of the templates that matched."""

    scene: Scene
    weighed: Weighed
    decision: Decision
    templates: Templates
    closed: Mapping[str, str]

    def code(self, row: int, column: int) -> str:
        """Return the problem code that excludes the template's service for a parcel."""
        if column == NONE:
            return self.closed.get(self.templates.service_of[self.decision.template[row]], "SERVICE_UNKNOWN")
        rule = RULES[int(self.weighed.excluded[row, column]) - 1]
        return rule.because(self.scene, row, self.scene.table.services[column]).code


def _matches(match: _Match, tally: Tally) -> None:
    column_at = {service.key: column for column, service in enumerate(match.scene.table.services)}
    matched, used = match.decision.template, match.decision.used
    keys = match.templates.service_of
    wanted = np.array([*(column_at.get(key, NONE) for key in keys), NONE], dtype=np.int64)[matched]
    shut = (matched != NONE) & (wanted == NONE)
    shut |= (wanted != NONE) & (match.weighed.excluded[np.arange(len(matched)), wanted] > 0)
    tally.counts["matched"] += int((matched != NONE).sum())
    tally.counts["used"] += int(used.sum())
    tally.counts["excluded"] += int(shut.sum())
    tally.counts["beaten"] += int(((matched != NONE) & ~used & ~shut).sum())
    tally.exclude((keys[matched[row]], match.code(row, int(wanted[row]))) for row in np.flatnonzero(shut).tolist())


def _figures(scene: Scene, shown: _Shown, column: Ints, cost: Ints | None = None) -> Figures:
    """Return what each order comes to with the service in its column; `cost` stands in for the price of the day."""
    every = np.arange(len(column))
    lanes = scene.table.lanes
    row = lanes.lane[scene.parcels.country, column]
    kept = np.where(scene.columns.days_left == NOT_PROMISED, np.nan, shown.on_time[every, column])
    lost = np.rint(shown.failure[every, column] * 100).astype(np.int64)
    price = _yuan(scene, scene.prices.net[every, column], column) if cost is None else cost
    return Figures(column, price, lanes.mean[row], kept, lost)


def _yuan(scene: Scene, minor: Ints, column: Ints) -> Ints:
    """Convert minor units of each service's currency into hundredths of a yuan, exactly and half up."""
    rates = scene.table.rate.rules.yuan_per_unit
    billed_in = scene.table.rate.billed_in
    rate_e4 = np.array([whole(rates[code], 4) if code in rates else 0 for code in billed_in], dtype=np.int64)
    units = np.array([10 ** (minor_digits(code) + 2) for code in billed_in], dtype=np.int64)
    product, unit = minor * rate_e4[column], units[column]
    return np.where(product >= 0, (2 * product + unit) // (2 * unit), -((-2 * product + unit) // (2 * unit)))


def _chosen(scene: Scene, past: Sequence[PastOrder]) -> tuple[Ints, Ints, Flags]:
    """Return the column of what was chosen, what it cost in hundredths of a yuan, and where both are known.

    What is stored is the bill. The rebate that the service would get on the replay is taken off, as it is for the
    others: a comparison of a bill with a net price would flatter the templates.
    """
    column_at: Mapping[str, int] = {service.key: place for place, service in enumerate(scene.table.services)}
    rates = scene.table.rate.rules.yuan_per_unit
    column = np.zeros(len(past), dtype=np.int64)
    cost = np.zeros(len(past), dtype=np.int64)
    known = np.zeros(len(past), dtype=np.bool_)
    for row, one in enumerate(past):
        if one.chosen and one.chosen.service_key in column_at and one.chosen.cost.currency in rates:
            column[row] = column_at[one.chosen.service_key]
            price = one.chosen.cost
            cost[row] = whole(Money(price.amount * rates[price.currency], "CNY").rounded().amount, 2)
            known[row] = True
    every = np.arange(len(past))
    prices = scene.prices
    rebate = _yuan(scene, (prices.total - prices.net)[every, column], column)
    return column, cost - np.where(known & (prices.code[every, column] == 0), rebate, 0), known
