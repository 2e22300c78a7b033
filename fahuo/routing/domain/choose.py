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
        options = []
        for rank, column in enumerate(ranked[at].tolist()):
            rule = int(excluded[at, column])
            if rule:
                options.append(_excluded(scene, at, column, rule))
            else:
                shown = _rate(scene, at, column) if rank < detailed else None
                options.append(_open(scene, weighed, at, column, shown))
        winner = options[0] if options and options[0].exclusion is None else None
        yield Recommendation(request.key, tuple(options), winner)


def _excluded(scene: Scene, at: int, column: int, rule: int) -> Option:
    service = scene.table.services[column]
    problem = HARD_RULES[rule - 1].because(scene, at, service)
    ddp = bool(scene.rates.prepaid[at, column])
    return Option(service, None, float("inf"), service.days_min, service.days_max, ddp, (), problem)


def _open(scene: Scene, weighed: Scores, at: int, column: int, shown: Rate | None) -> Option:
    service = scene.table.services[column]
    price = Money(
        Decimal(int(scene.rates.total[at, column])).scaleb(-2), scene.table.currencies[scene.table.currency[column]]
    )
    reasons = (
        Reason("cost", float(weighed.cost[at, column]), str(price)),
        Reason("time", float(weighed.time[at, column]), f"{(service.days_min + service.days_max) / 2:g}"),
        Reason("level", float(weighed.level[at, column]), f"{weighed.steps[at, column]:+d}"),
    )
    ddp = bool(scene.rates.prepaid[at, column])
    score = float(weighed.total[at, column])
    unit = scene.rules.weights.currency
    return Option(service, shown, score, service.days_min, service.days_max, ddp, reasons, None, price, unit)


def _rate(scene: Scene, at: int, column: int) -> Rate:
    table = scene.table
    ddp = bool(scene.rates.prepaid[at, column])
    result = rate(table.services[column], table.sheets[column], scene.cases[at], on=table.on, ddp=ddp)
    if isinstance(result, Problem):  # the two implementations must agree
        raise RuntimeError(f"bulk priced what single refuses: {result}")  # noqa: TRY004
    return result
