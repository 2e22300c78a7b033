"""Puts prices, hard rules and soft wishes of a batch together into one recommendation per parcel."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from fahuo.rating.domain.single import rate
from fahuo.routing.domain.hard import HARD_RULES, first_exclusions
from fahuo.routing.domain.recommendation import Option, Reason, Recommendation
from fahuo.routing.domain.scene import Scene
from fahuo.routing.domain.soft import Scores, scores
from fahuo.trade.charge import Rate
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem


def choose(scene: Scene, *, detailed: int) -> Iterator[Recommendation]:
    """Yield one recommendation per parcel in the order given, with every charge of the `detailed` best options."""
    excluded = first_exclusions(scene)
    weighed = scores(scene)
    # Best first; a tie goes to the service that the table lists first, so that equal input gives equal output.
    ranked = np.argsort(np.where(excluded > 0, np.inf, weighed.total), axis=1, kind="stable")
    for at, request in enumerate(scene.requests):
        row = _Row(scene, weighed, at)
        rules = excluded[at].tolist()
        options = tuple(
            row.excluded(column, rules[column]) if rules[column] else row.open(column, shown=rank < detailed)
            for rank, column in enumerate(ranked[at].tolist())
        )
        winner = options[0] if options and options[0].exclusion is None else None
        yield Recommendation(request.key, options, winner)


class _Row:
    """One parcel of the scene, its figures as plain numbers: reading an array cell by cell is slow."""

    def __init__(self, scene: Scene, weighed: Scores, at: int) -> None:
        self.scene, self.at = scene, at
        self.prepaid: list[bool] = scene.rates.prepaid[at].tolist()
        self.total: list[int] = scene.rates.total[at].tolist()
        self.cost: list[float] = weighed.cost[at].tolist()
        self.time: list[float] = weighed.time[at].tolist()
        self.level: list[float] = weighed.level[at].tolist()
        self.steps: list[int] = weighed.steps[at].tolist()
        self.score: list[float] = weighed.total[at].tolist()

    def excluded(self, column: int, rule: int) -> Option:
        service = self.scene.table.services[column]
        problem = HARD_RULES[rule - 1].because(self.scene, self.at, service)
        ddp = self.prepaid[column]
        return Option(service, None, float("inf"), service.days_min, service.days_max, ddp, (), problem)

    def open(self, column: int, *, shown: bool) -> Option:
        service = self.scene.table.services[column]
        price = Money(Decimal(self.total[column]).scaleb(-2), self.scene.table.billed_in[column])
        reasons = (
            Reason("cost", self.cost[column], f"{price.amount} {price.currency}"),
            Reason("time", self.time[column], f"{(service.days_min + service.days_max) / 2:g}"),
            Reason("level", self.level[column], f"{self.steps[column]:+d}"),
        )
        return Option(
            service,
            _rate(self.scene, self.at, column, ddp=self.prepaid[column]) if shown else None,
            self.score[column],
            service.days_min,
            service.days_max,
            self.prepaid[column],
            reasons,
            None,
            price,
            self.scene.rules.weights.currency,
        )


def _rate(scene: Scene, at: int, column: int, *, ddp: bool) -> Rate:
    table = scene.table
    result = rate(table.services[column], table.sheets[column], scene.cases[at], on=table.on, ddp=ddp)
    if isinstance(result, Problem):  # the two implementations must agree
        raise RuntimeError(f"bulk priced what single refuses: {result}")  # noqa: TRY004
    return result
